"""Every page for every eye: axe finds nothing, nothing is asked elsewhere, and the policy has no hole."""

from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from tests.browser.looking import faults
from tests.browser.running_product import Product
from tests.journeys.conftest import ADVISOR, Visit
from tests.journeys.firm import House

pytestmark = [pytest.mark.browser, pytest.mark.process]
WIDTHS = (1440, 390)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NOT_FOUND = "/nowhere/at-all/"
PAGES = {
    "overview": "/",
    "runs": "/runs/",
    "runs filtered": "/runs/?outcome=partial&outcome=failed&from=2024-01-01&sort=longest",
    "no runs": "/runs/?outcome=empty&status=CANCELED",
    "run": "/runs/{run}/",
    "search": "/search/?q=household",
    "account": "/account/",
    "design": "/design/",
    "not found": NOT_FOUND,
}


def _look(page: Page, product: Product, address: str) -> dict[tuple[Any, ...], list[str]]:
    """Return the faults of a page in each width and scheme. Answering wrongly is one."""
    answer = page.goto(product.address + address)
    assert answer is not None
    status = 404 if address == NOT_FOUND else 200
    found: dict[tuple[Any, ...], list[str]] = {(address,): _holes(answer)}
    if answer.status != status:
        found[address,].append(f"answers {answer.status}")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[address, scheme, width] = faults(page)
    return {view: each for view, each in found.items() if each}


def _holes(answer: Response) -> list[str]:
    """Return what the policy of a page lacks."""
    policy = answer.headers.get("content-security-policy", "")
    wanted = ("default-src", "frame-ancestors 'none'")
    return [f"policy {policy!r}"] if "unsafe-" in policy or not all(w in policy for w in wanted) else []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_fault_that_axe_knows(
    visit: Visit, product: Product, house: House, complaints: list[str], name: str
) -> None:
    page = visit()

    found = _look(page, product, PAGES[name].format(run=house.broken.run_id))
    if name == "not found":
        # Chromium itself says of the one page that is not there that it is not there.
        assert "404 (Not Found)" in complaints.pop()

    assert found == {}


def test_the_way_in_has_no_fault(visit: Visit, product: Product) -> None:
    page = visit()
    page.context.clear_cookies()

    assert _look(page, product, "/sign-in/") == {}


@pytest.mark.parametrize("address", ["/", "/runs/"])
def test_an_advisors_empty_pages_have_no_fault(visit: Visit, product: Product, address: str) -> None:
    assert _look(visit(ADVISOR), product, address) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_parts_have_no_fault(visit: Visit, product: Product, scheme: str) -> None:
    """What is closed when a page comes is looked at open: help, account menu, a filter, matches."""
    page = visit(color_scheme=scheme)
    page.keyboard.press("?")
    found = {"help": faults(page)}
    page.keyboard.press("Escape")
    page.locator("details.account > summary").click()
    found["account menu"] = faults(page)
    page.goto(f"{product.address}/runs/")
    page.locator(".chips summary").first.click()
    found["filter"] = faults(page)
    page.get_by_role("combobox").fill("household")
    page.locator("[data-found] [role=option]").first.wait_for()
    found["matches"] = faults(page)

    assert {part: each for part, each in found.items() if each} == {}


def test_the_policy_is_loose_at_most_inside_the_admin(visit: Visit, product: Product, house: House) -> None:
    page = visit()
    links = {urlsplit(each).path for each in _linked(page, product, house)}
    answers = {
        path: page.request.get(product.address + path) for path in links if not path.startswith("/admin/")
    }

    assert len(answers) > 8
    assert {
        path: _holes_of_api(one.headers) for path, one in answers.items() if _holes_of_api(one.headers)
    } == {}


def _linked(page: Page, product: Product, house: House) -> list[str]:
    links: list[str] = []
    for address in ("/", "/runs/", f"/runs/{house.broken.run_id}/"):
        page.goto(product.address + address)
        links += page.locator("a[href^='/']").evaluate_all("all => all.map(a => a.href.baseVal ?? a.href)")
    return links


def _holes_of_api(headers: dict[str, str]) -> list[str]:
    policy = headers.get("content-security-policy", "")
    return [] if policy and "unsafe-" not in policy else [policy]
