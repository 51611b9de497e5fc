"""The list of runs: one page of what matches, and how many match.

A page costs the same in a mirror of ten thousand runs and of a million: each value of one filter is asked on
its own index, newest first, and the few rows of each are merged here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from reports_app.access import Viewer
from reports_app.models import DayCount, Firm, GeneratedReport

from .run_filters import KEYS, RunFilters, is_of_clients, keys_of, lead, lead_all, narrow, runs_of_clients
from .run_pages import Place, Sort, beyond, order_by, sort_key

COUNTED = 10_000
# A client in at most so many runs is looked up run by run; one in more is met soon enough on the way.
FEW = 2000
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
    """How many runs match; is_capped says "more than COUNTED".

    of_client: how many runs the named clients are in, at most COUNTED + 1; None where none is named.
    """

    matching: int
    is_capped: bool
    of_client: int | None = None


def read_run_page(
    viewer: Viewer,
    *,
    firm: Firm,
    filters: RunFilters,
    sort: Sort,
    place: Place,
    size: int,
    zone: ZoneInfo,
    of_client: int | None = None,
) -> RunPage:
    """Read one page, with report and creator. One query, or one for each value of the leading filter.

    Shape: of_client as count_runs tells it; where a client is named and it is None, it is counted again.
    """
    if not viewer.sees_all:
        return RunPage([], has_before=False, has_after=False)
    rows: list[GeneratedReport] = []
    if filters.names_client and of_client is None:
        of_client = _count_of_clients(firm, filters)
    is_by_key, leading = _way(filters, of_client=of_client)
    matching = _matching(firm, filters, zone=zone, is_by_key=is_by_key, leading=leading)
    if sort == Sort.MOST_FAILED and filters.is_only_failures:
        # The runs that failed most are the ones asked for: the sort's own index meets them first.
        leading = ""
        matching = _matching(firm, filters, zone=zone, is_by_key=False, leading=leading)
    if sort == Sort.LONGEST:
        matching = matching.filter(duration_seconds__isnull=False)
    for runs in lead(matching, filters, firm=firm, leading=leading):
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
        days = DayCount.objects.filter(_day_condition(filters, firm=firm))
        return RunCount(days.aggregate(runs=Sum("runs", default=0))["runs"], is_capped=False)
    of_client = _count_of_clients(firm, filters) if filters.names_client else None
    if of_client is not None and filters.names_only_client:
        return RunCount(min(of_client, COUNTED), is_capped=of_client > COUNTED, of_client=of_client)
    is_by_key, leading = _way(filters, of_client=of_client)
    runs = _matching(firm, filters, zone=zone, is_by_key=is_by_key, leading=leading)
    runs = lead_all(runs, filters, firm=firm, leading=leading)
    matching = runs.order_by()[: COUNTED + 1].count()
    return RunCount(min(matching, COUNTED), is_capped=matching > COUNTED, of_client=of_client)


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
            matching=Sum("runs", filter=_day_condition(filters, firm=firm), default=0),
            stored=Sum("runs", default=0),
        )
    )
    can_tell = filters.is_in_day_counts
    return {day: (matching if can_tell else None, stored) for day, matching, stored in rows if day in days}


def _count_of_clients(firm: Firm, filters: RunFilters) -> int:
    return runs_of_clients(filters, firm=firm).distinct()[: COUNTED + 1].count()


def _way(filters: RunFilters, *, of_client: int | None) -> tuple[bool, str]:
    """Say whether the runs are few and looked up by key, or else by which filter's index they are walked."""
    is_by_key = filters.healed == "open" or (of_client is not None and of_client <= FEW)
    return is_by_key, "" if is_by_key else filters.leading


def _matching(
    firm: Firm, filters: RunFilters, *, zone: ZoneInfo, is_by_key: bool, leading: str
) -> QuerySet[GeneratedReport]:
    runs = GeneratedReport.objects.all() if leading in KEYS else GeneratedReport.objects.filter(firm=firm)
    if is_by_key:
        # The firm through an expression: else SQLite walks all its runs to meet the few.
        runs = GeneratedReport.objects.alias(told_firm=Coalesce(F("firm_id"), Value(0)))
        runs = runs.filter(told_firm=firm.pk)
    runs = narrow(runs, filters, firm=firm, zone=zone, leading=leading)
    if not filters.names_client:
        return runs
    if is_by_key:
        return runs.filter(pk__in=runs_of_clients(filters, firm=firm))
    return runs.filter(is_of_clients(filters, firm=firm))


def _day_condition(filters: RunFilters, *, firm: Firm) -> Q:
    condition = Q(runs__isnull=False)
    if filters.outcome:
        condition &= Q(outcome__in=filters.outcome)
    if filters.report:
        condition &= Q(report__in=keys_of("report", filters.report, firm=firm))
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
