"""Signing in and looking a page over, for every test in a real browser."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.running_product import PASSWORD, USERNAME, Product


def sign_in(
    browser: Browser, product: Product, *, to: str = "/", name: str = USERNAME, **options: Any
) -> Page:
    """Open a new browser window and sign in. Shape: options are the window's, such as its viewport."""
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(20_000)
    page.goto(product.address + to)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def faults(page: Page) -> list[str]:
    """Return what axe finds, and whether the page scrolls sideways. A page looked at again keeps its axe."""
    axe = Axe("0") if page.evaluate("'axe' in window") else Axe()
    found = [
        f"{violation['id']} {violation['nodes'][0]['html']}"
        for violation in axe.run(page).response["violations"]
    ]
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *(["scrolls sideways"] if is_wide else [])]


def listen(page: Page, *, address: str, complaints: list[str]) -> None:
    """Collect every word on the console, every dialog, and every request that goes elsewhere."""
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    page.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
