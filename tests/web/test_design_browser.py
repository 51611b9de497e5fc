"""The parts in a real browser: axe, the policy, keys, search, a job, filters, a phone, and no script."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from playwright.sync_api import Browser, Page, sync_playwright

from .design_site import Site, running_site

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="install Debian's package chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    with running_site() as site:
        yield site
        for context in browser.contexts:
            context.close()


def _open(browser: Browser, site: Site, **options: Any) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, **options).new_page()
    page.goto(site.address, wait_until="load")
    return page


def _open_sheets(page: Page) -> int:
    return page.locator("details[data-light][open]").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_sheet_has_no_fault_that_axe_knows(browser: Browser, site: Site, width: int, scheme: Any) -> None:
    page = _open(browser, site, color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})

    faults = Axe().run(page).response["violations"]

    assert [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in faults] == []


def test_the_policy_is_kept_and_nothing_is_asked_elsewhere(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    page.goto(site.address, wait_until="networkidle")

    assert said == []
    assert [url for url in asked if not url.startswith(site.address)] == []
    assert len(asked) > 10


def test_no_width_scrolls_sideways(browser: Browser, site: Site) -> None:
    page = _open(browser, site)
    too_wide = {}

    for width in (320, 390, 768, 1024, 1100, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        too_wide[width] = max(0, page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    assert too_wide == dict.fromkeys(too_wide, 0)


@pytest.mark.parametrize(("theme", "ground"), [("light", "rgb(255, 254, 251)"), ("dark", "rgb(27, 26, 23)")])
def test_the_chosen_theme_wins_over_the_system(browser: Browser, site: Site, theme: str, ground: str) -> None:
    site.theme = theme

    page = _open(browser, site, color_scheme="dark" if theme == "light" else "light")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground


def test_the_search_box_is_used_by_keys_alone(browser: Browser, site: Site) -> None:
    page = _open(browser, site)

    page.keyboard.press("/")
    page.keyboard.type("wet")
    page.locator("#found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    assert page.locator("#found [aria-selected=true]").inner_text().startswith("<b>Wet</b> & Sons")
    page.keyboard.press("Enter")
    page.wait_for_url("**/found/2")


def test_escape_closes_the_matches_and_keeps_the_text(browser: Browser, site: Site) -> None:
    page = _open(browser, site)
    page.keyboard.press("/")
    page.keyboard.type("nobody")
    page.get_by_text("Nothing matches “nobody”").wait_for()

    page.keyboard.press("Escape")

    assert page.locator("#found").is_hidden()
    assert page.locator("#find").input_value() == "nobody"


def test_rows_are_walked_by_j_and_k(browser: Browser, site: Site) -> None:
    page = _open(browser, site)

    for key in ("j", "j", "k"):
        page.keyboard.press(key)

    assert "Quarterly Client Review" in page.evaluate("document.activeElement.innerText")


def test_two_keys_lead_to_a_page(browser: Browser, site: Site) -> None:
    page = _open(browser, site)

    page.keyboard.press("g")
    page.keyboard.press("r")

    page.wait_for_url("**/runs/")


def test_keys_can_be_turned_off(browser: Browser, site: Site) -> None:
    site.single_keys = False
    page = _open(browser, site)

    page.keyboard.press("/")
    page.keyboard.press("?")

    assert page.evaluate("document.activeElement.id") != "find"
    assert not page.locator("#keys-help").is_visible()


def test_the_help_opens_by_its_key_and_lists_the_pages(browser: Browser, site: Site) -> None:
    page = _open(browser, site)

    page.keyboard.press("?")

    assert page.locator("#keys-help").is_visible()
    assert "Runs" in page.locator("#keys-help").inner_text()


def test_a_job_moves_on_without_reload_and_is_said_aloud(browser: Browser, site: Site) -> None:
    page = _open(browser, site)
    page.add_script_tag(url="/static/reports_app/js/job.js", type="module")

    page.get_by_text("Stored: 100 MB").first.wait_for(timeout=9000)

    assert site.job_steps == 2
    assert page.locator("[data-live]").inner_text() == "Stored: 100 MB"
    assert page.locator("[data-poll]").count() == 0


def test_one_filter_is_open_at_a_time_and_escape_closes_it(browser: Browser, site: Site) -> None:
    page = _open(browser, site)
    page.locator("details.chip summary").nth(0).click()
    page.locator("details.chip summary").nth(2).click()
    assert _open_sheets(page) == 1

    page.keyboard.press("Escape")

    assert _open_sheets(page) == 0


def test_a_filter_sends_only_what_is_set(browser: Browser, site: Site) -> None:
    page = _open(browser, site)
    page.locator("details.chip summary").nth(0).click()

    page.locator("details.chip[open] button").click()
    page.wait_for_url("**?*")

    assert page.url.partition("?")[2].partition("#")[0] == (
        "sort=completed&outcome=partial&outcome=failed&from=2026-08-20&to=2026-11-17"
    )


def test_a_toast_can_be_sent_away(browser: Browser, site: Site) -> None:
    site.messages = (Message(messages.SUCCESS, "Acknowledged 3 failures."),)
    page = _open(browser, site)
    assert "Acknowledged 3 failures." in page.locator("[data-toast]").inner_text()

    page.locator("[data-dismiss]").click()

    page.locator("[data-toast]").wait_for(state="detached")


def test_without_script_nothing_that_needs_it_is_shown(browser: Browser, site: Site) -> None:
    page = _open(browser, site, java_script_enabled=False)

    assert page.locator(".needs-script:visible").count() == 0
    page.locator("details.chip summary").nth(0).click()
    assert page.locator("details.chip[open] button").is_visible()
