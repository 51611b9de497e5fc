"""An admin's mornings, with and without JavaScript: what failed, was it fixed, and where is the zip."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_product import Product
from tests.journeys.conftest import Visit
from tests.journeys.firm import House

pytestmark = [pytest.mark.browser, pytest.mark.process]
FIRM_ZONE = ZoneInfo("America/New_York")


def _count_loads(page: Page) -> list[str]:
    """Begin to note every page that is loaded from now on."""
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    return loads


def test_from_what_failed_to_the_run_that_healed_it(visit: Visit, house: House, has_script: bool) -> None:
    page = visit(is_fresh=True, java_script_enabled=has_script)
    loads = _count_loads(page)

    # The last link of the sentence leads to all of them; one before it, to those of the night.
    page.locator("main .lede a[href*='healed=open']").last.click()
    page.locator(f"tbody a.name[href*='{house.broken.run_id}']").click()
    failed = page.locator("section", has=page.locator("#failed"))
    birch, alder = (failed.locator("tbody tr", has_text=name) for name in ("Birch", "Alder"))
    expect(birch).to_contain_text("Not yet")
    alder.locator("td[data-label='Healed by'] a").click()

    expect(page).to_have_url(f"{page.url.split('/runs/')[0]}/runs/{house.healer.run_id}/")
    expect(page.locator("section", has=page.locator("#generated"))).to_contain_text("Alder Household")
    assert len(loads) == 3


def test_the_zip_of_a_reports_newest_run_is_fetched_live_and_saved(
    visit: Visit, house: House, product: Product
) -> None:
    """From the overview in three actions, and the page is never loaded again while the zip comes."""
    page = visit()
    loads = _count_loads(page)
    page.keyboard.press("/")
    page.keyboard.type("morning letter")
    page.locator("[data-found] [role=option]", has_text="Morning Letter").first.click()
    page.locator("tbody a.name").first.click()
    page.get_by_role("button", name="Fetch zip").click()
    expect(page.locator("[data-job=queued]")).to_contain_text("Zip: queued")
    assert len(loads) <= 3

    assert "stored" in product.work_once()
    expect(page.locator("[data-job=stored]")).to_contain_text("Zip: stored", timeout=15_000)

    assert len(loads) <= 3
    assert _save(page) == house.newest["Morning Letter"].zip_bytes()


def test_the_zip_of_a_reports_newest_run_is_fetched_without_script(
    visit: Visit, house: House, product: Product
) -> None:
    page = visit(java_script_enabled=False)
    page.get_by_role("searchbox").fill("evening letter")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Evening Letter").first.click()
    page.locator("tbody a.name").first.click()
    page.get_by_role("button", name="Fetch zip").click()
    expect(page.locator("[data-job=queued]")).to_contain_text("Zip: queued")

    assert "stored" in product.work_once()
    page.get_by_role("link", name="Reload this page").click()
    expect(page.locator("[data-job=stored]")).to_contain_text("Zip: stored", timeout=15_000)

    assert _save(page) == house.newest["Evening Letter"].zip_bytes()


def _save(page: Page) -> bytes:
    with page.expect_download() as saving:
        page.get_by_role("link", name="Download zip").click()
    assert saving.value.suggested_filename.endswith(".zip")
    return saving.value.path().read_bytes()


def test_all_error_runs_of_a_report_this_year(visit: Visit, house: House, has_script: bool) -> None:
    """In two actions, each of which loads a page: the list, and one form with all three filters."""
    page = visit(java_script_enabled=has_script)
    loads = _count_loads(page)
    new_year = datetime(datetime.now(FIRM_ZONE).year, 1, 1, tzinfo=FIRM_ZONE)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Runs").click()
    form = page.get_by_role("form", name="Filters")
    form.locator("summary", has_text="Report").click()
    form.get_by_role("checkbox", name="Quarterly Performance Report").check()
    form.locator("summary", has_text="Completed").click()
    form.get_by_label("From").fill(new_year.date().isoformat())
    form.locator("summary", has_text="Status").click()
    form.get_by_role("checkbox", name="ERROR", exact=True).check()
    form.locator("details", has_text="Status").last.get_by_role("button", name="Apply").click()

    shown = page.locator("tbody a.name").evaluate_all("all => all.map(a => a.pathname.split('/')[2])")
    wanted = [
        run.run_id
        for run in house.upstream.finished_runs()
        if run.attributes["status"] == "ERROR"
        and run.attributes["report_name"] == "Quarterly Performance Report"
        and run.completed_at >= new_year
    ]
    assert sorted(shown) == sorted(wanted)
    assert len(loads) == 2
