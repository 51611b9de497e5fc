"""One sync from its lease to its row: what to read, in which order, and how it ended.

Windows wider than this (trickle, hourly re-read) have their seam in `_descents`.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import DatabaseError, transaction

from reports_app.addepar import AddeparClient, AddeparError, Priority
from reports_app.models import Firm, SyncRun, User
from reports_app.vocabulary import ReasonCode, SyncState, SyncTrigger

from .creators import ask_creators
from .descent import Descent, Step
from .endings import Interrupted, ending_of, sentence_of_success
from .lease import Lease, LeaseLost, take_lease
from .result import Counts, SyncResult
from .upsert import Store

log = logging.getLogger(__name__)
UNFORESEEN = "Something unforeseen went wrong; the log says where. What was stored before is kept."


@dataclass(frozen=True)
class SyncRequest:
    """What a door asks for. since: read only runs completed after it."""

    trigger: SyncTrigger
    is_full: bool = False
    since: datetime | None = None
    requested_by: User | None = None

    @property
    def priority(self) -> Priority:
        """Return how urgent its requests are: a person's click may spend what is kept for people."""
        return Priority.CLICK if self.trigger == SyncTrigger.PERSON else Priority.NEW


def run_sync(
    firm: Firm,
    *,
    client: AddeparClient,
    request: SyncRequest,
    zone: ZoneInfo,
    clock: Callable[[], datetime],
    should_stop: Callable[[], bool] = lambda: False,
) -> SyncResult:
    """Mirror the firm's runs once and write one sync-run row that says how it went.

    Shape: at most one sync a firm at a time; another one returns the state busy and writes no row.
    """
    now = clock()
    lease = take_lease(firm.pk, now=now)
    if lease is None:
        return _busy(firm, now=now)
    firm.refresh_from_db()
    row = _open_row(firm, request=request, now=now)
    attempt = _Attempt(firm, client, request, zone, clock, should_stop, lease, row)
    try:
        result = attempt.carry_out()
        attempt.close(result)
    finally:
        lease.release()
    return result


@dataclass
class _Attempt:
    firm: Firm
    client: AddeparClient
    request: SyncRequest
    zone: ZoneInfo
    clock: Callable[[], datetime]
    should_stop: Callable[[], bool]
    lease: Lease
    row: SyncRun
    counts: Counts = field(default_factory=Counts)

    def carry_out(self) -> SyncResult:
        """Read and store; turn every foreseen trouble into a result."""
        already_sent = self.client.requests_sent
        try:
            self._read()
            ask_creators(self.firm, client=self.client, clock=self.clock)
            state, code, reason = (
                SyncState.COMPLETE,
                ReasonCode.COMPLETE,
                sentence_of_success(self.counts),
            )
        except (AddeparError, LeaseLost, Interrupted, DatabaseError, OSError) as error:
            log.warning("Sync %s ended early: %s", self.row.pk, type(error).__name__)
            state, code, reason = ending_of(error)
        except Exception:
            log.exception("Sync %s met something unforeseen.", self.row.pk)
            state, code, reason = SyncState.FAILED, ReasonCode.UNEXPECTED, UNFORESEEN
        self.counts.requests = self.client.requests_sent - already_sent
        return SyncResult(state, code, reason, self.counts)

    def close(self, result: SyncResult) -> None:
        """Write how it ended, and pause or resume the schedule by what the key was told."""
        for name, value in result.counts.as_columns().items():
            setattr(self.row, name, value)
        self.row.state, self.row.reason_code = result.state, result.reason_code
        self.row.reason = result.reason[:1000]
        self.row.finished_at = self.row.heartbeat_at = self.clock()
        self.row.save()
        refused = result.reason_code in (ReasonCode.CREDENTIALS_REFUSED, ReasonCode.PERMISSION_REFUSED)
        if refused or result.state == SyncState.COMPLETE:
            paused_reason = str(result.reason_code) if refused else ""
            Firm.objects.filter(pk=self.firm.pk).update(paused_reason=paused_reason)

    def _read(self) -> None:
        for descent, is_backlog in self._descents():
            backlog = None if is_backlog else self.firm.unread_before
            for step in descent:
                is_last = self._keep(step, descent=descent, backlog=backlog, is_backlog=is_backlog)
                if is_last:
                    break
                if self.should_stop():
                    raise Interrupted

    def _descents(self) -> Iterator[tuple[Descent, bool]]:
        """Yield the ways down: from the newest run, so that a first look is useful; then what is unread."""
        since = self.request.since
        yield Descent(self.client, page_size=self.firm.page_size, after=since), False
        if since is None and not self.request.is_full and self.firm.unread_before is not None:
            unread = self.firm.unread_before
            yield Descent(self.client, page_size=self.firm.page_size, before=unread), True

    def _keep(self, step: Step, *, descent: Descent, backlog: datetime | None, is_backlog: bool) -> bool:
        """Store a page with its marks in one transaction; say whether the descent ends here."""
        now = self.clock()
        with transaction.atomic():
            self.lease.renew(now=now)
            counts = Store(self.firm, self.zone, now).store_page(step.page)
            is_last = step.is_end or (not is_backlog and self._meets_known(counts))
            self.counts.add(counts)
            self._mark_progress(step, is_last=is_last, backlog=backlog, now=now)
            self.firm.page_size = descent.page_size
            self.firm.save(update_fields=["page_size", "unread_before", "fully_read_at"])
            for name, value in self.counts.as_columns().items():
                setattr(self.row, name, value)
            self.row.heartbeat_at = now
            self.row.save()
        return is_last

    def _meets_known(self, counts: Counts) -> bool:
        """Say whether all below was read before: nothing new here, and the bottom was once reached."""
        reads_everything = self.request.is_full or self.request.since is not None
        is_all_known = counts.created == 0 and counts.quarantined == 0
        return not reads_everything and self.firm.fully_read_at is not None and is_all_known

    def _mark_progress(self, step: Step, *, is_last: bool, backlog: datetime | None, now: datetime) -> None:
        """Move the mark of what is unread: a sync that dies after this page loses nothing."""
        if self.request.since is not None:
            if self.counts.created:
                # What lies between these runs and the known ones is unread: the next sync reads all.
                self.firm.fully_read_at = None
            return
        if not is_last:
            bounds = [bound for bound in (step.before, backlog) if bound is not None]
            self.firm.unread_before = max(bounds, default=None)
        elif step.is_end:
            self.firm.unread_before, self.firm.fully_read_at = None, now
        else:
            self.firm.unread_before = backlog


def _open_row(firm: Firm, *, request: SyncRequest, now: datetime) -> SyncRun:
    """Write the row of this sync; one that still says running belongs to a process that died."""
    SyncRun.objects.filter(firm=firm, state=SyncState.RUNNING).update(
        state=SyncState.ABANDONED,
        reason_code=ReasonCode.WORKER_DIED,
        reason="The process ended without a word. What it had stored is kept; the next sync went on.",
        finished_at=now,
    )
    return SyncRun.objects.create(
        firm=firm,
        trigger=request.trigger,
        requested_by=request.requested_by,
        is_full=request.is_full,
        state=SyncState.RUNNING,
        started_at=now,
        heartbeat_at=now,
    )


def _busy(firm: Firm, *, now: datetime) -> SyncResult:
    holder = SyncRun.objects.filter(firm=firm, state=SyncState.RUNNING).first()
    age = (
        f"sync {holder.pk} for {int((now - holder.started_at).total_seconds())} s"
        if holder
        else "another sync"
    )
    reason = (
        f"{firm} is being synced by {age}. Wait for it to end; it stores what this one would have stored."
    )
    return SyncResult(SyncState.BUSY, ReasonCode.LEASE_HELD, reason)
