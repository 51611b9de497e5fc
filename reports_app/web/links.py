"""Addresses of lists behind figures: which filters of the list of runs say the same as a figure does."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from reports_app.models import Portfolio


def runs_url(*, since: date | None = None, until: date | None = None, **filters: str | list[str]) -> str:
    """Return the address of the list of runs, filtered. Shape: since and until are days, both included."""
    pairs = {name: value for name, value in filters.items() if value}
    if since:
        pairs["from"] = since.isoformat()
    if until:
        pairs["to"] = until.isoformat()
    return f"{reverse('runs')}?{urlencode(pairs, doseq=True)}" if pairs else reverse("runs")


def client_key(portfolio: Portfolio) -> str:
    """Return how addresses name a client: its type and id, since a group and an entity may share a number."""
    return f"{portfolio.portfolio_type}-{portfolio.upstream_id}"


def client_words(portfolio: Portfolio) -> str:
    """Return what tells a client from its namesakes: "Entity 3390054"."""
    return f"{portfolio.portfolio_type.capitalize()} {portfolio.upstream_id}"


def client_url(portfolio: Portfolio) -> str:
    """Return the address of a client's runs, newest first."""
    return runs_url(client=client_key(portfolio))
