"""How far the first reading of a firm is, for the page that shows it. It tells no client's data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Sum

from reports_app.access import Viewer
from reports_app.models import Firm, RequestLedgerEntry, SyncRun, WorkItem
from reports_app.vocabulary import SyncState, WorkKind, WorkState


class FirstSyncState(StrEnum):
    """What to say of it; the first that applies."""

    RUNNING = "running"
    QUEUED = "queued"
    NOT_ASKED = "not_asked"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class FirstSync:
    """Counts are of everything since the firm was connected. read_back_to: what is older is unread."""

    state: FirstSyncState
    pages: int
    stored: int
    requests: int
    read_back_to: datetime | None
    queued_at: datetime | None
    reason_code: str
    reason: str

    @property
    def is_moving(self) -> bool:
        """Say whether it may change by itself."""
        return self.state in (FirstSyncState.RUNNING, FirstSyncState.QUEUED, FirstSyncState.STOPPED)


def read_first_sync(viewer: Viewer, *, firm: Firm) -> FirstSync | None:
    """Read how far the firm's first sync is; None for a viewer who is no admin. Four queries."""
    if not viewer.is_admin:
        return None
    since = firm.connected_at or firm.created_at
    runs = SyncRun.objects.filter(firm=firm, started_at__gte=since)
    totals = runs.aggregate(pages=Sum("pages", default=0), stored=Sum("created", default=0))
    newest = runs.order_by("-started_at", "-pk").first()
    item = WorkItem.objects.filter(firm=firm, kind=WorkKind.SYNC, created_at__gte=since).first()
    ended = newest or item
    return FirstSync(
        state=_state(firm, newest, item),
        pages=totals["pages"],
        stored=totals["stored"],
        requests=RequestLedgerEntry.objects.filter(firm=firm, sent_at__gte=since).count(),
        read_back_to=firm.unread_before,
        queued_at=item.created_at if item else None,
        reason_code=ended.reason_code if ended else "",
        reason=ended.reason if ended else "",
    )


def _state(firm: Firm, newest: SyncRun | None, item: WorkItem | None) -> FirstSyncState:
    if newest is not None and newest.state == SyncState.RUNNING:
        return FirstSyncState.RUNNING
    waits = item is not None and item.state in (WorkState.QUEUED, WorkState.RUNNING)
    if item is not None and waits and (newest is None or newest.started_at < item.created_at):
        return FirstSyncState.QUEUED
    if newest is None:
        is_lost = item is not None and item.state == WorkState.FAILED
        return FirstSyncState.FAILED if is_lost else FirstSyncState.NOT_ASKED
    if newest.state == SyncState.COMPLETE and firm.fully_read_at is not None:
        return FirstSyncState.COMPLETE
    is_resumed = newest.state in (SyncState.STOPPED, SyncState.COMPLETE)
    return FirstSyncState.STOPPED if is_resumed else FirstSyncState.FAILED
