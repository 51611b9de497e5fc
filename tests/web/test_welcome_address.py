"""Addresses that people type: read kindly where they can only mean Addepar, refused elsewhere (S-35)."""

import pytest

from reports_app.web.welcome_address import AddressRefused, read_address

SUFFIXES = ("addepar.com",)


@pytest.mark.parametrize(
    ("typed", "base_url"),
    [
        ("https://acme.addepar.com", "https://acme.addepar.com/api"),
        (" https://acme.addepar.com/ ", "https://acme.addepar.com/api"),
        ("acme.addepar.com", "https://acme.addepar.com/api"),
        ("HTTPS://Acme.Addepar.COM:443/api/", "https://acme.addepar.com/api"),
        ("https://acme.addepar.com/api/v1/", "https://acme.addepar.com/api"),
        ("https://acme.clientdev.addepar.com.", "https://acme.clientdev.addepar.com/api"),
        ("https://api.addepar.com/v1", "https://api.addepar.com"),
    ],
)
def test_an_address_of_addepar_becomes_the_base_of_its_api(typed: str, base_url: str) -> None:
    assert read_address(typed, host_suffixes=SUFFIXES) == base_url


LOCAL = [
    "https://127.0.0.1",
    "https://127.8.8.8:8443/api",
    "http://127.0.0.1:8001",
    "https://[::1]/api",
    "https://[::ffff:127.0.0.1]/",
    "https://0.0.0.0",
    "https://10.1.2.3",
    "https://172.16.0.1",
    "https://192.168.1.1",
    "http://169.254.169.254/latest/meta-data",
    "https://[fd00:ec2::254]",
    "https://[fe80::1]",
    "https://localhost",
    "localhost:8001",
    "https://addepar.com.localhost",
    "https://metadata.google.internal",
    "https://nas.local",
]


@pytest.mark.parametrize("typed", LOCAL)
def test_a_place_on_this_machine_or_in_its_network_is_refused_whatever_is_allowed(typed: str) -> None:
    for suffixes in (SUFFIXES, ("localhost", "internal", "local", "127.0.0.1", "169.254.169.254")):
        with pytest.raises(AddressRefused, match="no key is sent to it"):
            read_address(typed, host_suffixes=suffixes)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("http://acme.addepar.com", "https only"),
        ("ftp://acme.addepar.com", "https only"),
        ("https://acme.example", "does not end in addepar.com"),
        ("https://notaddepar.com", "does not end in addepar.com"),
        ("https://addepar.com.evil.example", "does not end in addepar.com"),
        ("https://8.8.8.8", "does not end in addepar.com"),
        ("https://acme.\u0430ddepar.com", "no web address"),
        ("https://2130706433", "no web address"),
        ("https://0x7f000001/", "no web address"),
        ("https://acme", "no web address"),
        ("https://", "no web address"),
        ("https://acme.addepar.com:99999", "no web address"),
        ("https://[acme", "no web address"),
        ("https://acme.addepar.com:8443", "Leave out the port"),
        ("https://key:hunter2@acme.addepar.com", "Leave out user name"),
        ("https://acme.addepar.com@evil.example", "Leave out user name"),
        ("https://acme.addepar.com\\@evil.example", "Leave out user name"),
        (
            "https://acme.addepar.com/app/#/reports",
            "Leave out what follows the name: https://acme.addepar.com.",
        ),
        ("https://acme.addepar.com/api?x=hunter2", "Leave out what follows the name"),
        ("https://acme.addepar.com/api/../admin", "Leave out what follows the name"),
    ],
)
def test_everything_else_is_refused_in_a_sentence_that_repeats_no_password(typed: str, words: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        read_address(typed, host_suffixes=SUFFIXES)

    assert words in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_an_operator_can_allow_another_host_and_only_that() -> None:
    allowed = ("api.partner.example",)

    assert read_address("https://api.partner.example", host_suffixes=allowed) == "https://api.partner.example"
    with pytest.raises(AddressRefused):
        read_address("https://partner.example", host_suffixes=allowed)


def test_where_nothing_is_allowed_nothing_is_taken() -> None:
    with pytest.raises(AddressRefused, match="ADDEPAR_HOST_SUFFIXES"):
        read_address("https://acme.addepar.com", host_suffixes=())
