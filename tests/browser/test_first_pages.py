"""Overview, search and settings in a real browser: by keys, without script, on a phone, in the dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import CHROMIUM
from tests.browser.looking import faults, sign_in
from tests.browser.running_product import PASSWORD, Product

VIEWS = [(width, scheme) for width in (1440, 390) for scheme in ("light", "dark")]
PAGES = ("/", "/search/", "/search/?q=re", "/search/?q=nobody+at+all", "/account/")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="install Debian's package chromium"),
]


MAKE_ADVISOR = (
    f"from reports_app.models import User; User.objects.create_user('tobias', password='{PASSWORD}')"
)


@pytest.fixture
def page(browser: Browser, product: Product) -> Iterator[Page]:
    """Give an admin's overview; a word on the console, or a request elsewhere, fails the test."""
    complaints: list[str] = []
    page = sign_in(browser, product, viewport={"width": 1440, "height": 900})
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(product.address) else complaints.append(asked.url),
    )
    page.goto(product.address)
    yield page
    page.context.close()
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_the_pages_hold_for_every_eye(browser: Browser, product: Product, width: int, scheme: Any) -> None:
    view = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    signed_out = browser.new_context(**view).new_page()
    signed_out.goto(f"{product.address}/sign-in/")
    found = {"/sign-in/": faults(signed_out)}
    signed_out.get_by_label("Username").fill("nobody")
    signed_out.get_by_label("Password").fill("wrong")
    signed_out.get_by_role("button", name="Sign in").click()
    signed_out.get_by_role("alert").wait_for()
    found["/sign-in/ refused"] = faults(signed_out)

    page = sign_in(browser, product, **view)
    for path in PAGES:
        page.goto(product.address + path)
        found[path] = faults(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_an_advisor_without_clients_gets_a_whole_page_that_says_so(
    browser: Browser, product: Product
) -> None:
    product.manage("shell", "--no-imports", "-c", MAKE_ADVISOR)

    page = sign_in(browser, product, name="tobias")
    page.get_by_role("heading", name="No clients are assigned to you yet").wait_for()
    found = faults(page)
    page.goto(f"{product.address}/search/?q=house")

    assert found + faults(page) == []
    assert "Nothing matches" in page.content()
    assert page.get_by_role("button", name="Sync now").count() == 0


def test_search_leads_from_a_key_to_a_clients_runs_by_keys_alone(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("house")
    page.locator("[data-found] [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/runs/?*")

    assert chosen
    assert page.get_by_role("heading", level=1).inner_text() == "Runs"


def test_every_figure_of_the_overview_leads_to_an_answer(page: Page) -> None:
    links = page.locator(".stats a, .lede a, .part-head a, .day-chart a, [data-rows] a.name")
    addresses = sorted(set(links.evaluate_all("all => all.map(a => a.href.baseVal ?? a.href)")))
    answers = {address: page.request.get(address).status for address in addresses}

    assert len(addresses) > 10
    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_a_sync_is_asked_for_by_a_key_and_a_toast_says_so(page: Page, product: Product) -> None:
    page.keyboard.press("s")

    page.get_by_text("A sync is queued.").wait_for()
    assert "complete" in product.work_once()


def test_all_of_it_works_without_script(browser: Browser, product: Product) -> None:
    page = sign_in(browser, product, to="/search/?q=house", java_script_enabled=False)
    page.locator("ul.listed a.name").first.click()
    assert "/runs/?client=" in page.url

    page.goto(f"{product.address}/account/")
    page.get_by_label("24-hour (14:05)").check()
    page.get_by_role("button", name="Save settings").click()
    assert "Settings saved." in page.content()

    page.goto(product.address)
    page.get_by_role("button", name="Sync now").click()
    assert "A sync is queued." in page.content()
    page.locator("details.account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
