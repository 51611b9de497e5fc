"""What search found, as people read it: a name, a word to tell it from its namesakes, and where it leads."""

from dataclasses import dataclass
from datetime import tzinfo

from django.urls import reverse

from reports_app.models import Creator, GeneratedReport, Portfolio, Report
from reports_app.queries.search import Found

from .links import client_url, client_words, runs_url


@dataclass(frozen=True)
class Item:
    title: str
    note: str
    url: str
    icon: str


@dataclass(frozen=True)
class Group:
    """Shape: items are never empty; has_more says that the list was cut."""

    label: str
    items: list[Item]
    has_more: bool


def groups_of(found: Found, *, zone: tzinfo) -> list[Group]:
    """Return the groups that have something, in the order in which people ask for them."""
    groups = [
        Group("Clients", [_client(row) for row in found.clients.rows], found.clients.has_more),
        Group("Reports", [_report(row) for row in found.reports.rows], found.reports.has_more),
        Group("Creators", [_creator(row) for row in found.creators.rows], found.creators.has_more),
        Group("Runs", [_run(row, zone=zone) for row in found.runs.rows], found.runs.has_more),
    ]
    return [group for group in groups if group.items]


def _client(row: Portfolio) -> Item:
    return Item(str(row), client_words(row), client_url(row), "clients")


def _report(row: Report) -> Item:
    note = f"Report {row.upstream_id}" if row.upstream_id else "Runs that name no report"
    return Item(str(row), note, runs_url(report=row.upstream_id), "reports")


def _creator(row: Creator) -> Item:
    return Item(str(row), row.email or f"User {row.upstream_id}", runs_url(creator=row.upstream_id), "person")


def _run(row: GeneratedReport, *, zone: tzinfo) -> Item:
    local = row.completed_at.astimezone(zone)
    note = f"{local:%b} {local.day}, {local.year}, {row.outcome}"
    return Item(row.report_name or str(row.report), note, reverse("run", args=[row.upstream_id]), "runs")
