"""What people come for, in a real browser: what failed, was it fixed, where is the zip."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM
from tests.browser.looking import faults, listen, sign_in
from tests.browser.running_product import PASSWORD, Product, running_product
from tests.upstream import StrictUpstream, make_run, make_runs

VIEWS = [(width, scheme) for width in (1440, 390) for scheme in ("light", "dark")]
NOW = datetime.now(UTC).replace(microsecond=0)
HOSTILE = "<img src=x onerror=alert(1)>\u202e \N{UNICORN FACE} " + "Household" * 30
MAKE_ADVISOR = (
    f"from reports_app.models import User; User.objects.create_user('tobias', password='{PASSWORD}')"
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="install Debian's package chromium"),
]


@pytest.fixture(scope="module")
def upstream() -> Iterator[StrictUpstream]:
    """Serve runs up to an hour ago: one client failed in the night and was healed, one was not."""
    with StrictUpstream(make_runs(60, seed=5, newest=NOW - timedelta(hours=30))) as upstream:
        upstream.add_run(make_run(seed=900, completed_at=NOW - timedelta(hours=3)))
        broken = make_run(seed=901, completed_at=NOW - timedelta(hours=2))
        upstream.add_run(broken)
        clients = broken.attributes["generated_portfolios"]
        bad = [{key: clients[0][key] for key in ("portfolio_type", "portfolio_id", "portfolio_name")}]
        upstream.change_run(
            broken.run_id, status="ERROR", generated_portfolios=clients[1:], failed_portfolios=bad
        )
        hostile = make_run(seed=902, completed_at=NOW - timedelta(hours=1))
        upstream.add_run(hostile)
        upstream.change_run(hostile.run_id, report_name=HOSTILE)
        yield upstream


@pytest.fixture(scope="module")
def product(upstream: StrictUpstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(upstream, folder=tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(
    request: pytest.FixtureRequest, browser: Browser, product: Product, complaints: list[str]
) -> Iterator[Page]:
    """Give an admin's overview, with and without JavaScript."""
    page = sign_in(browser, product, java_script_enabled=request.param, accept_downloads=True)
    listen(page, address=product.address, complaints=complaints)
    yield page
    page.context.close()
    assert complaints == []


def test_what_failed_and_was_it_fixed(page: Page) -> None:
    """From the overview in two actions."""
    page.locator("main a[href*='healed=open']").first.click()
    page.locator("tbody a.name").first.click()

    failed = page.get_by_role("table", name="Clients that failed")
    expect(failed).to_be_visible()
    expect(failed.get_by_role("columnheader", name="Healed by")).to_be_visible()


def test_all_error_runs_of_this_year(page: Page, product: Product) -> None:
    page.goto(f"{product.address}/runs/?status=ERROR&from={NOW.year}-01-01")

    states = page.locator("tbody td[data-label=Outcome]").all_inner_texts()

    assert states
    assert {state.strip() for state in states} <= {"Failed", "Partial"}


def test_the_zip_of_a_run_is_fetched_and_saved(
    page: Page, product: Product, upstream: StrictUpstream
) -> None:
    run = upstream.finished_runs()[3]
    page.goto(f"{product.address}/runs/{run.run_id}/")
    if page.get_by_role("button", name="Fetch zip").count():
        page.get_by_role("button", name="Fetch zip").click()
        expect(page.get_by_text("Zip: queued")).to_be_visible()
        product.work_once()
        page.wait_for_timeout(3000)
        if page.get_by_text("Zip: queued").count():
            # Without script a person reloads, as the panel says.
            page.reload()
    expect(page.get_by_role("link", name="Download zip")).to_be_visible(timeout=15_000)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download zip").click()

    assert download.value.path().read_bytes() == run.zip_bytes()


def test_rows_are_walked_by_keys(browser: Browser, product: Product) -> None:
    page = sign_in(browser, product, to="/runs/")
    page.wait_for_url("**/runs/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")

    page.wait_for_url("**/runs/*-*/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_the_runs_pages_have_no_fault(
    browser: Browser, product: Product, upstream: StrictUpstream, width: int, scheme: str
) -> None:
    complaints: list[str] = []
    page = sign_in(browser, product, viewport={"width": width, "height": 900}, color_scheme=scheme)
    listen(page, address=product.address, complaints=complaints)
    hostile, broken = upstream.finished_runs()[:2]
    found = {}
    for path in (
        "/runs/",
        "/runs/?outcome=partial&outcome=failed&sort=longest",
        "/runs/?outcome=empty&status=CANCELED",
        f"/runs/{hostile.run_id}/",
        f"/runs/{broken.run_id}/",
        "/design/",
    ):
        answer = page.goto(product.address + path)
        assert answer is not None
        assert "unsafe" not in answer.headers["content-security-policy"]
        found[path] = faults(page)
    page.context.close()

    assert {path: each for path, each in found.items() if each} == {}
    assert [each for each in complaints if "404" not in each] == []


def test_an_advisor_without_clients_is_told_so(browser: Browser, product: Product) -> None:
    product.manage("shell", "--no-imports", "-c", MAKE_ADVISOR)
    page = sign_in(browser, product, to="/runs/", name="tobias")

    expect(page.get_by_text("No clients are assigned to you yet")).to_be_visible()
    assert faults(page) == []
    page.context.close()
