"""What the filters of the list of runs offer: the firm's reports and creators, and the client by its key."""

from dataclasses import dataclass

from reports_app.access import Viewer
from reports_app.models import Creator, Firm, Portfolio, Report

OFFERED = 500


@dataclass(frozen=True)
class Choices:
    reports: list[Report]
    creators: list[Creator]
    client_name: str = ""


def read_choices(viewer: Viewer, *, firm: Firm, client_key: tuple[str, str] | None) -> Choices:
    """Read at most OFFERED reports and creators, by name. Two queries, three with a client."""
    if not viewer.sees_all:
        return Choices([], [])
    reports = Report.objects.filter(firm=firm).order_by("name", "pk")[:OFFERED]
    creators = Creator.objects.filter(firm=firm).defer("raw").order_by("last_name", "first_name", "pk")
    name = ""
    if client_key:
        kind, number = client_key
        client = Portfolio.objects.filter(firm=firm, portfolio_type=kind, upstream_id=number).first()
        name = str(client) if client else ""
    return Choices(list(reports), list(creators[:OFFERED]), client_name=name)
