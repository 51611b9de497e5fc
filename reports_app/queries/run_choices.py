"""What the filters of the list of runs offer: reports, creators, odd statuses, and the named client."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value

from reports_app.access import Viewer
from reports_app.models import Creator, Firm, GeneratedReport, Portfolio, Report
from reports_app.vocabulary import Outcome

from .run_filters import RunFilters

OFFERED = 500


@dataclass(frozen=True)
class Choices:
    """Shape: reports and creators are names by upstream id, sorted by name.

    statuses: those that this version does not know, as the newest runs of unknown outcome have them.
    """

    reports: dict[str, str] = field(default_factory=dict)
    creators: dict[str, str] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()
    client_name: str = ""


def read_choices(viewer: Viewer, *, firm: Firm, filters: RunFilters) -> Choices:
    """Read at most OFFERED of each, and those that are chosen besides. One query."""
    if not viewer.sees_all:
        return Choices()
    rows = list(_reports(firm, filters).union(*_others(firm, filters), all=True))
    reports = {
        key: str(Report(upstream_id=key, name=name)) for kind, key, name, _ in rows if kind == "report"
    }
    creators = {
        key: str(Creator(upstream_id=key, first_name=first, last_name=last))
        for kind, key, first, last in rows
        if kind == "creator"
    }
    clients = [
        str(Portfolio(portfolio_type=type_, upstream_id=key, name=name))
        for kind, key, name, type_ in rows
        if kind == "client"
    ]
    return Choices(
        reports=_by_name(reports),
        creators=_by_name(creators),
        statuses=tuple(sorted(key for kind, key, *_ in rows if kind == "status" and key)),
        client_name=clients[0] if clients else "",
    )


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def _others(firm: Firm, filters: RunFilters) -> list[QuerySet[Any, Any]]:
    queries = [_creators(firm, filters), _statuses(firm)]
    if filters.client_key:
        kind, number = filters.client_key
        client = Portfolio.objects.filter(firm=firm, portfolio_type=kind, upstream_id=number)
        queries.append(_as_rows(client, "client", key="upstream_id", first="name", second="portfolio_type"))
    return queries


def _reports(firm: Firm, filters: RunFilters) -> QuerySet[Any, Any]:
    offered = Report.objects.filter(firm=firm).order_by("name", "pk").values("pk")[:OFFERED]
    reports = Report.objects.filter(Q(pk__in=offered) | Q(upstream_id__in=filters.report), firm=firm)
    return _as_rows(reports, "report", key="upstream_id", first="name")


def _creators(firm: Firm, filters: RunFilters) -> QuerySet[Any, Any]:
    named = Creator.objects.filter(firm=firm).order_by("last_name", "first_name", "pk")
    offered = Q(pk__in=named.values("pk")[:OFFERED])
    creators = Creator.objects.filter(offered | Q(upstream_id__in=filters.creator), firm=firm)
    return _as_rows(creators, "creator", key="upstream_id", first="first_name", second="last_name")


def _statuses(firm: Firm) -> QuerySet[Any, Any]:
    odd = GeneratedReport.objects.filter(firm=firm, outcome=Outcome.UNKNOWN)
    newest = odd.order_by("-completed_at", "-upstream_id").values("pk")[:OFFERED]
    return _as_rows(GeneratedReport.objects.filter(pk__in=newest), "status", key="status").distinct()


def _as_rows(
    rows: QuerySet[Any, Any], kind: str, *, key: str, first: str = "", second: str = ""
) -> QuerySet[Any, Any]:
    """Give every kind the same four columns, for one query over all of them."""
    text = CharField()
    told: dict[str, Any] = {
        "row_kind": Value(kind, output_field=text),
        "row_key": F(key),
        "row_first": F(first) if first else Value("", output_field=text),
        "row_second": F(second) if second else Value("", output_field=text),
    }
    columns: QuerySet[Any, Any] = rows.order_by().annotate(**told).values_list(*told)
    return columns
