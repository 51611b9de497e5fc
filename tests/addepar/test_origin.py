"""What a base URL may be, which URLs are built on it, and which links stay on it."""

import pytest

from reports_app.addepar.errors import RequestRefused
from reports_app.addepar.origin import Origin

RUN = "/v1/generated_reports/:id"


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("https://firm.addepar.com/api", "https://firm.addepar.com/api/v1/generated_reports/a"),
        ("https://firm.addepar.com/api/", "https://firm.addepar.com/api/v1/generated_reports/a"),
        ("https://api.addepar.com", "https://api.addepar.com/v1/generated_reports/a"),
        ("https://api.addepar.com/", "https://api.addepar.com/v1/generated_reports/a"),
        ("https://api.addepar.com/v1", "https://api.addepar.com/v1/generated_reports/a"),
        ("https://firm.addepar.com/api/v1/", "https://firm.addepar.com/api/v1/generated_reports/a"),
        (" HTTPS://Firm.Addepar.com:443/api ", "https://firm.addepar.com/api/v1/generated_reports/a"),
        ("http://127.0.0.1:8001/api", "http://127.0.0.1:8001/api/v1/generated_reports/a"),
        ("http://localhost:8001", "http://localhost:8001/v1/generated_reports/a"),
        ("http://[::1]:8001", "http://[::1]:8001/v1/generated_reports/a"),
    ],
)
def test_routes_are_appended_to_the_base_with_or_without_api(base_url: str, url: str) -> None:
    origin = Origin.parse(base_url)

    assert origin.url_for(RUN, resource_id="a") == url


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "firm.addepar.com/api",
        "ftp://firm.addepar.com",
        "https://",
        "https://:443/api",
        "https://key:hunter2@firm.addepar.com/api",
        "https://@firm.addepar.com/api",
        "https://firm.addepar.com/api?key=hunter2",
        "https://firm.addepar.com/api#hunter2",
        "https://firm.addepar.com:port/api",
        "https://firm.addepar.com:99999/api",
        "https://firm.addepar.com/a/../api",
        "https://firm.adde\tpar.com/api",
        "https://firm.addepar.com\\@evil.example/api",
        "https://fìrm.addepar.com/api",
    ],
)
def test_a_base_url_that_is_no_plain_address_is_refused_without_repeating_it(base_url: str) -> None:
    with pytest.raises(ValueError, match="base URL must") as refusal:
        Origin.parse(base_url)

    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    "base_url",
    [
        "http://firm.addepar.com/api",
        "http://10.0.0.1",
        "http://localhost.evil.example",
        "http://127.0.0.1.nip.io",
    ],
    ids=["F-43 http", "F-43 private address", "F-43 look-alike", "F-43 resolver trick"],
)
def test_plain_http_is_for_loopback_only(base_url: str) -> None:
    with pytest.raises(ValueError, match="must start with https"):
        Origin.parse(base_url)


def test_plain_http_can_be_refused_for_loopback_too() -> None:
    with pytest.raises(ValueError, match="must start with https"):
        Origin.parse("http://127.0.0.1:8001", allow_loopback_http=False)


@pytest.mark.parametrize(
    ("resource_id", "segment"),
    [
        ("../users/me", "..%2Fusers%2Fme"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("@evil.example", "%40evil.example"),
        ("a b%2f", "a%20b%252f"),
    ],
)
def test_an_id_from_upstream_stays_one_segment(resource_id: str, segment: str) -> None:
    url = Origin.parse("https://api.addepar.com").url_for(RUN, resource_id=resource_id)

    assert url == f"https://api.addepar.com/v1/generated_reports/{segment}"


@pytest.mark.parametrize("resource_id", ["", ".", "..", "a\r\nHost: evil", "a\x00", "\ud800", "x" * 256])
def test_an_id_that_cannot_be_a_segment_is_refused(resource_id: str) -> None:
    with pytest.raises(RequestRefused):
        Origin.parse("https://api.addepar.com").url_for(RUN, resource_id=resource_id)


OWN_LINKS = [
    "/v1/generated_reports?page[number]=1&page[size]=50",
    "/v1/generated_reports/?page%5Bnumber%5D=1",
    "/api/v1/generated_reports?page[number]=1",
    "https://firm.addepar.com/api/v1/generated_reports?page[number]=1",
    "https://firm.addepar.com:443/api/v1/generated_reports",
    "https://FIRM.addepar.com/v1/generated_reports",
    "/v1/generated_reports?filter[name]=a@b",
]
FOREIGN_LINKS = {
    "other host": "https://evil.example/api/v1/generated_reports",
    "other port": "https://firm.addepar.com:8443/api/v1/generated_reports",
    "port zero": "https://firm.addepar.com:0/api/v1/generated_reports",
    "http": "http://firm.addepar.com/api/v1/generated_reports",
    "scheme-relative": "//evil.example/v1/generated_reports",
    "scheme-relative to ourselves": "//firm.addepar.com/v1/generated_reports",
    "userinfo": "https://firm.addepar.com@evil.example/v1/generated_reports",
    "userinfo on own host": "https://evil@firm.addepar.com/v1/generated_reports",
    "backslashes": "\\\\evil.example/v1/generated_reports",
    "slash backslash": "/\\evil.example/v1/generated_reports",
    "at sign": "@evil.example/v1/generated_reports",
    "tab inside": "/\t/evil.example/v1/generated_reports",
    "newline inside": "/v1/generated_reports\r\nHost: evil.example",
    "upper case": "HTTPS://EVIL.EXAMPLE/V1/GENERATED_REPORTS",
    "trailing dot": "https://firm.addepar.com./api/v1/generated_reports",
    "look-alike": "https://fіrm.addepar.com/api/v1/generated_reports",
    "punycode look-alike": "https://xn--frm-fdd.addepar.com/api/v1/generated_reports",
    "IPv6": "https://[::1]/api/v1/generated_reports",
    "metadata address": "http://169.254.169.254/v1/generated_reports",
    "longer host": "https://firm.addepar.com.evil.example/v1/generated_reports",
    "dot segments": "/v1/../../evil",
    "encoded dot segments": "/v1/%2e%2e/evil",
    "no slash": "v1/generated_reports?page[number]=1",
    "other path": "/v2/generated_reports",
    "javascript": "javascript:alert(1)",
    "bad port": "https://firm.addepar.com:x/v1/generated_reports",
    "bad bracket": "https://[/v1/generated_reports",
}


@pytest.mark.parametrize("link", OWN_LINKS)
def test_a_link_on_the_origin_is_ours(link: str) -> None:
    assert Origin.parse("https://firm.addepar.com/api").owns(link)


@pytest.mark.parametrize("link", FOREIGN_LINKS.values(), ids=[f"S-01 {name}" for name in FOREIGN_LINKS])
def test_a_link_that_leaves_the_origin_is_not_ours(link: str) -> None:
    assert not Origin.parse("https://firm.addepar.com/api").owns(link)
