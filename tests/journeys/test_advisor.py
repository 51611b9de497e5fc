"""An advisor who has no clients yet: each page says so, whole and honest, and shows nobody else's."""

import pytest
from playwright.sync_api import expect

from tests.browser.running_product import Product
from tests.journeys.conftest import ADVISOR, Visit
from tests.journeys.firm import House

pytestmark = [pytest.mark.browser, pytest.mark.process]


def test_an_advisors_pages_are_empty_and_say_why(visit: Visit, product: Product, has_script: bool) -> None:
    page = visit(ADVISOR, java_script_enabled=has_script)
    expect(page.get_by_role("heading", name="No clients are assigned to you yet")).to_be_visible()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Runs").click()
    expect(page.get_by_role("heading", name="No clients are assigned to you yet")).to_be_visible()
    assert page.locator("tbody tr").count() == 0

    page.locator("#find").fill("household")
    page.locator("#find").press("Enter")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert page.locator("main ul.listed").count() == 0


def test_an_advisor_gets_no_run_no_zip_and_no_page_of_staff(
    visit: Visit, product: Product, house: House
) -> None:
    page = visit(ADVISOR)
    run = f"/runs/{house.broken.run_id}/"

    answers = {
        path: page.request.get(product.address + path, max_redirects=0).status
        for path in (run, f"{run}zip/state/", f"{run}zip/download/", "/design/", "/admin/")
    }

    assert answers == {
        run: 404,
        f"{run}zip/state/": 404,
        f"{run}zip/download/": 404,
        "/design/": 403,
        "/admin/": 302,
    }
    assert page.get_by_role("button", name="Sync now").count() == 0


def test_an_advisor_signs_out_and_nothing_is_left_open(
    visit: Visit, product: Product, has_script: bool
) -> None:
    page = visit(ADVISOR, is_fresh=True, java_script_enabled=has_script)
    page.locator("details.account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    page.goto(f"{product.address}/runs/")

    expect(page).to_have_url(f"{product.address}/sign-in/?next=/runs/")
