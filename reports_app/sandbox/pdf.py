"""Draw one client's report as a PDF, the same bytes every time.

Text of Western Europe uses a core font (no embedding: milliseconds and kilobytes); every other text the
bundled DejaVu Sans. What that font cannot write, type and id stand for; the title always holds the true name.
"""

import logging
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from reports_app.sandbox.credentials import SANDBOX_FIRM_NAME
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.moments import print_seconds
from reports_app.sandbox.portfolios import Portfolio
from reports_app.sandbox.statements import Line, Statement, statement_for

FONT_FILE = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
_CORE_ENCODING = "windows-1252"  # Latin-1 and the dashes and quotes that names are full of
# It warns about one table of this font on every PDF; the table is not needed.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
_INK, _MUTED, _TEAL, _PALE = (28, 38, 46), (104, 116, 124), (22, 101, 104), (228, 238, 237)
_LEFT, _RIGHT = 20, 190
_COLUMNS = (("Asset class", 62), ("Value (USD)", 36), ("Share", 22), ("Return", 22))


def draw_pdf(report: GeneratedReport, *, portfolio: Portfolio, seed: int) -> bytes:
    """Return the PDF of one client of a run: report, client, period, table and bars."""
    statement = statement_for(report, portfolio=portfolio, seed=seed)
    pdf = FPDF(format="letter")
    pdf.core_fonts_encoding = _CORE_ENCODING
    pdf.set_creation_date(report.completed_at)
    pdf.set_title(f"{report.definition.name} — {portfolio.name}")
    pdf.set_author(SANDBOX_FIRM_NAME)
    pdf.set_subject(f"{statement.begins:%Y-%m-%d} to {statement.ends:%Y-%m-%d}")
    pdf.set_auto_page_break(False)
    pdf.add_page()
    _draw_heading(pdf, report=report, portfolio=portfolio, statement=statement)
    _draw_summary(pdf, statement=statement)
    _draw_table(pdf, statement=statement)
    _draw_bars(pdf, statement=statement)
    _draw_footer(pdf, report=report, portfolio=portfolio)
    drawn = bytes(pdf.output())
    _close_fonts(pdf)
    return drawn


def printable_name(portfolio: Portfolio) -> str:
    """Return the client's name, or type and id where the bundled font lacks a glyph of it.

    Arabic counts as lacking: its letters need joining, which is not done here.
    """
    needs_joining = any("\u0600" <= character <= "\u08ff" for character in portfolio.name)
    if needs_joining or not _font_glyphs().issuperset(map(ord, portfolio.name)):
        return f"{portfolio.kind.capitalize()} {portfolio.number}"
    return portfolio.name


@cache
def _font_glyphs() -> frozenset[int]:
    pdf = FPDF()
    pdf.add_font("dejavu", fname=FONT_FILE)
    glyphs = [frozenset(font.cmap) for font in pdf.fonts.values() if isinstance(font, TTFFont)]
    _close_fonts(pdf)
    return frozenset().union(*glyphs)


def _close_fonts(pdf: FPDF) -> None:
    """Close the font files that the library reads lazily and leaves open."""
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.close()


def _write(
    pdf: FPDF, text: str, *, size: float, bold: bool = False, ink: tuple[int, int, int] = _INK
) -> None:
    """Choose the font for a text; the cursor and the cell are the caller's."""
    pdf.set_text_color(*ink)
    try:
        text.encode(_CORE_ENCODING)
    except UnicodeEncodeError:
        if "dejavu" not in pdf.fonts:
            pdf.add_font("dejavu", fname=FONT_FILE)
        pdf.set_font("dejavu", size=size)
    else:
        pdf.set_font("helvetica", style="B" if bold else "", size=size)


def _draw_heading(pdf: FPDF, *, report: GeneratedReport, portfolio: Portfolio, statement: Statement) -> None:
    pdf.set_fill_color(*_TEAL)
    pdf.rect(0, 0, 216, 30, style="F")
    pdf.set_xy(_LEFT, 9)
    _write(pdf, SANDBOX_FIRM_NAME, size=10, ink=_PALE)
    pdf.cell(0, 5, SANDBOX_FIRM_NAME)
    pdf.set_xy(_LEFT, 15)
    _write(pdf, report.definition.name, size=17, bold=True, ink=(255, 255, 255))
    pdf.cell(0, 9, report.definition.name)
    name = printable_name(portfolio)
    pdf.set_xy(_LEFT, 40)
    _write(pdf, name, size=18 if len(name) < 60 else 11, bold=True)
    pdf.multi_cell(_RIGHT - _LEFT, 7, name, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_x(_LEFT)
    period = f"Period {statement.begins:%B %d, %Y} to {statement.ends:%B %d, %Y}"
    _write(pdf, period, size=10, ink=_MUTED)
    pdf.cell(0, 7, period)


def _draw_summary(pdf: FPDF, *, statement: Statement) -> None:
    figures = (
        ("Opening value", _dollars(statement.opening_value)),
        ("Net contributions", _dollars(statement.net_flow)),
        ("Return for the period", _percent(statement.period_return)),
        ("Closing value", _dollars(statement.closing_value)),
    )
    for position, (label, figure) in enumerate(figures):
        left = _LEFT + 44 * position
        pdf.set_draw_color(*_TEAL)
        pdf.line(left, 78, left + 38, 78)
        pdf.set_xy(left, 80)
        _write(pdf, label, size=8, ink=_MUTED)
        pdf.cell(38, 5, label)
        pdf.set_xy(left, 85)
        _write(pdf, figure, size=13, bold=True)
        pdf.cell(38, 7, figure)


def _draw_table(pdf: FPDF, *, statement: Statement) -> None:
    rows = [[title for title, _ in _COLUMNS], *(_cells(line) for line in statement.lines)]
    for number, row in enumerate(rows):
        top = 104 + 8 * number
        pdf.set_xy(_LEFT, top)
        for position, ((_, width), text) in enumerate(zip(_COLUMNS, row, strict=True)):
            _write(pdf, text, size=9, bold=number == 0, ink=_MUTED if number == 0 else _INK)
            pdf.cell(width, 8, text, align="R" if position else "L")
        pdf.set_draw_color(*_PALE)
        pdf.line(_LEFT, top + 8, _RIGHT - 28, top + 8)


def _draw_bars(pdf: FPDF, *, statement: Statement) -> None:
    """Draw the allocation as bars under the table, the longest one as wide as the page allows."""
    pdf.set_xy(_LEFT, 178)
    _write(pdf, "Allocation", size=11, bold=True)
    pdf.cell(0, 6, "Allocation")
    widest = max(line.share for line in statement.lines)
    for number, line in enumerate(sorted(statement.lines, key=lambda one: -one.share)):
        top = 187 + 8 * number
        pdf.set_xy(_LEFT, top)
        _write(pdf, line.asset_class, size=8, ink=_MUTED)
        pdf.cell(44, 5, line.asset_class)
        pdf.set_fill_color(*_PALE)
        pdf.rect(_LEFT + 44, top, 106, 5, style="F")
        pdf.set_fill_color(*_TEAL)
        pdf.rect(_LEFT + 44, top, 106 * line.share / widest, 5, style="F")
        pdf.set_xy(_LEFT + 152, top)
        share = _percent(line.share)
        _write(pdf, share, size=8)
        pdf.cell(18, 5, share, align="R")


def _draw_footer(pdf: FPDF, *, report: GeneratedReport, portfolio: Portfolio) -> None:
    text = (
        f"Run {report.run_id} - {portfolio.kind} {portfolio.number} - "
        f"made {print_seconds(report.completed_at)} - invented figures of a pretend firm"
    )
    pdf.set_xy(_LEFT, 262)
    _write(pdf, text, size=7, ink=_MUTED)
    pdf.cell(0, 5, text)


def _cells(line: Line) -> list[str]:
    return [line.asset_class, _dollars(line.value), _percent(line.share), _percent(line.period_return)]


def _dollars(amount: int) -> str:
    return f"-${-amount:,}" if amount < 0 else f"${amount:,}"


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.1f} %"
