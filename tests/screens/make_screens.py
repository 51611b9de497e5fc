"""Draws each page at two widths in both themes into docs/screens/."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.screens.product import PASSWORD, ROOT, USERNAME, Product, running_product

SCREENS = ROOT / "docs" / "screens"
WIDTHS, THEMES, TALLEST = (1440, 390), ("light", "dark"), 1800
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
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
    }


def main() -> None:
    """Draw everything; the folder holds what this run drew and nothing else."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    shutil.rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir(parents=True)
    with running_product() as product, sync_playwright() as playwright:
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
                yield draw(page, address, SCREENS / f"{name}-{width}-{theme}.png")
            page.fill("[name=username]", USERNAME)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/")
            for name, address in pages(product).items():
                yield draw(page, address, SCREENS / f"{name}-{width}-{theme}.png")
            context.close()


def draw(page: Page, address: str, path: Path) -> Path:
    """Draw a page from its top, at most TALLEST pixels of it, in few colours so that the file stays small."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    cut = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    cut.quantize(colors=128, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


if __name__ == "__main__":
    main()
