"""One product for all journeys, as an operator runs it, and people who are signed in to it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import CHROMIUM, browser  # noqa: F401
from tests.browser.looking import listen
from tests.browser.running_product import PASSWORD, USERNAME, Product, running_product
from tests.journeys.firm import House, build
from tests.upstream import StrictUpstream

ADVISOR = "tobias"
MAKE_ADVISOR = (
    f"from reports_app.models import User; User.objects.create_user('{ADVISOR}', password='{PASSWORD}')"
)
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


@pytest.fixture
def visit(browser: Browser, product: Product, complaints: list[str]) -> Iterator[Visit]:  # noqa: F811
    """Give a function that signs a person in at /sign-in/ and returns the page it leads to."""
    windows = []

    def sign_in(name: str = USERNAME, **options: object) -> Page:
        window = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "accept_downloads": True, **options}  # type: ignore[arg-type]
        )
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(15_000)
        listen(page, address=product.address, complaints=complaints)
        page.goto(f"{product.address}/sign-in/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{product.address}/")
        return page

    yield sign_in
    for window in windows:
        window.close()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)
