"""Credentials reach one origin only, whatever answers and the environment say (S-01 to S-04, F-27)."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reports_app.addepar import AddeparClient, ForeignLink, RedirectRefused, ReportQuery
from tests.addepar.odd_server import OddServer, answer, document
from tests.addepar.samples import USER, run

ROOMS = Path(__file__).resolve().parent.parent.parent / "reports_app"
Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]

# {evil} is a second listener of ours, on another port of this machine; {own} is the upstream itself.
LINK_FORMS = {
    "other host": "http://localhost:{evil}/api/v1/generated_reports",
    "other port": "http://127.0.0.1:{evil}/api/v1/generated_reports",
    "other scheme": "https://127.0.0.1:{own}/api/v1/generated_reports",
    "scheme-relative": "//127.0.0.1:{evil}/v1/generated_reports",
    "userinfo": "http://127.0.0.1:{own}@127.0.0.1:{evil}/v1/generated_reports",
    "backslashes": "\\\\127.0.0.1:{evil}/v1/generated_reports",
    "slash backslash": "/\\127.0.0.1:{evil}/v1/generated_reports",
    "at sign": "@127.0.0.1:{evil}/v1/generated_reports",
    "tab inside": "/\t/127.0.0.1:{evil}/v1/generated_reports",
    "upper case": "HTTP://LOCALHOST:{evil}/V1/GENERATED_REPORTS",
    "trailing dot": "http://localhost.:{evil}/v1/generated_reports",
    "look-alike": "http://lоcalhost:{evil}/v1/generated_reports",
    "IPv6": "http://[::1]:{evil}/v1/generated_reports",
    "metadata address": "http://169.254.169.254/v1/generated_reports",
}
ids = [f"S-01 F-27 {name}" for name in LINK_FORMS]


@pytest.mark.parametrize("form", LINK_FORMS.values(), ids=ids)
def test_a_foreign_next_is_refused_and_nothing_is_sent_there(
    form: str, serve: Serve, client_for: ClientFor
) -> None:
    evil, own = serve(document([])), serve(answer())
    own.answers[0] = document([], links={"next": form.format(evil=evil.port, own=own.port)})
    client = client_for(own)

    with pytest.raises(ForeignLink) as refusal:
        client.list_page(ReportQuery())

    assert (evil.connections, own.connections) == (0, 1)
    assert refusal.value.reason == "foreign_link"


@pytest.mark.parametrize("form", LINK_FORMS.values(), ids=ids)
def test_foreign_self_and_related_links_are_never_followed(
    form: str, serve: Serve, client_for: ClientFor
) -> None:
    evil, own = serve(document([])), serve(answer())
    link = form.format(evil=evil.port, own=own.port)
    links = {"self": link, "related": link}
    linked = run()
    for relationship in linked["relationships"].values():
        relationship["links"] = links
    own.answers[:] = [document([linked], links=links), document(USER | {"links": links}, links=links)]
    client = client_for(own)

    page = client.list_page(ReportQuery())
    client.get_creator(page.records[0].run_id)

    assert (evil.connections, own.connections) == (0, 2)


@pytest.mark.parametrize("form", ["http://127.0.0.1:{evil}/x", "/api/v1/users/me", "//127.0.0.1:{evil}/", ""])
@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308], ids=lambda status: f"S-02 {status}")
def test_a_redirect_is_refused_wherever_it_points(
    status: int, form: str, serve: Serve, client_for: ClientFor
) -> None:
    evil, own = serve(document([])), serve(answer())
    own.answers[0] = answer(status=status, Location=form.format(evil=evil.port))
    client = client_for(own)

    with pytest.raises(RedirectRefused) as refusal:
        client.list_page(ReportQuery())

    assert (evil.connections, own.connections, client.requests_sent) == (0, 1, 1)
    assert refusal.value.status == status


def test_a_redirected_download_is_refused_too(serve: Serve, client_for: ClientFor) -> None:
    evil = serve(answer(b"PK"))
    own = serve(answer(status=302, Location=f"http://127.0.0.1:{evil.port}/"))

    with pytest.raises(RedirectRefused), client_for(own).download_zip("a"):
        pass

    assert (evil.connections, own.connections) == (0, 1)


def test_the_environment_changes_neither_target_nor_credentials(
    serve: Serve, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """S-04."""
    evil, own = serve(document([])), serve(document(USER))
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\ndefault login somebody password else\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{evil.port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    user = client_for(own).get_me()

    assert user.user_id == "84"
    assert (evil.connections, own.connections) == (0, 1)
    assert (
        own.requests[0].headers["Authorization"] == "Basic Y2FuYXJ5LWtleS03ZjNhOmNhbmFyeS9zZWNyZXQrOWQ9PQ=="
    )


def test_only_the_transport_knows_an_http_library_and_it_verifies_certificates() -> None:
    """S-03."""
    offenders: dict[str, set[str]] = {}
    for path in ROOMS.rglob("*.py"):
        found = {name for name in _imports(path) if name.split(".")[0] in {"requests", "httpx", "urllib3"}}
        if found or "verify=False" in path.read_text():
            offenders[path.relative_to(ROOMS).as_posix()] = found

    assert set(offenders) == {"addepar/transport.py"}
    assert "verify=False" not in (ROOMS / "addepar" / "transport.py").read_text()


def _imports(path: Path) -> list[str]:
    names: list[Any] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names
