"""One product for all journeys, as an operator runs it, and people who are signed in to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import CHROMIUM, browser  # noqa: F401
from tests.browser.looking import listen
from tests.browser.running_product import PASSWORD, USERNAME, Product, running_product
from tests.journeys.firm import House, build
from tests.upstream import StrictUpstream

ADVISOR = "tobias"
MAKE_ADVISOR = (
    f"from reports_app.models import User; User.objects.create_user('{ADVISOR}', password='{PASSWORD}')"
)
DESK: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 900},
    "accept_downloads": True,
    "reduced_motion": "reduce",
}
Visit = Callable[..., Page]


@pytest.fixture(scope="package")
def house() -> Iterator[House]:
    with StrictUpstream() as upstream:
        yield build(upstream)


@pytest.fixture(scope="package")
def product(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    if CHROMIUM is None:
        pytest.skip("install Debian's package chromium")
    folder = tmp_path_factory.mktemp("journeys")
    with running_product(house.upstream, folder=folder, is_debug=False) as product:
        product.manage("shell", "--no-imports", "-c", MAKE_ADVISOR)
        yield product


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Collect words on the console, dialogs and requests elsewhere; one of them fails the test."""
    complaints: list[str] = []
    yield complaints
    assert complaints == []


@pytest.fixture(scope="package")
def cookies() -> dict[str, Any]:
    """Keep each person's session, so that only the first visit, and a fresh one, signs in."""
    return {}


@pytest.fixture
def visit(
    browser: Browser,  # noqa: F811
    product: Product,
    complaints: list[str],
    cookies: dict[str, Any],
) -> Iterator[Visit]:
    """Give a function that opens a window for a person and returns the overview in it."""
    windows: list[BrowserContext] = []

    def open_window(name: str = USERNAME, *, is_fresh: bool = False, **options: Any) -> Page:
        state = None if is_fresh else cookies.get(name)
        window = browser.new_context(storage_state=state, **(DESK | options))
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(15_000)
        listen(page, address=product.address, complaints=complaints)
        page.goto(product.address)
        if state is None:
            _sign_in(page, name=name, address=product.address)
        if not is_fresh:
            cookies[name] = window.storage_state()
        return page

    yield open_window
    for window in windows:
        window.close()


def _sign_in(page: Page, *, name: str, address: str) -> None:
    """Fill in the form that the overview sends a person to."""
    assert page.url.startswith(f"{address}/sign-in/"), page.url
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)
