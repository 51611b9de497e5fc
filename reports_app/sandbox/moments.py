"""Times as Addepar prints them, and the calendar in which the sandbox's firm works.

Runs carry two digits of a second, files none; both are UTC. The firm's own day is New York's.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRM_ZONE = ZoneInfo("America/New_York")
FIRST_DAY = date(2020, 1, 1)  # day 0 of run and file numbers


def print_hundredths(moment: datetime) -> str:
    """Print a moment with two digits of a second: 2021-02-14T10:15:30.00Z."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 10_000:02d}Z"


def print_seconds(moment: datetime) -> str:
    """Print a moment without a fraction: 2021-05-17T12:34:38Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def firm_day(moment: datetime) -> date:
    """Return the firm's calendar day at a moment."""
    return moment.astimezone(FIRM_ZONE).date()


def at_firm_time(day: date, *, minutes: float) -> datetime:
    """Return the moment that many minutes after the firm's midnight, as UTC in hundredths of a second."""
    midnight = datetime.combine(day, time(), tzinfo=FIRM_ZONE).astimezone(UTC)
    return midnight + timedelta(milliseconds=10 * round(minutes * 6000))


def quarter_start(day: date) -> date:
    """Return the first day of the quarter a day is in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def workday_of_month(day: date) -> int:
    """Count weekdays of the month up to and including a day; 0 on a weekend."""
    if day.weekday() >= 5:
        return 0
    return sum(1 for number in range(1, day.day + 1) if day.replace(day=number).weekday() < 5)


def workday_of_quarter(day: date) -> int:
    """Count weekdays of the quarter up to and including a day; 0 on a weekend."""
    if day.weekday() >= 5:
        return 0
    start = quarter_start(day)
    days = (day - start).days + 1
    return sum(1 for offset in range(days) if (start + timedelta(days=offset)).weekday() < 5)
