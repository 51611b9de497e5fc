"""A client's report can be opened, says whose it is, and never shows a box where a letter should be."""

import re
import zlib
from datetime import date

import pytest

from reports_app.sandbox import SandboxFirm
from reports_app.sandbox.definitions import Cadence
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.names import ODD_ENTITIES, ODD_GROUPS
from reports_app.sandbox.pdf import draw_pdf, printable_name
from reports_app.sandbox.portfolios import Portfolio
from reports_app.sandbox.statements import period_of, statement_for

Shown = tuple[GeneratedReport, ...]


def _client(name: str) -> Portfolio:
    return Portfolio("entity", 10_999, name, date(2020, 1, 1), None)


def _page_text(pdf: bytes) -> str:
    """Return what core fonts print on the pages: the operands of text operators, unescaped."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    pages = [zlib.decompress(one) for one in streams if one[:1] == b"\x78"]
    shown = b" ".join(part for page in pages for part in re.findall(rb"\(((?:\\.|[^()\\])*)\) Tj", page))
    return re.sub(rb"\\(.)", rb"\1", shown).decode("latin-1")


def _title(pdf: bytes) -> str:
    found = re.search(rb"/Title <([0-9a-f]+)>", pdf)
    assert found is not None
    return bytes.fromhex(found[1].decode()).decode("utf-16")


def test_it_names_report_client_and_period(firm: SandboxFirm, shown: Shown) -> None:
    report = next(one for one in shown if one.definition.report_id == 42)
    pdf = draw_pdf(report, portfolio=_client("Quigley & Iyer Partners, L.P."), seed=firm.seed)
    text = _page_text(pdf)

    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    for expected in (
        "Quarterly Performance Review",
        "Quigley & Iyer Partners, L.P.",
        "Harrow & Teal",
        "entity 10999",
    ):
        assert expected in text, expected
    assert "Period July 01, 2026 to September 30, 2026" in text


def test_its_bytes_are_always_the_same_and_differ_between_clients(firm: SandboxFirm, shown: Shown) -> None:
    report = shown[0]
    drawn = [draw_pdf(report, portfolio=_client(name), seed=firm.seed) for name in ("Żółw", "Żółw", "Żuk")]

    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize("name", [*ODD_ENTITIES, *ODD_GROUPS, "", "x" * 400])
def test_every_name_can_be_drawn_and_is_the_title(firm: SandboxFirm, shown: Shown, name: str) -> None:
    report = shown[0]

    pdf = draw_pdf(report, portfolio=_client(name), seed=firm.seed)

    assert _title(pdf) == f"{report.definition.name} — {name}"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Łukasz Żółkiewski", "Łukasz Żółkiewski"),
        ("Ковалёва", "Ковалёва"),
        ("משפחת לוי", "משפחת לוי"),
        ("山田太郎", "Entity 10999"),
        ("Lucky 🍀", "Entity 10999"),
        ("عائلة النجار", "Entity 10999"),
    ],
)
def test_type_and_id_stand_for_a_name_the_font_cannot_write(name: str, printed: str) -> None:
    assert printable_name(_client(name)) == printed


def test_a_period_is_the_last_one_over(shown: Shown) -> None:
    newest = {cadence: next(one for one in shown if one.definition.cadence is cadence) for cadence in Cadence}

    assert period_of(newest[Cadence.QUARTERLY]) == (date(2026, 7, 1), date(2026, 9, 30))
    assert period_of(newest[Cadence.MONTHLY]) == (date(2026, 10, 1), date(2026, 10, 31))
    assert period_of(newest[Cadence.WEEKLY])[1] < date(2026, 11, 24)


def test_the_figures_add_up(firm: SandboxFirm, shown: Shown) -> None:
    report = shown[0]
    for portfolio in firm.portfolios[:40]:
        statement = statement_for(report, portfolio=portfolio, seed=firm.seed)
        total = sum(line.value for line in statement.lines)
        gained = statement.closing_value - statement.net_flow - statement.opening_value

        assert abs(total - statement.closing_value) <= len(statement.lines)
        assert abs(sum(line.share for line in statement.lines) - 1) < 1e-9
        assert abs(gained - statement.opening_value * statement.period_return) <= 1
