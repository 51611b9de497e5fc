"""One run: its row with what stands beside it. Its clients are in run_clients. One query."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from reports_app.access import Viewer
from reports_app.models import Firm, GeneratedReport, Revision

from .runs import with_usual


def find_run(viewer: Viewer, *, firm: Firm, run_id: str) -> GeneratedReport | None:
    """Return the run with that id, or None, also where the viewer may not see it.

    Shape: carries previous_pk, previous_id, previous_at, previous_seconds, next_id, next_at,
    revision_count, poorer_count and usual_0 to usual_2; all None or 0 where there is none.
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
        next_at=Subquery(later.values("completed_at")[:1]),
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
