"""What the admin's home says: last sync, unhealed failures, recent runs, requests left, work in progress.

Seven queries, each of a few rows; no table is counted. A viewer who does not see all clients sees nothing.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from reports_app import conf
from reports_app.access import Viewer
from reports_app.models import Firm, GeneratedReport, Standing, SyncRun, WorkItem
from reports_app.quota import Gauges, read_gauges
from reports_app.vocabulary import SyncState, WorkState

SHOWN = 8
FAILURES_COUNTED = 500
SYNC_RUNS_READ = 20
RUNS_A_DAY_COUNTED = 10_000
TROUBLE = {SyncState.FAILED, SyncState.STOPPED, SyncState.ABANDONED}


@dataclass(frozen=True)
class Failures:
    """Open failures, newest first. Shape: SHOWN rows at most; count stops at FAILURES_COUNTED + 1."""

    rows: list[Standing]
    count: int
    cap: int = FAILURES_COUNTED


@dataclass(frozen=True)
class Home:
    """last_sync is the newest sync run; last_complete the newest complete one among the last twenty."""

    last_sync: SyncRun | None
    last_complete: SyncRun | None
    failures: Failures
    recent: list[GeneratedReport]
    today: dict[str, int]
    gauges: Gauges
    work: list[WorkItem]
    today_date: date

    @property
    def runs_today(self) -> int:
        return sum(self.today.values())

    @property
    def sync_trouble(self) -> bool:
        """Say whether the newest sync ended in a way that a person should read about."""
        return self.last_sync is not None and self.last_sync.state in TROUBLE

    @property
    def work_is_cut(self) -> bool:
        return len(self.work) == SHOWN

    @property
    def day_used(self) -> list[tuple[str, float]]:
        return [("accent", self.gauges.day.used)]

    @property
    def day_reserve(self) -> int:
        return self.gauges.day.allowed - self.gauges.day.reserved

    @property
    def day_label(self) -> str:
        return f"{self.gauges.day.used:,} of {self.gauges.day.allowed:,} requests used in 24 hours"


def read_home(firm: Firm, *, viewer: Viewer, now: datetime) -> Home:
    """Gather the home of one firm."""
    sync_runs = list(SyncRun.objects.filter(firm=firm)[:SYNC_RUNS_READ])
    complete = (run for run in sync_runs if run.state == SyncState.COMPLETE)
    return Home(
        last_sync=sync_runs[0] if sync_runs else None,
        last_complete=next(complete, None),
        failures=_failures(firm, viewer=viewer),
        recent=_recent(firm, viewer=viewer),
        today=_today(firm, viewer=viewer, now=now),
        gauges=read_gauges(firm, limits=conf.request_limits(), now=now),
        work=_work(firm),
        today_date=now.astimezone(conf.firm_zone()).date(),
    )


def _failures(firm: Firm, *, viewer: Viewer) -> Failures:
    if not viewer.sees_all:
        return Failures(rows=[], count=0)
    rows = list(
        Standing.objects.filter(is_open=True, report__firm=firm)
        .select_related("report", "portfolio")
        .order_by("-failed_at", "-pk")[: FAILURES_COUNTED + 1]
    )
    return Failures(rows=rows[:SHOWN], count=len(rows))


def _recent(firm: Firm, *, viewer: Viewer) -> list[GeneratedReport]:
    if not viewer.sees_all:
        return []
    return list(GeneratedReport.objects.filter(firm=firm).select_related("report").defer("raw")[:SHOWN])


def _today(firm: Firm, *, viewer: Viewer, now: datetime) -> dict[str, int]:
    """Count the runs since midnight in the firm's zone, by outcome."""
    if not viewer.sees_all:
        return {}
    midnight = now.astimezone(conf.firm_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    outcomes = GeneratedReport.objects.filter(firm=firm, completed_at__gte=midnight)
    return dict(Counter(outcomes.order_by().values_list("outcome", flat=True)[:RUNS_A_DAY_COUNTED]))


def _work(firm: Firm) -> list[WorkItem]:
    unfinished = WorkItem.objects.filter(
        firm=firm, state__in=[WorkState.QUEUED.value, WorkState.RUNNING.value]
    )
    return list(unfinished.select_related("generated_report", "requested_by").order_by("created_at")[:SHOWN])
