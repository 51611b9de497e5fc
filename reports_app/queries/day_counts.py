"""Runs a day by outcome, from the stored day counts: no run is read or counted."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Sum

from reports_app.access import Viewer
from reports_app.models import DayCount, Firm
from reports_app.vocabulary import Outcome


@dataclass(frozen=True)
class DayTotal:
    """The runs of one day of the firm's calendar. other: empty, canceled and unknown ones."""

    day: date
    by_outcome: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> int:
        return self.by_outcome.get(Outcome.COMPLETE, 0)

    @property
    def partial(self) -> int:
        return self.by_outcome.get(Outcome.PARTIAL, 0)

    @property
    def failed(self) -> int:
        return self.by_outcome.get(Outcome.FAILED, 0)

    @property
    def other(self) -> int:
        return self.runs - self.complete - self.partial - self.failed

    @property
    def runs(self) -> int:
        return sum(self.by_outcome.values())


def read_day_totals(viewer: Viewer, *, firm: Firm, today: date, days: int) -> list[DayTotal]:
    """Return the last days up to today, oldest first, every day once, also the empty ones. One query."""
    totals = {
        day: DayTotal(day) for day in (today - timedelta(days=back) for back in range(days - 1, -1, -1))
    }
    if not viewer.sees_all:
        return list(totals.values())
    counts = (
        DayCount.objects.filter(firm=firm, day__gte=min(totals), day__lte=today, runs__gt=0)
        .order_by()
        .values_list("day", "outcome")
        .annotate(total=Sum("runs"))
    )
    for day, outcome, total in counts:
        totals[day].by_outcome[outcome] = total
    return list(totals.values())
