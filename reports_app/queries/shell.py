"""How the mirror stands with its upstream, for the frame of every page: one query over the newest sync runs.

It tells no client's data, so every viewer gets the same answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from reports_app.access import Viewer
from reports_app.models import Firm, SyncRun
from reports_app.vocabulary import ReasonCode, SyncState

SYNC_RUNS_READ = 20
# Beat's ticks and a slow upstream make single gaps uneven: three missed in a row are worth a word.
LATE_AFTER_INTERVALS = 3
# A running sync reports after every page; one that is silent this long has lost its process.
SILENT_AFTER = timedelta(minutes=10)
BUDGET_REASONS = {ReasonCode.QUOTA_EXHAUSTED, ReasonCode.RATE_LIMITED}


class SyncHealthState(StrEnum):
    """The one thing to say about the sync; the first that applies, worst first."""

    NEVER = "never"
    FIRST_RUNNING = "first_running"
    PAUSED = "paused"
    OUT_OF_REQUESTS = "out_of_requests"
    FAILED = "failed"
    LATE = "late"
    CURRENT = "current"


@dataclass(frozen=True)
class SyncHealth:
    """running: a sync under way; last_ended: the newest one that is over; last_complete: the newest good one.

    Times: next_at is when the schedule asks again; None while it pauses, or before the first sync.
    """

    state: SyncHealthState
    running: SyncRun | None
    last_ended: SyncRun | None
    last_complete: SyncRun | None
    next_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Say whether what the pages show may be out of date."""
        return self.state not in (SyncHealthState.CURRENT, SyncHealthState.FIRST_RUNNING)


def read_sync_health(viewer: Viewer, *, firm: Firm, now: datetime, interval: timedelta) -> SyncHealth:
    """Judge the firm's newest sync runs. One query; a second one only where twenty in a row went wrong."""
    newest = list(SyncRun.objects.filter(firm=firm).order_by("-started_at", "-pk")[:SYNC_RUNS_READ])
    running = next((run for run in newest if _is_alive(run, now=now)), None)
    ended = next((run for run in newest if run.state != SyncState.RUNNING), None)
    complete = next((run for run in newest if run.state == SyncState.COMPLETE), None)
    if complete is None and len(newest) == SYNC_RUNS_READ:
        complete = SyncRun.objects.filter(firm=firm, state=SyncState.COMPLETE).order_by("-started_at").first()
    return SyncHealth(
        state=_state(firm, running, ended, complete, is_late=_is_late(complete, now=now, interval=interval)),
        running=running,
        last_ended=ended,
        last_complete=complete,
        next_at=newest[0].started_at + interval if newest and not firm.paused_reason else None,
    )


def _is_alive(run: SyncRun, *, now: datetime) -> bool:
    return run.state == SyncState.RUNNING and now - run.heartbeat_at < SILENT_AFTER


def _is_late(complete: SyncRun | None, *, now: datetime, interval: timedelta) -> bool:
    if complete is None or complete.finished_at is None:
        return True
    return now - complete.finished_at > LATE_AFTER_INTERVALS * interval


def _state(
    firm: Firm,
    running: SyncRun | None,
    ended: SyncRun | None,
    complete: SyncRun | None,
    *,
    is_late: bool,
) -> SyncHealthState:
    if firm.paused_reason:
        return SyncHealthState.PAUSED
    if running and not complete:
        return SyncHealthState.FIRST_RUNNING
    if ended is None:
        return SyncHealthState.NEVER
    if ended.state == SyncState.STOPPED and ended.reason_code in BUDGET_REASONS:
        return SyncHealthState.OUT_OF_REQUESTS
    if ended.state in (SyncState.FAILED, SyncState.ABANDONED):
        return SyncHealthState.FAILED
    return SyncHealthState.LATE if is_late else SyncHealthState.CURRENT
