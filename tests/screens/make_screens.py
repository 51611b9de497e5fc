"""Draws each page at two widths in both themes into docs/screens/."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.screens.product import PASSWORD, ROOT, USERNAME, Product, running_product

SCREENS = ROOT / "docs" / "screens"
WIDTHS, THEMES, TALLEST, LARGEST = (1440, 390), ("light", "dark"), 1800, 150_000
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ANSWERS = {"/nowhere/": 404}
BEFORE_SIGN_IN = {"sign-in": "/sign-in/"}


def pages(product: Product) -> dict[str, str]:
    """Return the address of each page by the name of its picture."""
    return {
        "overview": "/",
        "runs": "/runs/",
        "runs-with-failures": "/runs/?outcome=partial&outcome=failed",
        "runs-no-match": "/runs/?outcome=empty&status=CANCELED",
        "run": f"/runs/{product.run_id}/",
        "search": "/search/?q=trust",
        "account": "/account/",
        "welcome": "/welcome/",
        "design": "/design/",
        "not-found": "/nowhere/",
        "admin": "/admin/",
        "admin-runs": "/admin/reports_app/generatedreport/",
        "admin-run": f"/admin/reports_app/generatedreport/{product.run_key}/change/",
    }


def main() -> None:
    """Draw everything; the folder holds what this run drew and nothing else."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    with running_product() as product, sync_playwright() as playwright:
        shutil.rmtree(SCREENS, ignore_errors=True)
        SCREENS.mkdir(parents=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        for path in draw_all(browser, product):
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")  # noqa: T201
        browser.close()


def draw_all(browser: Browser, product: Product) -> Iterator[Path]:
    """Draw each page in each width and theme, and yield what was written."""
    for width in WIDTHS:
        for theme in THEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=theme, base_url=product.url
            )  # type: ignore[arg-type]
            page = context.new_page()
            for name, address in BEFORE_SIGN_IN.items():
                yield draw(page, address, SCREENS / f"{name}-{width}-{theme}.png", width=width)
            page.fill("[name=username]", USERNAME)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/")
            for name, address in pages(product).items():
                yield draw(page, address, SCREENS / f"{name}-{width}-{theme}.png", width=width)
            context.close()


def draw(page: Page, address: str, path: Path, *, width: int) -> Path:
    """Draw a page from its top, at most TALLEST pixels of it, in few colours so that the file stays small.

    Coverage, not frequency, chooses the colours: the red of one small icon counts as much as the paper.
    The window grows to what is drawn: bars that stay at its foot must not lie across the middle.
    """
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(address)
    if answer is None or answer.status != ANSWERS.get(address, 200):
        raise SystemExit(f"{address} answered {answer.status if answer else 'nothing'}; nothing to draw.")
    page.evaluate("document.fonts.ready")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(900, min(height, TALLEST))})
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (128, 64, 32):
        few = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        if path.stat().st_size < LARGEST:
            break
    return path


if __name__ == "__main__":
    main()
