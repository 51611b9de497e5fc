"""Names that try to be markup, to turn the line around, or to push the page wide: shown, and nothing more."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_product import Product
from tests.journeys.conftest import Visit
from tests.journeys.firm import MARKUP, House

pytestmark = [pytest.mark.browser, pytest.mark.process]
MADE_BY_A_NAME = "img[src=x], main script, b:text-is('Bold')"


def _addresses(house: House) -> list[str]:
    run_id = house.hostile.run_id
    return [
        "/",
        "/runs/",
        "/runs/?report=4711",
        f"/runs/?client={house.hostile.portfolios[0]['portfolio_type']}-{house.hostile.portfolios[0]['portfolio_id']}",
        f"/runs/{run_id}/",
        f"/runs/{run_id}/?find=img",
        f"/search/?q={MARKUP}",
        "/search/?q=" + "W" * 190,
        "/admin/",
        "/admin/reports_app/generatedreport/",
    ]


def _is_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("width", [1440, 390])
def test_hostile_names_are_words_on_every_page(
    visit: Visit, product: Product, house: House, width: int
) -> None:
    """A dialog or a word on the console would fail the test by itself."""
    page = visit(viewport={"width": width, "height": 900})
    wide, made, shown = [], [], []
    for address in _addresses(house):
        page.goto(product.address + address)
        if _is_wide(page):
            wide.append(address)
        if page.locator(MADE_BY_A_NAME).count():
            made.append(address)
        if MARKUP in page.locator("main, #main, body").first.inner_text():
            shown.append(address)

    assert wide == []
    assert made == []
    assert {"/runs/", f"/runs/{house.hostile.run_id}/", "/runs/?report=4711"} <= set(shown)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_hostile_run_is_read_whole(visit: Visit, product: Product, house: House, width: int) -> None:
    page = visit(viewport={"width": width, "height": 900})
    page.goto(f"{product.address}/runs/{house.hostile.run_id}/")
    heading = page.get_by_role("heading", level=1)

    expect(heading).to_contain_text(MARKUP)
    expect(heading).to_contain_text("\N{UNICORN FACE} " + "Household" * 30)
    assert page.locator("tbody a.name", has_text=MARKUP).count() == len(house.hostile.portfolios)
    assert "\0" not in page.content()
    assert page.title().startswith(MARKUP)


def test_hostile_names_in_the_search_box_are_words(visit: Visit, house: House) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("<img src=x")
    expect(page.locator("[data-found] [role=option]").first).to_contain_text(MARKUP)

    assert page.locator(MADE_BY_A_NAME).count() == 0
    assert not _is_wide(page)
