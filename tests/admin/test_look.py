"""The look of the admin: its palette is the product's, its policy is loosened for Unfold and no further."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from config.unfold import TOKENS_CSS
from tests.factories import make_run, make_user

RULE = re.compile(r"--([a-z0-9-]+): light-dark\((\S+), (\S+)\);")
OWN_FILES = Path(settings.BASE_DIR) / "static" / "reports_app" / "admin"
# What design/README.md asks for: the base scale runs over the light values, then over the dark ones.
MAPPED = {
    "base": {
        "50": "paper",
        "100": "sunken",
        "200": "line",
        "300": "line-firm",
        "500": "ink-3",
        "600": "ink-2",
    },
    "dark base": {"700": "line-firm", "800": "line", "900": "surface", "950": "paper", "400": "ink-3"},
    "primary": {"100": "accent-soft", "600": "accent", "700": "accent-hover"},
    "dark primary": {"950": "accent-soft", "500": "accent", "400": "accent-hover"},
}


def _tokens() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in RULE.findall(TOKENS_CSS.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("scale", MAPPED)
def test_unfolds_palette_is_the_products(scale: str) -> None:
    tokens, place = _tokens(), int(scale.startswith("dark"))
    palette = settings.UNFOLD["COLORS"][scale.removeprefix("dark ")]

    assert {step: palette[step] for step in MAPPED[scale]} == {
        step: tokens[name][place] for step, name in MAPPED[scale].items()
    }


@pytest.mark.django_db
def test_the_page_prints_the_palette(admin: Client) -> None:
    light = _tokens()["accent"][0]
    red, green, blue = (int(light[at : at + 2], 16) for at in (1, 3, 5))

    page = admin.get(reverse("admin:index")).content.decode()

    assert f"--color-primary-600: rgb({red}, {green}, {blue})" in page


def test_no_file_of_the_admin_holds_a_colour_of_its_own() -> None:
    raw = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(")
    sheets = sorted(OWN_FILES.glob("*.css"))

    assert sheets
    for sheet in sheets:
        rules = re.sub(r"#[a-z][\w-]*(?=[\s>:,.\[{])", "", sheet.read_text(encoding="utf-8"))
        assert raw.findall(rules) == [], sheet.name


@pytest.mark.django_db
def test_the_policy_of_the_admin_lets_in_unfold_and_nothing_else(admin: Client) -> None:
    run = make_run()
    pages = [
        reverse("admin:index"),
        reverse("admin:reports_app_generatedreport_changelist"),
        reverse("admin:reports_app_generatedreport_change", args=[run.pk]),
    ]

    for page in [*pages, reverse("admin:login")]:
        answer = (Client() if "login" in page else admin).get(page)
        policy = dict(rule.split(" ", 1) for rule in answer["Content-Security-Policy"].split("; "))
        assert policy["script-src"] == "'self' 'unsafe-eval'", page
        assert policy["style-src"] == "'self' 'unsafe-inline'", page
        assert (policy["default-src"], policy["connect-src"]) == ("'none'", "'self'"), page


@pytest.mark.django_db
def test_no_page_of_the_admin_holds_an_inline_script_or_another_origin(admin: Client) -> None:
    run = make_run()
    for page in (
        reverse("admin:index"),
        reverse("admin:reports_app_generatedreport_changelist"),
        reverse("admin:reports_app_generatedreport_change", args=[run.pk]),
        reverse("admin:reports_app_user_add"),
    ):
        html = admin.get(page).content.decode()

        assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", html) == [], page
        assert re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//""", html) == [], page


@pytest.mark.django_db
def test_outside_the_admin_the_policy_stays_strict(client: Client) -> None:
    policy = client.get("/no-such-page/")["Content-Security-Policy"]

    assert "unsafe" not in policy


@pytest.mark.django_db
def test_times_follow_the_persons_zone_and_clock(client: Client) -> None:
    client.force_login(make_user("mate", time_zone_name="Europe/Budapest", clock="24"))
    make_run()

    page = client.get(reverse("admin:reports_app_generatedreport_changelist")).content.decode()

    assert "18:00 CET" in page
