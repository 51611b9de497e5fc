"""One search over clients, reports, creators and run ids, each in its own small table or by its own index.

The outcomes, by far the largest table, are never read: a client's runs are a list of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

from reports_app.access import Viewer
from reports_app.models import Creator, Firm, GeneratedReport, Portfolio, Report

# Reports and creators are few and their names are not stored folded, so they are compared here.
NAMES_READ = 5000
SHORTEST_RUN_ID = 4
LAST_CHARACTER = "\U0010ffff"
Row = TypeVar("Row", bound=Model)
Fold = Callable[[str], str]


@dataclass(frozen=True)
class Hits(Generic[Row]):
    """Shape: at most as many rows as were asked for, the best first; has_more says that there are others."""

    rows: list[Row]
    has_more: bool = False

    @classmethod
    def first(cls, rows: list[Row], *, limit: int) -> "Hits[Row]":
        """Cut a list that was read one row longer than needed."""
        return cls(rows[:limit], has_more=len(rows) > limit)


@dataclass(frozen=True)
class Found:
    clients: Hits[Portfolio]
    reports: Hits[Report]
    creators: Hits[Creator]
    runs: Hits[GeneratedReport]


def find(viewer: Viewer, *, firm: Firm, text: str, fold: Fold, limit: int) -> Found:
    """Find what is called by the text, the best matches first. Four queries.

    Shape: fold writes a name as search_name holds it. Every word of the text must be part of the name, or the
    text is the upstream id; a run is found by its id or the beginning of it.
    """
    folded = fold(text)
    if not viewer.sees_all or not folded:
        return Found(Hits([]), Hits([]), Hits([]), Hits([]))
    reports = Report.objects.filter(firm=firm).order_by("name", "pk")[:NAMES_READ]
    creators = Creator.objects.filter(firm=firm).defer("raw").order_by("last_name", "first_name", "pk")
    return Found(
        clients=Hits.first(list(_clients(firm, text=text, folded=folded)[: limit + 1]), limit=limit),
        reports=Hits.first(
            [row for row in reports if _matches(text, folded, id_=row.upstream_id, name=fold(row.name))],
            limit=limit,
        ),
        creators=Hits.first(
            [
                row
                for row in creators[:NAMES_READ]
                if _matches(text, folded, id_=row.upstream_id, name=fold(f"{row} {row.email}"))
            ],
            limit=limit,
        ),
        runs=Hits.first(list(_runs(firm, text=text)[: limit + 1]), limit=limit),
    )


def _matches(text: str, folded: str, *, id_: str, name: str) -> bool:
    return id_ == text or all(word in name for word in folded.split())


def _clients(firm: Firm, *, text: str, folded: str) -> QuerySet[Portfolio]:
    """Look through the clients' folded names: those that begin with the text, then with a word of it."""
    named = Q()
    for word in folded.split():
        named &= Q(search_name__contains=word)
    place = Case(
        When(upstream_id=text, then=Value(0)),
        When(search_name__startswith=folded, then=Value(1)),
        When(search_name__contains=f" {folded}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    found = Portfolio.objects.filter(Q(upstream_id=text) | named, firm=firm)
    return found.order_by(place, "search_name", "pk")


def _runs(firm: Firm, *, text: str) -> QuerySet[GeneratedReport]:
    """Look runs up by the beginning of their id, as a range of the unique index."""
    if len(text) < SHORTEST_RUN_ID or " " in text:
        return GeneratedReport.objects.none()
    begins = Q(upstream_id__gte=text, upstream_id__lt=text + LAST_CHARACTER)
    if text != text.lower():
        begins |= Q(upstream_id__gte=text.lower(), upstream_id__lt=text.lower() + LAST_CHARACTER)
    runs = GeneratedReport.objects.filter(begins, firm=firm).select_related("report").defer("raw")
    return runs.order_by("upstream_id")
