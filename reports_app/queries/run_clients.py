"""The clients of one run: the failed, the generated, and who joined or was dropped since the run before.

Each question is one query, whatever the number of clients. What kind of failure it is, `failures` says.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from reports_app.access import Viewer
from reports_app.models import GeneratedReport, PortfolioOutcome, Standing

FAILED_SHOWN, GENERATED_SHOWN, CHANGES_SHOWN = 200, 100, 40


@dataclass(frozen=True)
class RunClients:
    """Shape: at most FAILED_SHOWN failed clients, each with is_healed; those that nothing healed first.

    generated: a page of at most GENERATED_SHOWN, by name; first counts from 1. healed_count: of all failed.
    """

    failed: list[PortfolioOutcome]
    healed_count: int
    generated: list[PortfolioOutcome]
    first: int
    has_more: bool


def read_clients(
    viewer: Viewer, *, run: GeneratedReport, words: tuple[str, ...] = (), page: int = 1
) -> RunClients:
    """Read the failed clients, and a page of the generated ones that are called so. One query.

    Shape: words are folded; a name, of now or then, holds every one of them, or they are the client's id.
    """
    first = (page - 1) * GENERATED_SHOWN + 1
    if not viewer.sees_all or not run.total_count:
        return RunClients([], 0, [], first=first, has_more=False)
    rows = list(_placed(run, words=words).filter(_is_shown(first)).order_by("place"))
    failed, generated = [row for row in rows if row.is_failed], [row for row in rows if not row.is_failed]
    return RunClients(
        failed=failed,
        healed_count=failed[0].healed_count if failed else 0,
        generated=generated[:GENERATED_SHOWN],
        first=first,
        has_more=len(generated) > GENERATED_SHOWN,
    )


def _placed(run: GeneratedReport, *, words: tuple[str, ...]) -> QuerySet[Any, Any]:
    """Number the clients from 1, the failed and the generated each by themselves."""
    healed = Case(
        When(_is_healed(run), is_failed=True, then=True), default=False, output_field=BooleanField()
    )
    rows = PortfolioOutcome.objects.filter(generated_report=run.pk).annotate(is_healed=healed)
    if words:
        rows = rows.filter(Q(is_failed=True) | _is_called(words))
    order = ["is_healed", "portfolio__search_name", "pk"]
    place = Window(RowNumber(), partition_by=F("is_failed"), order_by=order)
    healed_count = Window(Count("pk", filter=Q(is_healed=True)), partition_by=F("is_failed"))
    return rows.annotate(place=place, healed_count=healed_count).select_related("portfolio")


def _is_shown(first: int) -> Q:
    # One more than is shown, to know whether there are others.
    generated = Q(is_failed=False, place__gte=first, place__lte=first + GENERATED_SHOWN)
    return Q(is_failed=True, place__lte=FAILED_SHOWN) | generated


def _is_called(words: tuple[str, ...]) -> Q:
    now, then = Q(), Q()
    for word in words:
        now &= Q(portfolio__search_name__contains=word)
        then &= Q(name_then__icontains=word)
    return now | then | Q(portfolio__upstream_id__iexact=" ".join(words))


@dataclass(frozen=True)
class ClientChanges:
    """Who is in this run and not in the one before, and the other way round.

    Shape: at most CHANGES_SHOWN of each, by name; the counts are of all.
    """

    joined: list[PortfolioOutcome]
    joined_count: int
    dropped: list[PortfolioOutcome]
    dropped_count: int
    against: datetime

    @property
    def joined_hidden(self) -> int:
        return self.joined_count - len(self.joined)

    @property
    def dropped_hidden(self) -> int:
        return self.dropped_count - len(self.dropped)


def read_changes(viewer: Viewer, *, run: GeneratedReport) -> ClientChanges | None:
    """Compare with the previous run of the same report; None where there is none.

    Shape: run as find_run returns it.
    """
    previous_pk = getattr(run, "previous_pk", None)
    if not viewer.sees_all or previous_pk is None:
        return None
    rows = list(_changed(run.pk, previous_pk))
    joined = [row for row in rows if row.generated_report_id == run.pk]
    dropped = [row for row in rows if row.generated_report_id != run.pk]
    return ClientChanges(
        joined=joined,
        joined_count=_size(joined),
        dropped=dropped,
        dropped_count=_size(dropped),
        against=run.previous_at,  # type: ignore[attr-defined]
    )


def _changed(run_pk: int, previous_pk: int) -> QuerySet[PortfolioOutcome, Any]:
    """Return the outcomes of either run whose client is not in the other, cut for each run by itself."""
    same_client = PortfolioOutcome.objects.filter(portfolio=OuterRef("portfolio"))
    is_new = Q(generated_report=run_pk) & ~Exists(same_client.filter(generated_report=previous_pk))
    is_gone = Q(generated_report=previous_pk) & ~Exists(same_client.filter(generated_report=run_pk))
    run = F("generated_report")
    place = Window(RowNumber(), partition_by=run, order_by=["portfolio__search_name", "pk"])
    changed = PortfolioOutcome.objects.filter(is_new | is_gone)
    changed = changed.annotate(place=place, of=Window(Count("pk"), partition_by=run))
    return (
        changed.filter(place__lte=CHANGES_SHOWN)
        .select_related("portfolio")
        .order_by("portfolio__search_name", "pk")
    )


def _size(rows: list[PortfolioOutcome]) -> int:
    return rows[0].of if rows else 0  # type: ignore[attr-defined]


def _is_healed(run: GeneratedReport) -> Exists:
    later = Q(good_at__gt=run.completed_at)
    later |= Q(good_at=run.completed_at, good_run__upstream_id__gt=run.upstream_id)
    return Exists(Standing.objects.filter(later, report=run.report_id, portfolio=OuterRef("portfolio")))
