"""Keys alone on a desk, and a thumb on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_product import Product
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.process]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def _row_in_focus(page: Page) -> int:
    """Return the number of the row that has the focus, or -1."""
    rows = "[...document.querySelectorAll('[data-rows] > tr:not(.day)')]"
    return int(page.evaluate(f"{rows}.indexOf(document.activeElement)"))


def test_rows_are_walked_and_opened_by_keys(visit: Visit, product: Product) -> None:
    page = visit()
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url(f"{product.address}/runs/")
    walked = []
    for key in "jjjk":
        page.keyboard.press(key)
        walked.append(_row_in_focus(page))
    second = page.locator("tbody a.name").nth(1).get_attribute("href")
    page.keyboard.press("o")
    page.wait_for_url(f"{product.address}{second}")

    assert walked == [0, 1, 2, 1]


def test_a_slash_focuses_the_search_and_letters_typed_there_are_no_keys(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()

    page.keyboard.type("jo?/gr")

    expect(page.get_by_role("combobox")).to_have_value("jo?/gr")
    assert page.get_by_role("dialog").count() == 0


def test_a_question_mark_opens_the_help_and_escape_gives_the_focus_back(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("?")
    help_page = page.get_by_role("dialog", name="Keys")
    expect(help_page).to_be_visible()
    expect(help_page).to_contain_text("Next row, previous row")

    page.keyboard.press("Escape")

    expect(help_page).to_be_hidden()


def test_the_first_tab_stop_leads_past_the_navigation(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_a_thumb_reaches_every_page_of_a_phone(visit: Visit, product: Product, has_script: bool) -> None:
    page = visit(**PHONE, java_script_enabled=has_script)
    bar = page.get_by_role("navigation", name="Pages, short")
    bar.get_by_role("link", name="Runs").tap()
    page.wait_for_url(f"{product.address}/runs/")
    expect(bar.get_by_role("link", name="Runs")).to_have_attribute("aria-current", "page")
    box = bar.bounding_box()
    assert box is not None
    assert abs(box["y"] + box["height"] - 844) < 1

    page.locator("tbody a.name").first.tap()
    page.wait_for_url("**/runs/*/")
    page.locator(".crumbs").get_by_role("link", name="Runs").tap()
    page.wait_for_url(f"{product.address}/runs/")
    bar.get_by_role("link", name="More").tap()
    expect(
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Overview")
    ).to_be_in_viewport()


def test_what_a_thumb_presses_is_large_enough(visit: Visit, product: Product) -> None:
    """The smallest target that WCAG 2.2 allows is 24 by 24 pixels."""
    page = visit(**PHONE)
    page.goto(f"{product.address}/runs/")

    boxes = [
        one.bounding_box()
        for one in page.locator(".thumb-bar a, .bar summary, .chips summary, .views a").all()
    ]
    small = [box for box in boxes if box and (box["width"] < 24 or box["height"] < 24)]

    assert len(boxes) > 10
    assert small == []
