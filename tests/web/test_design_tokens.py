"""The tokens keep their promises: one line per colour, contrast on every ground, no raw colour elsewhere."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static/reports_app/css"
TOKENS = (CSS / "tokens.css").read_text()
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(
        r"^  --([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);$", TOKENS, re.MULTILINE
    )
}
GROUNDS = ("paper", "surface", "raised", "sunken", "hover")
THEMES = ("light", "dark")


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours as WCAG 2 defines it."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _weak(names: tuple[str, ...], grounds: tuple[str, ...], *, least: float) -> list[str]:
    return [
        f"{name} on {ground}, {theme}: {contrast(COLOURS[name][theme], COLOURS[ground][theme]):.2f}"
        for name, ground, theme in product(names, grounds, THEMES)
        if contrast(COLOURS[name][theme], COLOURS[ground][theme]) < least
    ]


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("name", "least"), [("ink", 11.0), ("ink-2", 7.0), ("ink-3", 4.5)])
def test_ink_can_be_read_on_every_ground(name: str, least: float) -> None:
    assert _weak((name,), (*GROUNDS, "accent-soft"), least=least) == []


def test_links_and_states_can_be_read_on_every_ground() -> None:
    assert _weak(("accent", "good", "part", "bad", "idle"), GROUNDS, least=4.5) == []


@pytest.mark.parametrize("state", ["good", "part", "bad", "accent"])
def test_a_badge_can_be_read_on_its_own_ground(state: str) -> None:
    assert _weak((state,), (f"{state}-soft",), least=4.5) == []


def test_the_first_button_can_be_read() -> None:
    assert _weak(("on-accent",), ("accent", "accent-hover"), least=4.5) == []


def test_edges_of_controls_and_bars_can_be_seen() -> None:
    fills = ("line-strong", "good-fill", "part-fill", "bad-fill", "rest-fill", "accent", "accent-mid")

    assert _weak(fills, ("surface",), least=3.0) == []


def test_every_colour_is_one_line_for_both_themes() -> None:
    declared = re.findall(r"^\s*--([a-z0-9-]+): [^;]*#[0-9a-f]{3,8}", TOKENS, re.MULTILINE)

    with_alpha = {"veil", "shade-near", "shade-far"}
    assert set(declared) - with_alpha == set(COLOURS)
    assert len(COLOURS) > 25


@pytest.mark.parametrize("sheet", sorted(path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")))
def test_no_style_sheet_but_the_tokens_holds_a_raw_colour(sheet: str) -> None:
    if sheet == "tokens.css":
        assert COLOURS
        return
    text = re.sub(r"/\*.*?\*/", "", (CSS / sheet).read_text(), flags=re.DOTALL)

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|light-dark)\(", text) == []


def test_every_token_a_style_sheet_uses_is_declared() -> None:
    texts = {path.name: path.read_text() for path in CSS.rglob("*.css")}
    declared = {name for text in texts.values() for name in re.findall(r"(--[a-z0-9-]+):", text)}

    used = {
        (sheet, name) for sheet, text in texts.items() for name in re.findall(r"var\((--[a-z0-9-]+)", text)
    }
    assert {pair for pair in used if pair[1] not in declared} == set()


def test_every_declared_token_is_used() -> None:
    css = "".join(path.read_text() for path in CSS.rglob("*.css"))
    everything = css + (CSS.parent / "sprite.svg").read_text()
    declared = set(re.findall(r"^\s*(--[a-z0-9-]+):", TOKENS, re.MULTILINE))

    assert {name for name in declared if f"var({name})" not in everything} == set()


def test_every_file_the_tokens_link_exists() -> None:
    linked = re.findall(r'url\("([^"]+)"\)', TOKENS)

    assert [name for name in linked if not (CSS / name).is_file()] == []
    assert len(linked) == 2
    assert (CSS / "../fonts/LICENSE.txt").is_file()
