"""The first run in a real browser: an install without a firm, one click, and a sync that is watched live."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.running_product import PASSWORD, USERNAME, Product, _wait_until_it_answers

CHROMIUM = shutil.which("chromium")
HOUSE = Path(__file__).resolve().parents[2]
VIEWS = [(width, scheme) for width in (1440, 390) for scheme in ("light", "dark")]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="install Debian's package chromium"),
]


def _two_free_ports() -> int:
    """Return a port that is free together with the next one: the sandbox listens there."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as web:
            port: int = web.getsockname()[1]
            try:
                socket.create_server(("127.0.0.1", port + 1)).close()
            except OSError:
                continue
            return port


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Product]:
    """Give a running install with one superuser and no firm; end the sandbox that it may have started."""
    port = _two_free_ports()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ADDEPAR_")},
        "RUNLEDGER_READ_DOT_ENV": "false",
        "SECRET_KEY": "only-for-this-browser-test-" * 2,
        "DEBUG": "true",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "CELERY_BROKER_URL": "memory://",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }
    product = Product(f"http://127.0.0.1:{port}", environment)
    product.manage("migrate", "-v", "0")
    product.manage("createsuperuser", "--noinput", "--username", USERNAME, "--email", "i@firm.example")
    log = tmp_path / "web.log"
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "8"]
    with log.open("wb") as out:
        web = subprocess.Popen(
            [*command, "--no-control-socket"], cwd=HOUSE, env=environment, stdout=out, stderr=out
        )
        try:
            _wait_until_it_answers(product.address, web=web, log=log)
            yield product
        finally:
            web.terminate()
            web.wait(timeout=20)
            _end_sandboxes(log)


def _end_sandboxes(log: Path) -> None:
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if "The sandbox was started" in line:
            os.kill(int(line.split("process ")[1].rstrip(".")), 15)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


def sign_in(browser: Browser, install: Product, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{install.address}/")
    page.get_by_label("Username").fill(USERNAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_an_install_without_a_firm_leads_to_the_sample_firm_in_one_click_and_shows_its_sync_live(
    browser: Browser, install: Product
) -> None:
    page = sign_in(browser, install)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.get_by_role("heading", name="Connect your firm").wait_for()

    page.get_by_role("button", name="Open the sample firm").click()
    page.locator('[data-job="queued"]').wait_for()
    found = violations(page)
    page.evaluate("window.wasNotReloaded = true")
    worked = install.work_once()
    page.locator('[data-job="complete"]').wait_for()

    assert "complete" in worked
    assert page.evaluate("window.wasNotReloaded")
    assert found + violations(page) == []
    assert complaints == []
    page.get_by_role("link", name="Open the overview").click()
    page.get_by_text("Runs today", exact=True).wait_for()


def test_the_first_page_holds_for_every_eye_and_works_without_script(
    browser: Browser, install: Product
) -> None:
    found = {}
    for width, scheme in VIEWS:
        page = sign_in(browser, install, viewport={"width": width, "height": 900}, color_scheme=scheme)
        clean = violations(page)
        page.get_by_role("button", name="Check and connect").click()
        page.get_by_text("Write the firm's number at Addepar.").wait_for()
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[width, scheme] = [*clean, *violations(page), *(["scrolls sideways"] if wide else [])]
    plain = sign_in(browser, install, java_script_enabled=False)
    plain.get_by_label("Address of your firm at Addepar").fill("https://localhost")
    plain.get_by_role("button", name="Check and connect").click()

    assert found == {view: [] for view in VIEWS}
    assert "no key is sent to it" in plain.content()
