"""How many runs match: of the filters, of each ready-made view, and of each day on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import IntegerField, Q, QuerySet, Subquery, Sum

from reports_app.access import Viewer
from reports_app.models import DayCount, Firm

from .run_filters import RunFilters, keys_of, lead_all, runs_of_clients
from .run_matching import LISTED, matching_runs, way_of

COUNTED = 10_000
KEPT = 500


@dataclass(frozen=True)
class RunCount:
    """How many runs match; is_capped says "more than COUNTED"."""

    matching: int
    is_capped: bool = False

    @classmethod
    def cut(cls, counted: int) -> "RunCount":
        return cls(min(counted, COUNTED), is_capped=counted > COUNTED)


@dataclass(frozen=True)
class RunCounts:
    """Shape: views are in the order they were asked for.

    of_client: how many runs the named clients are in, cut at LISTED + 1 for one client and at COUNTED + 1
    for a name; None where none is named.
    keys: the keys of all that match, where several filters leave few: what was found once is kept.
    """

    matching: RunCount
    views: list[RunCount]
    of_client: int | None = None
    keys: tuple[int, ...] | None = None


class _Size(Subquery):
    """How many rows a query has, cut as it is."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def read_counts(
    viewer: Viewer, *, firm: Firm, filters: RunFilters, views: Sequence[RunFilters], zone: ZoneInfo
) -> RunCounts:
    """Count the runs of the views, up to COUNTED each, and those that match. Two queries at most.

    Source: a report's runs are summed from its day counts; everything else is counted on an index.
    """
    if not viewer.sees_all:
        return RunCounts(RunCount(0), [RunCount(0) for _ in views])
    sizes = {f"view_{place}": _size(firm, view, zone=zone) for place, view in enumerate(views)}
    if filters.names_client:
        most = LISTED if filters.client_key else COUNTED
        sizes["of_client"] = _Size(runs_of_clients(filters, firm=firm).distinct()[: most + 1])
    told: dict[str, Any] = dict(Firm.objects.filter(pk=firm.pk).values(**sizes).get())
    of_client = told.get("of_client")
    counted = [RunCount.cut(told[f"view_{place}"]) for place in range(len(views))]
    if filters in views:
        return RunCounts(counted[list(views).index(filters)], counted, of_client=of_client)
    if filters.names_only_client:
        return RunCounts(RunCount.cut(of_client or 0), counted, of_client=of_client)
    matching, keys = _count(firm, filters, zone=zone, of_client=of_client)
    return RunCounts(matching, counted, of_client=of_client, keys=keys)


def count_days(
    viewer: Viewer, *, firm: Firm, filters: RunFilters, days: set[date]
) -> dict[date, tuple[int | None, int]]:
    """Count for each day the runs that match, None where the day counts cannot tell, and all its runs."""
    if not viewer.sees_all or not days:
        return {}
    rows = (
        DayCount.objects.filter(firm=firm, day__in=days)
        .order_by()
        .values_list("day")
        .annotate(
            matching=Sum("runs", filter=_day_condition(filters, firm=firm), default=0),
            stored=Sum("runs", default=0),
        )
    )
    can_tell = filters.is_in_day_counts
    return {day: (matching if can_tell else None, stored) for day, matching, stored in rows}


def _count(
    firm: Firm, filters: RunFilters, *, zone: ZoneInfo, of_client: int | None
) -> tuple[RunCount, tuple[int, ...] | None]:
    if filters.report and filters.is_in_day_counts:
        days = DayCount.objects.filter(_day_condition(filters, firm=firm))
        return RunCount(days.aggregate(runs=Sum("runs", default=0))["runs"]), None
    matches = _cut(firm, filters, zone=zone, of_client=of_client)
    if not filters.is_mixed:
        return RunCount.cut(matches.count()), None
    keys = tuple(matches.values_list("pk", flat=True))
    return RunCount.cut(len(keys)), keys if len(keys) <= KEPT else None


def _size(firm: Firm, filters: RunFilters, *, zone: ZoneInfo) -> _Size:
    return _Size(_cut(firm, filters, zone=zone, of_client=None).values("pk"))


def _cut(firm: Firm, filters: RunFilters, *, zone: ZoneInfo, of_client: int | None) -> QuerySet[Any, Any]:
    way = way_of(filters, of_client=of_client)
    runs = matching_runs(firm, filters, zone=zone, way=way)
    return lead_all(runs, filters, firm=firm, leading=way.leading).order_by()[: COUNTED + 1]


def _day_condition(filters: RunFilters, *, firm: Firm) -> Q:
    condition = Q(runs__isnull=False)
    if filters.outcome:
        condition &= Q(outcome__in=filters.outcome)
    if filters.report:
        condition &= Q(report__in=keys_of("report", filters.report, firm=firm))
    if filters.since:
        condition &= Q(day__gte=filters.since)
    return condition & Q(day__lte=filters.until) if filters.until else condition
