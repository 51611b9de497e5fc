"""The troubles of the sandbox's firm, each told by the calendar so that any year and any quarter has them.

Every story depends on the day (and the seed), never on the moment of asking: what happened stays as it was.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from reports_app.sandbox.definitions import Definition
from reports_app.sandbox.dice import stable_number
from reports_app.sandbox.moments import quarter_start, workday_of_month
from reports_app.sandbox.names import CHRONIC_NAME, EQUAL_NAME, FLAPPING_NAME
from reports_app.sandbox.portfolios import Portfolio

_CHRONIC_REPORTS = frozenset({42, 51, 58, 64, 75})
_FLAPPING_REPORTS = frozenset({70, 75})
_BREAKABLE_REPORTS = (75, 70, 71)
_CANCELABLE_REPORTS = (42, 47, 51, 43)


@dataclass(frozen=True, slots=True)
class Outage:
    """The platform is down on a night, in minutes after the firm's midnight."""

    begins: float
    ends: float


def always_fails(portfolio: Portfolio, *, definition: Definition, day: date) -> bool:
    """Say whether a client is bound to fail: one chronic, one flapping, one bad in private markets.

    The chronic one is repaired every winter, from 21 January, and breaks again on 3 March.
    """
    if portfolio.name == CHRONIC_NAME:
        repaired = (1, 21) <= (day.month, day.day) < (3, 3)
        return definition.report_id in _CHRONIC_REPORTS and not repaired
    if portfolio.name == FLAPPING_NAME:
        return definition.report_id in _FLAPPING_REPORTS and day.toordinal() % 2 == 0
    return portfolio.name == EQUAL_NAME and definition.report_id == 64


def is_template_broken(definition: Definition, *, day: date, seed: int) -> bool:
    """Say whether a definition fails for everyone: one template, one week of each quarter."""
    start = quarter_start(day)
    luck = stable_number(seed, key=f"broken/{start}")
    first_monday = start + timedelta(days=-start.weekday() % 7)
    monday = first_monday + timedelta(weeks=2 + luck % 2)
    broken = _BREAKABLE_REPORTS[(luck >> 8) % len(_BREAKABLE_REPORTS)]
    return definition.report_id == broken and monday <= day < monday + timedelta(days=7)


def outage_on(day: date) -> Outage | None:
    """Return the platform's bad night, if a day has it: month-end runs of each quarter's second month."""
    if day.month % 3 == 2 and workday_of_month(day) == 2:
        return Outage(begins=161.12, ends=280.0)
    return None


def is_canceled(definition: Definition, *, day: date) -> bool:
    """Say whether somebody stops this quarter's run of a definition, to start it again the next night."""
    quarter = day.year * 4 + (day.month - 1) // 3
    return definition.report_id == _CANCELABLE_REPORTS[quarter % len(_CANCELABLE_REPORTS)]
