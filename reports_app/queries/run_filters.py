"""What a list of runs is asked for, as values, and how that narrows a query.

It reads no address and no row.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from reports_app.models import GeneratedReport, Portfolio, PortfolioOutcome, Standing

# One index each: the values are asked one by one, newest first, and the answers merged.
LEADING = ("outcome", "status", "publish_state", "report", "creator", "job_type")
MOST_LEADING = 4


@dataclass(frozen=True)
class RunFilters:
    """Shape: empty means "any". report and creator hold upstream ids; since and until are days, included.

    client_key: the type and id of one client; client_words: folded words that a client's name holds.
    healed: "open" for runs with a failure that nothing healed.
    """

    outcome: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    publish_state: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    creator: tuple[str, ...] = ()
    job_type: tuple[str, ...] = ()
    client_key: tuple[str, str] | None = None
    client_words: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    healed: str = ""

    @property
    def leading(self) -> str:
        """Name the filter whose index is walked; the rarest kinds first. Empty where none is set."""
        for name in LEADING:
            if 0 < len(getattr(self, name)) <= MOST_LEADING:
                return name
        return ""

    @property
    def is_any(self) -> bool:
        return self == RunFilters()

    @property
    def is_in_day_counts(self) -> bool:
        """Say whether the stored day counts can answer how many runs match."""
        beyond = (self.status, self.publish_state, self.creator, self.job_type, self.healed)
        return not any(beyond) and not self.names_client

    @property
    def names_client(self) -> bool:
        return bool(self.client_key or self.client_words)


def narrow(
    runs: QuerySet[GeneratedReport], filters: RunFilters, *, zone: ZoneInfo
) -> QuerySet[GeneratedReport]:
    """Apply every filter but the leading one, in a form that leaves the leading one's index to be used."""
    runs = runs.filter(_between(filters, zone=zone))
    for name in LEADING:
        values = getattr(filters, name)
        if not values or name == filters.leading:
            continue
        if name in ("report", "creator"):
            runs = runs.filter(**{f"{name}__upstream_id__in": values})
        else:
            # Through an expression: the column's own index would bring every match and sort them all.
            runs = runs.alias(**{f"told_{name}": Coalesce(F(name), Value(""))}).filter(
                **{f"told_{name}__in": values}
            )
    if filters.names_client:
        runs = runs.filter(pk__in=_runs_of_clients(filters))
    if filters.healed == "open":
        runs = runs.filter(pk__in=Standing.objects.filter(is_open=True).values("failed_run"))
    return runs


def lead(runs: QuerySet[GeneratedReport], filters: RunFilters) -> list[QuerySet[GeneratedReport]]:
    """Return one query for each value of the leading filter; together they are all the matches."""
    name = filters.leading
    if not name:
        return [runs]
    column = f"{name}__upstream_id" if name in ("report", "creator") else name
    return [runs.filter(**{column: value}) for value in getattr(filters, name)]


def day_bounds(
    first: date | None, last: date | None, *, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """Return the moments between which the days lie: from the first midnight, until before the second."""
    start = datetime.combine(first, time(), tzinfo=zone) if first else None
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone) if last else None
    return start, end


def _between(filters: RunFilters, *, zone: ZoneInfo) -> Q:
    start, end = day_bounds(filters.since, filters.until, zone=zone)
    condition = Q(completed_at__gte=start) if start else Q()
    return condition & Q(completed_at__lt=end) if end else condition


def _runs_of_clients(filters: RunFilters) -> QuerySet[PortfolioOutcome, Any]:
    """Return the runs that clients are in, through the small table of portfolios, never through a join."""
    if filters.client_key:
        kind, number = filters.client_key
        portfolios = Portfolio.objects.filter(portfolio_type=kind, upstream_id=number)
    else:
        named = Q()
        for word in filters.client_words:
            named &= Q(search_name__contains=word)
        portfolios = Portfolio.objects.filter(named)
    return PortfolioOutcome.objects.filter(portfolio_id__in=portfolios.values("pk")).values(
        "generated_report"
    )
