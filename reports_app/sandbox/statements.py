"""The figures of one client's report: period, value, allocation. Invented, plausible, always the same.

Nothing here draws; `pdf` does.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from reports_app.sandbox.definitions import Cadence
from reports_app.sandbox.dice import dice
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.moments import firm_day, quarter_start
from reports_app.sandbox.portfolios import Portfolio

_ASSET_CLASSES = (
    ("US equity", 34, 0.021),
    ("International equity", 17, 0.015),
    ("Core fixed income", 22, 0.006),
    ("Municipal bonds", 9, 0.004),
    ("Private equity", 8, 0.027),
    ("Real assets", 6, 0.012),
    ("Cash and equivalents", 4, 0.010),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One asset class: value in whole dollars, share of the total and return of the period as fractions."""

    asset_class: str
    value: int
    share: float
    period_return: float


@dataclass(frozen=True, slots=True)
class Statement:
    """What a client's report says."""

    begins: date
    ends: date
    opening_value: int
    closing_value: int
    net_flow: int
    lines: tuple[Line, ...]

    @property
    def period_return(self) -> float:
        """The return of the whole, weighted by the shares."""
        return sum(line.share * line.period_return for line in self.lines)


def period_of(report: GeneratedReport) -> tuple[date, date]:
    """Return the first and last day that a report speaks of: the last quarter, month, week or day over."""
    today = firm_day(report.completed_at)
    cadence = report.definition.cadence
    if cadence is Cadence.QUARTERLY:
        ends = quarter_start(today) - timedelta(days=1)
        return quarter_start(ends), ends
    if cadence is Cadence.MONTHLY:
        ends = today.replace(day=1) - timedelta(days=1)
        return ends.replace(day=1), ends
    if cadence is Cadence.WEEKLY:
        return today - timedelta(days=7), today - timedelta(days=1)
    ends = today - timedelta(days=1)
    return (ends, ends) if cadence is Cadence.DAILY else (quarter_start(ends), ends)


def statement_for(report: GeneratedReport, *, portfolio: Portfolio, seed: int) -> Statement:
    """Invent the figures; one client's holdings look alike from report to report."""
    begins, ends = period_of(report)
    standing = dice(seed, key=f"wealth/{portfolio.kind}/{portfolio.number}")
    wealth = 10 ** standing.uniform(5.9, 8.3)
    weights = [weight * standing.uniform(0.3, 1.9) for _, weight, _ in _ASSET_CLASSES]
    drawn = dice(seed, key=f"figures/{portfolio.kind}/{portfolio.number}/{begins}/{ends}")
    opening = round(wealth * (1 + 0.03 * ((ends - date(2024, 1, 1)).days / 182)) * drawn.uniform(0.97, 1.03))
    total = sum(weights)
    shares = [weight / total for weight in weights]
    returns = [round(drawn.gauss(mean, 0.018), 4) for _, _, mean in _ASSET_CLASSES]
    net_flow = round(opening * drawn.choice((0, 0, 0.01, -0.012, 0.024)))
    closing = round(opening * (1 + sum(s * r for s, r in zip(shares, returns, strict=True)))) + net_flow
    lines = tuple(
        Line(name, round(closing * share), share, gained)
        for (name, _, _), share, gained in zip(_ASSET_CLASSES, shares, returns, strict=True)
    )
    return Statement(begins, ends, opening, closing, net_flow, lines)
