"""Every page for every eye: axe finds nothing, nothing is asked elsewhere, and the policy has no hole."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from tests.browser.looking import faults
from tests.browser.running_product import Product
from tests.journeys.conftest import ADVISOR, Visit
from tests.journeys.firm import House

pytestmark = [pytest.mark.browser, pytest.mark.process]
VIEWS = [(width, scheme) for width in (1440, 390) for scheme in ("light", "dark")]
NOT_FOUND = "/nowhere/at-all/"


def _addresses(house: House) -> list[str]:
    return [
        "/",
        "/runs/",
        "/runs/?outcome=partial&outcome=failed&from=2024-01-01&sort=longest",
        "/runs/?outcome=empty&status=CANCELED",
        f"/runs/{house.broken.run_id}/",
        f"/runs/{house.newest['Morning Letter'].run_id}/",
        "/search/?q=household",
        "/account/",
        "/design/",
        NOT_FOUND,
    ]


def _look(page: Page, product: Product, addresses: list[str]) -> dict[str, list[str]]:
    """Return the faults by address. A page that answers wrongly is one."""
    found = {}
    for address in addresses:
        answer = page.goto(product.address + address)
        assert answer is not None
        status = 404 if address == NOT_FOUND else 200
        wrong = [] if answer.status == status else [f"answers {answer.status}"]
        found[address] = [*wrong, *_holes(answer), *faults(page)]
    return {address: each for address, each in found.items() if each}


def _holes(answer: Response) -> list[str]:
    """Return what the policy of a page lacks."""
    policy = answer.headers.get("content-security-policy", "")
    wanted = ("default-src", "frame-ancestors 'none'")
    return [f"policy {policy!r}"] if "unsafe-" in policy or not all(w in policy for w in wanted) else []


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_no_page_has_a_fault_that_axe_knows(
    visit: Visit, product: Product, house: House, complaints: list[str], width: int, scheme: str
) -> None:
    page = visit(viewport={"width": width, "height": 900}, color_scheme=scheme)

    found = _look(page, product, _addresses(house))
    page.context.clear_cookies()
    found |= _look(page, product, ["/sign-in/"])
    # Chromium itself says of the one page that is not there that it is not there.
    said = [each for each in complaints if "404 (Not Found)" in each]
    complaints[:] = [each for each in complaints if each not in said]

    assert found == {}
    assert len(said) == 1


@pytest.mark.parametrize("width", [1440, 390])
def test_an_advisors_empty_pages_have_no_fault(visit: Visit, product: Product, width: int) -> None:
    page = visit(ADVISOR, viewport={"width": width, "height": 900})

    assert _look(page, product, ["/", "/runs/", "/search/?q=nobody", "/account/"]) == {}


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
