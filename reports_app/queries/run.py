"""One run: its row with what stands beside it, its clients, and what changed since the run before.

Each question is one query, whatever the number of clients.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from reports_app.access import Viewer
from reports_app.models import Firm, GeneratedReport, PortfolioOutcome, Revision

from .runs import with_usual

FAILED_SHOWN, GENERATED_SHOWN, CHANGES_SHOWN = 200, 100, 40


def find_run(viewer: Viewer, *, firm: Firm, run_id: str) -> GeneratedReport | None:
    """Return the run with that id, or None, also where the viewer may not see it.

    Shape: carries previous_pk, previous_id, previous_at, previous_seconds, next_id, revision_count,
    poorer_count and usual_0 to usual_2; all None or 0 where there is none.
    """
    if not viewer.sees_all or "\0" in run_id:
        return None
    earlier = _of_same_report("lt").order_by("-completed_at", "-upstream_id")
    later = _of_same_report("gt").order_by("completed_at", "upstream_id")
    revisions = Revision.objects.filter(generated_report=OuterRef("pk")).order_by().values("generated_report")
    runs = GeneratedReport.objects.filter(firm=firm, upstream_id=run_id)
    runs = runs.annotate(
        previous_pk=Subquery(earlier.values("pk")[:1]),
        previous_id=Subquery(earlier.values("upstream_id")[:1]),
        previous_at=Subquery(earlier.values("completed_at")[:1]),
        previous_seconds=Subquery(earlier.values("duration_seconds")[:1]),
        next_id=Subquery(later.values("upstream_id")[:1]),
        revision_count=Subquery(revisions.annotate(n=Count("pk")).values("n")),
        poorer_count=Subquery(revisions.filter(is_poorer=True).annotate(n=Count("pk")).values("n")),
    )
    return with_usual(runs).select_related("report", "creator").defer("raw", "creator__raw").first()


def _of_same_report(word: str) -> QuerySet[GeneratedReport]:
    """Return the runs on one side of the outer one: before it by "lt", after it by "gt"."""
    at, tie = OuterRef("completed_at"), Q(**{f"upstream_id__{word}": OuterRef("upstream_id")})
    # Nested, so that SQLite seeks the run in the report's index instead of walking there.
    beyond = Q(**{f"completed_at__{word}e": at}) & (Q(**{f"completed_at__{word}": at}) | tie)
    return GeneratedReport.objects.filter(beyond, report=OuterRef("report"))


def read_failed(viewer: Viewer, *, run: GeneratedReport) -> list[PortfolioOutcome]:
    """Return the failed clients by name, at most FAILED_SHOWN."""
    if not viewer.sees_all or not run.failed_count:
        return []
    return list(_clients(run, is_failed=True)[:FAILED_SHOWN])


@dataclass(frozen=True)
class ClientPage:
    """Shape: at most GENERATED_SHOWN clients, by name; first counts from 1."""

    clients: list[PortfolioOutcome]
    first: int
    has_more: bool


def read_generated(
    viewer: Viewer, *, run: GeneratedReport, words: tuple[str, ...] = (), page: int = 1
) -> ClientPage:
    """Return a page of the generated clients whose folded name holds every word."""
    if not viewer.sees_all or not run.generated_count:
        return ClientPage([], first=1, has_more=False)
    clients = _clients(run, is_failed=False)
    for word in words:
        clients = clients.filter(portfolio__search_name__contains=word)
    start = (page - 1) * GENERATED_SHOWN
    rows = list(clients[start : start + GENERATED_SHOWN + 1])
    return ClientPage(rows[:GENERATED_SHOWN], first=start + 1, has_more=len(rows) > GENERATED_SHOWN)


@dataclass(frozen=True)
class ClientChanges:
    """Who is in this run and not in the one before, and the other way round; CHANGES_SHOWN together."""

    joined: list[PortfolioOutcome]
    dropped: list[PortfolioOutcome]
    is_cut: bool
    against: datetime


def read_changes(viewer: Viewer, *, run: GeneratedReport) -> ClientChanges | None:
    """Compare with the previous run of the same report; None where there is none."""
    previous_pk = getattr(run, "previous_pk", None)
    if not viewer.sees_all or previous_pk is None:
        return None
    in_run = PortfolioOutcome.objects.filter(portfolio=OuterRef("portfolio"), generated_report=run.pk)
    in_previous = PortfolioOutcome.objects.filter(
        portfolio=OuterRef("portfolio"), generated_report=previous_pk
    )
    changed = PortfolioOutcome.objects.filter(
        Q(generated_report=run.pk) & ~Exists(in_previous) | Q(generated_report=previous_pk) & ~Exists(in_run)
    ).select_related("portfolio")
    rows = list(changed.order_by("portfolio__search_name", "pk")[: CHANGES_SHOWN + 1])
    shown = rows[:CHANGES_SHOWN]
    return ClientChanges(
        joined=[row for row in shown if row.generated_report_id == run.pk],
        dropped=[row for row in shown if row.generated_report_id != run.pk],
        is_cut=len(rows) > CHANGES_SHOWN,
        against=run.previous_at,  # type: ignore[attr-defined]
    )


def _clients(run: GeneratedReport, *, is_failed: bool) -> QuerySet[PortfolioOutcome]:
    rows = PortfolioOutcome.objects.filter(generated_report=run.pk, is_failed=is_failed)
    return rows.select_related("portfolio").order_by("portfolio__search_name", "pk")
