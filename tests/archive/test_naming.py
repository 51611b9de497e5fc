"""Names from upstream become harmless names of ours (S-16)."""

import re

import pytest

from reports_app.archive import safe_name

ALLOWED = re.compile(r"[\w .()-]{1,120}")
HOSTILE = [
    "a\r\nSet-Cookie: x=1.zip",
    'he said "yes".zip',
    "a;b.zip",
    "..\\..\\windows\\system.zip",
    "../../etc/passwd",
    "nul\x00byte.zip",
    "gnp\u202efdp.zip",
    "\U0001f600 party.zip",
    "x" * 400 + ".zip",
    "%0d%0aInjected: yes.zip",
    "no extension",
    "page.html",
    ". . .",
    "\ud800.zip",
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_becomes_a_short_plain_one_with_our_extension(name: str) -> None:
    safe = safe_name(name, "0b5e", extension=".zip")

    assert ALLOWED.fullmatch(safe)
    assert safe.endswith(".zip")
    assert not safe.startswith(".")
    assert ".." not in safe.removesuffix(".zip") or "/" not in safe


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Quarterly Performance Report at 05-15-2021.zip", "Quarterly Performance Report at 05-15-2021.zip"),
        ("Quarterly Performance Report at", "Quarterly Performance Report at.zip"),
        ("Résumé (Müller) 客户.ZIP", "Résumé (Müller) 客户.zip"),
        ("Re\u0301sume\u0301.zip", "Résumé.zip"),
        ("../../etc/passwd", "passwd.zip"),
        ("report.html", "report.html.zip"),
    ],
)
def test_a_good_name_stays_as_it_is(name: str, expected: str) -> None:
    assert safe_name(name, extension=".zip") == expected


def test_the_first_usable_name_is_taken() -> None:
    assert safe_name(None, "///", "metadata name.zip", "0b5e", extension=".zip") == "metadata name.zip"
    assert safe_name(None, None, "0b5e", extension=".zip") == "0b5e.zip"
    assert safe_name(None, "\x00", extension=".zip") == "file.zip"
