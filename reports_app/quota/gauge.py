"""How much of the budget is used, for people to read. It sends and reserves nothing."""

from dataclasses import dataclass
from datetime import datetime

from reports_app.models import Firm, RequestLedgerEntry

from .limits import Limits, Window


@dataclass(frozen=True)
class Gauge:
    """One window as a person reads it: requests that we sent; other tools of the firm are unseen."""

    used: int
    allowed: int
    reserved: int
    frees_at: datetime | None

    @property
    def left(self) -> int:
        return max(self.allowed - self.used, 0)

    @property
    def is_spent(self) -> bool:
        """Say whether only the share kept for people is left."""
        return self.used >= self.allowed - self.reserved


@dataclass(frozen=True)
class Gauges:
    short: Gauge
    day: Gauge
    not_before: datetime | None


def read_gauges(firm: Firm, *, limits: Limits, now: datetime) -> Gauges:
    """Count both windows. Two queries."""
    waits = firm.not_before if firm.not_before and firm.not_before > now else None
    return Gauges(
        short=_gauge(firm, window=limits.short, now=now),
        day=_gauge(firm, window=limits.day, now=now),
        not_before=waits,
    )


def _gauge(firm: Firm, *, window: Window, now: datetime) -> Gauge:
    sent = list(
        RequestLedgerEntry.objects.filter(firm=firm, sent_at__gt=now - window.length)
        .order_by("sent_at")
        .values_list("sent_at", flat=True)[: window.allowed * 2]
    )
    return Gauge(
        used=len(sent),
        allowed=window.allowed,
        reserved=window.reserved,
        frees_at=sent[0] + window.length if sent else None,
    )
