"""A person in a real browser: signs in, filters failed runs, opens one, fetches and saves its zip."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.running_product import Product
from tests.upstream import Run, StrictUpstream

pytestmark = pytest.mark.browser


def _partly_failed_run(upstream: StrictUpstream) -> Run:
    return next(
        run
        for run in upstream.finished_runs()
        if run.zipped_file
        and run.attributes["failed_portfolios"]
        and run.attributes["generated_portfolios"]
        and run.attributes["status"] == "FINISHED"
    )


def test_a_person_fetches_and_saves_the_zip_of_a_failed_run(
    page: Page, product: Product, upstream: StrictUpstream, complaints: list[str]
) -> None:
    run = _partly_failed_run(upstream)
    rail = page.get_by_role("navigation", name="Admin", exact=True)
    rail.get_by_role("link", name="Runs", exact=True).click()
    page.locator("summary", has_text="Outcome").click()
    page.get_by_role("link", name="With failures").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    words = {word.strip() for word in page.locator("td.field-outcome_cell").all_inner_texts()}
    assert words <= {"Partial", "Failed"}

    page.get_by_label("Find a run by id, report or client").fill(run.run_id)
    page.keyboard.press("Enter")
    page.locator("tbody a.name").click()
    expect(page.get_by_role("heading", name="Failed clients")).to_be_visible()
    page.get_by_role("button", name="Fetch zip").click()
    panel = page.locator(".zip-panel")
    expect(panel).to_contain_text("queued")

    assert "stored" in product.work_once()
    expect(panel).to_contain_text("stored", timeout=20_000)
    with page.expect_download() as saving:
        panel.get_by_role("link", name="Download zip").click()

    assert Path(saving.value.path()).read_bytes() == run.zip_bytes()
    assert saving.value.suggested_filename.endswith(".zip")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_knows_or_scrolls_sideways(
    page: Page, product: Product, complaints: list[str], scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{product.address}/admin/reports_app/generatedreport/?outcome=with_failures")
    run = page.locator("tbody a.name").first.get_attribute("href")
    faults, wide = {}, []
    for path in ("/admin/", "/admin/reports_app/generatedreport/", run, "/admin/reports_app/syncrun/"):
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(f"{product.address}{path}")
            found = Axe().run(page).response["violations"]
            faults |= {
                (path, width, each["id"]): [node["html"][:160] for node in each["nodes"][:3]]
                for each in found
            }
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))

    assert faults == {}
    assert wide == []
    assert complaints == []
