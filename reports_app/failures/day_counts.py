"""Runs a day by report and outcome: added to and taken from in the sync's transaction."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from reports_app.models import DayCount


@dataclass(frozen=True)
class DayMark:
    """One run on its day of the firm's calendar; sign is 1 to add it and -1 to take it away."""

    report_pk: int
    day: date
    outcome: str
    generated: int
    failed: int
    sign: int = 1


def move_day_counts(firm_pk: int, marks: Iterable[DayMark]) -> None:
    """Add the marks to the stored counts, one statement for each (report, day, outcome) that moves."""
    totals: dict[tuple[int, date, str], Counter[str]] = {}
    for mark in marks:
        total = totals.setdefault((mark.report_pk, mark.day, mark.outcome), Counter())
        total.update(runs=mark.sign, generated=mark.sign * mark.generated, failed=mark.sign * mark.failed)
    DayCount.objects.bulk_create(
        [DayCount(firm_id=firm_pk, report_id=r, day=d, outcome=o) for r, d, o in totals],
        ignore_conflicts=True,
        batch_size=1000,
    )
    for (report_pk, day, outcome), total in totals.items():
        if any(total.values()):
            DayCount.objects.filter(firm_id=firm_pk, report_id=report_pk, day=day, outcome=outcome).update(
                runs=F("runs") + total["runs"],
                generated=F("generated") + total["generated"],
                failed=F("failed") + total["failed"],
            )
