"""The list of runs: one page of what matches.

A page costs the same in a mirror of ten thousand runs and of a million: each value of one filter is asked on
its own index, newest first, and the few rows of each are merged here. How many match, run_counts says.
"""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import ExpressionWrapper, F, FloatField, OuterRef, QuerySet, Subquery
from django.db.models.functions import NullIf

from reports_app.access import Viewer
from reports_app.models import Firm, GeneratedReport

from .run_counts import COUNTED, RunCounts
from .run_filters import RunFilters, lead, lead_all
from .run_matching import Way, matching_runs, way_of
from .run_pages import Place, Sort, beyond, order_by, sort_key

# Places among the newest runs of a report whose durations stand for the usual one; the middle of three.
USUAL_PLACES = (2, 6, 11)


@dataclass(frozen=True)
class RunPage:
    """Shape: runs in the order of the sort; has_before and has_after tell of more on either side.

    A run carries usual_0, usual_1, usual_2: seconds a client that runs of its report took, or None.
    """

    runs: list[GeneratedReport]
    has_before: bool
    has_after: bool


def read_run_page(
    viewer: Viewer,
    *,
    firm: Firm,
    filters: RunFilters,
    sort: Sort,
    place: Place,
    size: int,
    zone: ZoneInfo,
    counts: RunCounts,
) -> RunPage:
    """Read one page, with report and creator. One query.

    Shape: counts as read_counts tells them of the same filters: they choose the way.
    """
    if not viewer.sees_all:
        return RunPage([], has_before=False, has_after=False)
    matching, leading = _matching(firm, filters, sort=sort, zone=zone, counts=counts)
    if sort == Sort.LONGEST:
        matching = matching.filter(duration_seconds__isnull=False)
    if sort == Sort.MOST_FAILED and filters.is_without_failures:
        # Their place on the sort's index, else all that failed are met first.
        matching = matching.filter(failed_count=0)
    order = order_by(sort, is_backward=place.is_backward)
    found = [
        runs.filter(beyond(sort, place)).order_by(*order)[: size + 1]
        for runs in lead(matching, filters, firm=firm, leading=leading)
    ]
    rows = list(with_usual(_merged(found)).select_related("report", "creator").defer("raw", "creator__raw"))
    is_descending = (sort != Sort.OLDEST) != place.is_backward
    rows.sort(key=lambda run: sort_key(run, sort), reverse=is_descending)
    has_more, rows = len(rows) > size, rows[:size]
    if place.is_backward:
        rows.reverse()
        return RunPage(rows, has_before=has_more, has_after=True)
    return RunPage(rows, has_before=bool(place.values), has_after=has_more)


def _matching(
    firm: Firm, filters: RunFilters, *, sort: Sort, zone: ZoneInfo, counts: RunCounts
) -> tuple[QuerySet[GeneratedReport], str]:
    """Return the runs that match, but for the leading filter, and the name of that one."""
    if counts.keys is not None:
        return GeneratedReport.objects.filter(pk__in=counts.keys), ""
    way = _way(filters, sort=sort, counts=counts)
    matching = matching_runs(firm, filters, zone=zone, way=way)
    if not way.leading or sort in (Sort.NEWEST, Sort.OLDEST):
        return matching, way.leading
    # The few are found on the filter's index alone, before the sort reads their rows.
    whole = lead_all(matching, filters, firm=firm, leading=way.leading).order_by()
    return GeneratedReport.objects.filter(pk__in=whole.values("pk")), ""


def _way(filters: RunFilters, *, sort: Sort, counts: RunCounts) -> Way:
    """Choose the index: the filter's where it has the sort's order or few match, else the sort's."""
    way = way_of(filters, of_client=counts.of_client)
    if way.client == "key":
        return way
    # Many matches are met soon on the way; the runs that failed most are met first if only they are wanted.
    is_walked = counts.matching.matching >= COUNTED or (sort == Sort.MOST_FAILED and filters.is_only_failures)
    leading = "" if is_walked and sort not in (Sort.NEWEST, Sort.OLDEST) else way.leading
    # A page of a client that is in many runs is full before the list of them all would be made.
    return Way(client=way.client if leading else "meet", leading=leading)


def _merged(found: list[QuerySet[GeneratedReport]]) -> QuerySet[GeneratedReport]:
    """Return the rows of cut queries as one query, in no order.

    By key, so that what a row carries besides is read for those of the page, not for all that are sorted.
    """
    keys = [runs.values("pk") for runs in found]
    if len(keys) == 1:
        return GeneratedReport.objects.filter(pk__in=keys[0]).order_by()
    # Each cut once more: SQLite joins no cut queries.
    each = [GeneratedReport.objects.filter(pk__in=cut).order_by().values("pk") for cut in keys]
    return GeneratedReport.objects.filter(pk__in=each[0].union(*each[1:], all=True)).order_by()


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
