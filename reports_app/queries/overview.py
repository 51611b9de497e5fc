"""What the overview shows beside failures and days: newest runs, PDFs that wait, requests left.

Each is one query that reads a bounded number of rows, however large the mirror is.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, Sum

from reports_app.access import Viewer
from reports_app.models import Firm, GeneratedReport, RequestLedgerEntry
from reports_app.quota import Gauge, Gauges, Limits, Window
from reports_app.vocabulary import PublishState

RUNS_COUNTED = 5000


@dataclass(frozen=True)
class WaitingFiles:
    """Generated clients that Addepar says are not published, of the last 90 days of the firm's calendar.

    Shape: counts of PDFs by the day their run completed: recent from recent_from on, week before week_until,
    days between. Where is_capped, RUNS_COUNTED runs were counted and there are more: lower bounds, all three.
    """

    since: date
    week_until: date
    recent_from: date
    recent: int = 0
    days: int = 0
    week: int = 0
    oldest_at: datetime | None = None
    is_capped: bool = False

    @property
    def total(self) -> int:
        return self.recent + self.days + self.week


def read_newest_runs(viewer: Viewer, *, firm: Firm, limit: int) -> list[GeneratedReport]:
    """Return the newest runs with their reports, without the raw resource."""
    if not viewer.sees_all:
        return []
    runs = GeneratedReport.objects.filter(firm=firm).select_related("report").defer("raw")
    return list(runs.order_by("-completed_at", "-upstream_id")[:limit])


def read_waiting_files(viewer: Viewer, *, firm: Firm, today: date, zone: ZoneInfo) -> WaitingFiles:
    """Sum what is ready and not published, by age. Reads at most RUNS_COUNTED rows, by the publish index."""
    since, week_until, recent_from = (today - timedelta(days=back) for back in (89, 6, 2))
    if not viewer.sees_all:
        return WaitingFiles(since, week_until, recent_from)
    waiting = GeneratedReport.objects.filter(
        firm=firm,
        publish_state__in=[PublishState.WAITING.value, PublishState.PARTLY.value],
        completed_at__gte=day_start(since, zone=zone),
    ).order_by()[: RUNS_COUNTED + 1]
    is_recent = Q(completed_at__gte=day_start(recent_from, zone=zone))
    is_week = Q(completed_at__lt=day_start(week_until, zone=zone))
    sums = waiting.aggregate(
        recent=Sum("unpublished_count", filter=is_recent, default=0),
        days=Sum("unpublished_count", filter=~is_recent & ~is_week, default=0),
        week=Sum("unpublished_count", filter=is_week, default=0),
        oldest_at=Min("completed_at", filter=Q(unpublished_count__gt=0)),
        runs=Count("completed_at"),
    )
    is_capped = sums.pop("runs") > RUNS_COUNTED
    return WaitingFiles(since, week_until, recent_from, is_capped=is_capped, **sums)


def day_start(day: date, *, zone: ZoneInfo) -> datetime:
    """Return the moment a day of the firm's calendar begins."""
    return datetime.combine(day, time.min, tzinfo=zone)


def read_budget(firm: Firm, *, limits: Limits, now: datetime) -> Gauges:
    """Count both windows as `quota.read_gauges` does, in one query: the day holds the quarter hour."""
    sent = list(
        RequestLedgerEntry.objects.filter(firm=firm, sent_at__gt=now - limits.day.length)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)[: limits.day.allowed * 2]
    )
    waits = firm.not_before if firm.not_before and firm.not_before > now else None
    return Gauges(short=_gauge(sent, limits.short, now), day=_gauge(sent, limits.day, now), not_before=waits)


def _gauge(newest_first: list[datetime], window: Window, now: datetime) -> Gauge:
    inside = [at for at in newest_first if at > now - window.length]
    return Gauge(
        used=len(inside),
        allowed=window.allowed,
        reserved=window.reserved,
        frees_at=inside[-1] + window.length if inside else None,
    )
