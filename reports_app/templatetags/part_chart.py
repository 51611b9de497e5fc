"""The chart of runs a day, as a tag: what the template draws, and the weeks of the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import template

from . import chart_geometry
from .chart_geometry import FOOT, TOP, Day, grid_step, list_url, runs_of

register = template.Library()


@dataclass
class Week:
    """One row of the table: the runs of seven days."""

    first: date
    last: date
    complete: int = 0
    partial: int = 0
    failed: int = 0
    other: int = 0
    url: str = ""

    @property
    def runs(self) -> int:
        return self.complete + self.partial + self.failed + self.other


def weeks_of(days: Sequence[Day], *, url: str = "") -> list[Week]:
    """Sum the days by weeks that begin on Monday, newest first; the outer weeks may be cut."""
    weeks: dict[date, Week] = {}
    for day in days:
        monday = day.day - timedelta(days=day.day.weekday())
        week = weeks.setdefault(monday, Week(first=day.day, last=day.day))
        week.last = day.day
        week.complete += day.complete
        week.partial += day.partial
        week.failed += day.failed
        week.other += day.other
    for week in weeks.values():
        week.url = list_url(url, first=week.first, last=week.last)
    return sorted(weeks.values(), key=lambda week: week.first, reverse=True)


@register.inclusion_tag("reports_app/parts/_day_chart.html")
def day_chart(days: Sequence[Day], today: date, url: str = "") -> dict[str, Any]:
    """Draw runs a day, with the same figures by week in a table behind it.

    Shape: days oldest first, every day once. url: of the list behind, {first} and {last} become ISO dates.
    """
    highest = max((runs_of(day) for day in days), default=0)
    if not highest:
        return {"bars": [], "days": len(days)}
    step = grid_step(highest)
    pixels_per_run = (FOOT - TOP) / max(highest, 2 * step)
    lines = [(f"{FOOT - value * pixels_per_run:.1f}", value) for value in (step, 2 * step)]
    return {
        "bars": chart_geometry.bars(days, pixels_per_run=pixels_per_run, url=url),
        "days": len(days),
        "height": chart_geometry.HEIGHT,
        "foot": FOOT,
        "lines": [(y, f"{value:,}{' runs' if value == 2 * step else ''}") for y, value in lines],
        "ticks": chart_geometry.ticks(days, today=today),
        "quarter_ends": chart_geometry.quarter_ends(days),
        "call": chart_geometry.call(days, pixels_per_run=pixels_per_run),
        "weeks": weeks_of(days, url=url),
        "runs": sum(runs_of(day) for day in days),
        "failed": sum(day.failed for day in days),
        "partial": sum(day.partial for day in days),
    }
