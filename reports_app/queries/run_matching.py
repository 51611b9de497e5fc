"""Which runs match, as a query, and by which way the database meets them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from reports_app.models import Firm, GeneratedReport

from .run_filters import KEYS, RunFilters, is_of_clients, narrow, runs_of_clients

# A client in at most so many runs is looked up run by run; in at most LISTED, its runs are listed once and
# compared with; one in more is met soon enough on the way.
FEW, LISTED = 2000, 50_000


@dataclass(frozen=True)
class Way:
    """Shape: client is key, list or meet: how the runs of a client are found. leading: the filter walked."""

    client: str = "meet"
    leading: str = ""


def way_of(filters: RunFilters, *, of_client: int | None) -> Way:
    """Choose how the matches are met. Shape: of_client counts the runs of the named clients, if any are."""
    if filters.healed == "open" or (of_client is not None and of_client <= FEW):
        return Way(client="key")
    is_listed = of_client is not None and filters.client_key is not None and of_client <= LISTED
    return Way(client="list" if is_listed else "meet", leading=filters.leading)


def matching_runs(firm: Firm, filters: RunFilters, *, zone: ZoneInfo, way: Way) -> QuerySet[GeneratedReport]:
    """Return the runs that match all but the leading filter of the way."""
    runs = GeneratedReport.objects.all() if way.leading in KEYS else GeneratedReport.objects.filter(firm=firm)
    if way.client == "key":
        # The firm through an expression: else SQLite walks all its runs to meet the few.
        runs = GeneratedReport.objects.alias(told_firm=Coalesce(F("firm_id"), Value(0)))
        runs = runs.filter(told_firm=firm.pk)
    runs = narrow(runs, filters, firm=firm, zone=zone, leading=way.leading)
    if not filters.names_client:
        return runs
    if way.client == "meet":
        return runs.filter(is_of_clients(filters, firm=firm))
    of_clients = runs_of_clients(filters, firm=firm)
    if way.client == "key":
        return runs.filter(pk__in=of_clients)
    # Through an expression: else SQLite looks up every run of the client instead of walking the few.
    return runs.alias(told_key=Coalesce(F("pk"), Value(0))).filter(told_key__in=of_clients)
