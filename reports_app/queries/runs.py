"""The list of runs: one page of what matches, and how many match.

A page costs the same in a mirror of ten thousand runs and of a million: each value of one filter is asked on
its own index, newest first, and the few rows of each are merged here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import NullIf

from reports_app.access import Viewer
from reports_app.models import DayCount, Firm, GeneratedReport

from .run_filters import RunFilters, lead, narrow
from .run_pages import Place, Sort, beyond, order_by, sort_key

COUNTED = 10_000
# Places among the newest runs of a report whose durations stand for the usual one; the middle of three.
USUAL_PLACES = (2, 6, 11)


@dataclass(frozen=True)
class RunPage:
    """Shape: runs in the order of the sort; has_newer and has_older say whether there is more on either side.

    A run carries usual_0, usual_1, usual_2: seconds a client that runs of its report took, or None.
    """

    runs: list[GeneratedReport]
    has_before: bool
    has_after: bool


@dataclass(frozen=True)
class RunCount:
    """How many runs match; is_capped says "more than COUNTED"."""

    matching: int
    is_capped: bool


def read_run_page(
    viewer: Viewer,
    *,
    firm: Firm,
    filters: RunFilters,
    sort: Sort,
    place: Place,
    size: int,
    zone: ZoneInfo,
) -> RunPage:
    """Read one page, with report and creator. One query, or one for each value of the leading filter."""
    if not viewer.sees_all:
        return RunPage([], has_before=False, has_after=False)
    rows: list[GeneratedReport] = []
    for runs in _matching(firm, filters, sort=sort, zone=zone):
        page = runs.filter(beyond(sort, place)).order_by(*order_by(sort, is_backward=place.is_backward))
        rows += with_usual(page).select_related("report", "creator").defer("raw", "creator__raw")[: size + 1]
    is_descending = (sort != Sort.OLDEST) != place.is_backward
    rows.sort(key=lambda run: sort_key(run, sort), reverse=is_descending)
    has_more, rows = len(rows) > size, rows[:size]
    if place.is_backward:
        rows.reverse()
        return RunPage(rows, has_before=has_more, has_after=True)
    return RunPage(rows, has_before=bool(place.values), has_after=has_more)


def count_runs(viewer: Viewer, *, firm: Firm, filters: RunFilters, zone: ZoneInfo) -> RunCount:
    """Count what matches: a report's runs from its day counts, everything else on an index up to COUNTED."""
    if not viewer.sees_all:
        return RunCount(0, is_capped=False)
    if filters.report and filters.is_in_day_counts:
        days = DayCount.objects.filter(_day_condition(filters), firm=firm)
        return RunCount(days.aggregate(runs=Sum("runs", default=0))["runs"], is_capped=False)
    matching = sum(
        runs.order_by()[: COUNTED + 1].count()
        for runs in _matching(firm, filters, sort=Sort.NEWEST, zone=zone)
    )
    return RunCount(min(matching, COUNTED), is_capped=matching > COUNTED)


def count_days(
    viewer: Viewer, *, firm: Firm, filters: RunFilters, days: set[date]
) -> dict[date, tuple[int | None, int]]:
    """Count for each day the runs that match, None where the day counts cannot tell, and all its runs."""
    if not viewer.sees_all or not days:
        return {}
    rows = (
        DayCount.objects.filter(firm=firm, day__gte=min(days), day__lte=max(days))
        .order_by()
        .values_list("day")
        .annotate(
            matching=Sum("runs", filter=_day_condition(filters), default=0), stored=Sum("runs", default=0)
        )
    )
    can_tell = filters.is_in_day_counts
    return {day: (matching if can_tell else None, stored) for day, matching, stored in rows if day in days}


def _matching(
    firm: Firm, filters: RunFilters, *, sort: Sort, zone: ZoneInfo
) -> list[QuerySet[GeneratedReport]]:
    runs = GeneratedReport.objects.filter(firm=firm)
    if sort == Sort.LONGEST:
        runs = runs.filter(duration_seconds__isnull=False)
    return lead(narrow(runs, filters, zone=zone), filters)


def _day_condition(filters: RunFilters) -> Q:
    condition = Q(runs__isnull=False)
    if filters.outcome:
        condition &= Q(outcome__in=filters.outcome)
    if filters.report:
        condition &= Q(report__upstream_id__in=filters.report)
    if filters.since:
        condition &= Q(day__gte=filters.since)
    return condition & Q(day__lte=filters.until) if filters.until else condition


def with_usual(runs: QuerySet[GeneratedReport]) -> QuerySet[GeneratedReport, Any]:
    """Annotate each run with the pace of three runs of its report, each found on the report's index."""
    clients = NullIf(F("generated_count") + F("failed_count"), 0)
    pace = ExpressionWrapper(F("duration_seconds") * 1.0 / clients, output_field=FloatField())
    newest = GeneratedReport.objects.filter(report=OuterRef("report")).order_by(
        "-completed_at", "-upstream_id"
    )
    paces = newest.values(pace=pace)
    return runs.annotate(
        **{f"usual_{number}": Subquery(paces[at : at + 1]) for number, at in enumerate(USUAL_PLACES)}
    )
