"""What a list of runs is asked for, as values, and how that narrows a query.

It reads no address and no row.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from reports_app.models import (
    Creator,
    Firm,
    GeneratedReport,
    Portfolio,
    PortfolioOutcome,
    Report,
    Standing,
)

# One index each: the values are asked one by one, newest first, and the answers merged.
LEADING = ("outcome", "status", "publish_state", "report", "creator", "job_type")
MOST_LEADING = 4
# Filters that name a row of the firm: their index begins with its key, and the firm follows from it.
KEYS: dict[str, type[Report] | type[Creator]] = {"report": Report, "creator": Creator}


@dataclass(frozen=True)
class RunFilters:
    """Shape: empty means "any". report and creator hold upstream ids; since and until are days, included.

    client_key: the type and id of one client; client_words: folded words that a client's name holds;
    client_text: beside words, what may be the key of a client whose type nobody documented, "trust-7".
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
    client_text: str = ""
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
    def is_only_failures(self) -> bool:
        """Say whether nothing but outcomes with failed clients is asked for."""
        return set(self.outcome) in ({"partial", "failed"}, {"partial"}, {"failed"}) and self == RunFilters(
            outcome=self.outcome
        )

    @property
    def is_without_failures(self) -> bool:
        """Say whether only outcomes are asked for in which no client failed."""
        return bool(self.outcome) and set(self.outcome) <= {"complete", "empty"}

    @property
    def is_mixed(self) -> bool:
        """Say whether more than one thing is asked for."""
        given = [getattr(self, each.name) for each in fields(self) if not each.name.startswith("client_")]
        return sum(map(bool, [*given, self.names_client])) > 1

    @property
    def is_any(self) -> bool:
        return self == RunFilters()

    @property
    def is_in_day_counts(self) -> bool:
        """Say whether the stored day counts can answer how many runs match."""
        beyond = (self.status, self.publish_state, self.creator, self.job_type, self.healed)
        return not any(beyond) and not self.names_client

    @property
    def names_only_client(self) -> bool:
        return self == RunFilters(
            client_key=self.client_key, client_words=self.client_words, client_text=self.client_text
        )

    @property
    def names_client(self) -> bool:
        return bool(self.client_key or self.client_words)


def narrow(
    runs: QuerySet[GeneratedReport], filters: RunFilters, *, firm: Firm, zone: ZoneInfo, leading: str = ""
) -> QuerySet[GeneratedReport]:
    """Apply all but the leading filter and the client, in a form that leaves the leading one's index."""
    runs = runs.filter(_between(filters, zone=zone))
    for name in LEADING:
        values = getattr(filters, name)
        if not values or name == leading:
            continue
        # Through an expression: the column's own index would bring every match and sort them all.
        is_key = name in KEYS
        told = Coalesce(F(f"{name}_id"), Value(0)) if is_key else Coalesce(F(name), Value(""))
        wanted = keys_of(name, values, firm=firm) if is_key else values
        runs = runs.alias(**{f"told_{name}": told}).filter(**{f"told_{name}__in": wanted})
    if filters.healed == "open":
        runs = runs.filter(pk__in=Standing.objects.filter(is_open=True).values("failed_run"))
    return runs


def lead(
    runs: QuerySet[GeneratedReport], filters: RunFilters, *, firm: Firm, leading: str
) -> list[QuerySet[GeneratedReport]]:
    """Return one query for each value of the leading filter; together they are all the matches."""
    if not leading:
        return [runs]
    return [runs.filter(_is_of(leading, (value,), firm=firm)) for value in getattr(filters, leading)]


def lead_all(
    runs: QuerySet[GeneratedReport], filters: RunFilters, *, firm: Firm, leading: str
) -> QuerySet[GeneratedReport]:
    """Return all the matches as one query, whose order no index gives: for counting."""
    return runs.filter(_is_of(leading, getattr(filters, leading), firm=firm)) if leading else runs


def _is_of(name: str, values: tuple[str, ...], *, firm: Firm) -> Q:
    """Say that the column holds one of the values. A report or creator is named by key, never by a join."""
    if name not in KEYS:
        return Q(**{f"{name}__in": values}) if len(values) > 1 else Q(**{name: values[0]})
    keys = keys_of(name, values, firm=firm)
    return Q(**{name: Subquery(keys[:1])}) if len(values) == 1 else Q(**{f"{name}__in": keys})


def keys_of(name: str, values: tuple[str, ...], *, firm: Firm) -> QuerySet[Any, Any]:
    """Return the keys of the firm's reports or creators with these upstream ids."""
    return KEYS[name].objects.filter(firm=firm, upstream_id__in=values).order_by().values("pk")


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


def runs_of_clients(filters: RunFilters, *, firm: Firm) -> QuerySet[PortfolioOutcome, Any]:
    """Return the keys of the runs that the named clients are in, without order and perhaps more than once."""
    outcomes = PortfolioOutcome.objects.filter(portfolio_id__in=_clients(filters, firm=firm))
    return outcomes.order_by().values("generated_report")


def is_of_clients(filters: RunFilters, *, firm: Firm) -> Exists:
    """Say of a run that a named client is in it, by a look at its own outcomes alone."""
    in_run = PortfolioOutcome.objects.filter(generated_report=OuterRef("pk"))
    if filters.client_key:
        return Exists(in_run.filter(portfolio=Subquery(_clients(filters, firm=firm)[:1])))
    # Through an expression: a look at each client would be a look at thousands.
    in_run = in_run.alias(told=Coalesce(F("portfolio_id"), Value(0)))
    return Exists(in_run.filter(told__in=_clients(filters, firm=firm)))


def _clients(filters: RunFilters, *, firm: Firm) -> QuerySet[Portfolio, Any]:
    """Return the keys of the named clients, from the small table of portfolios, never through a join."""
    portfolios = Portfolio.objects.filter(firm=firm).order_by()
    if filters.client_key:
        kind, number = filters.client_key
        return portfolios.filter(portfolio_type=kind, upstream_id=number).values("pk")
    named = Q()
    for word in filters.client_words:
        named &= Q(search_name__contains=word)
    for place, letter in enumerate(filters.client_text):
        if letter == "-":
            named |= Q(
                portfolio_type=filters.client_text[:place], upstream_id=filters.client_text[place + 1 :]
            )
    return portfolios.filter(named).values("pk")
