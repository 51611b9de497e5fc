"""Claims: who works on an item, and for how long that holds. It runs nothing itself.

A claim ends by itself when its lease passes. The fence grows at every claim, so that a worker that was
thought dead and comes back can change nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from reports_app.models import WorkItem
from reports_app.vocabulary import ReasonCode, WorkState

LEASE = timedelta(seconds=120)
MAX_ATTEMPTS = 3
REASON_LENGTH = 1000
# Waiting for the budget, or for the next start of this worker, says nothing about the work itself.
WAITING_IS_NO_ATTEMPT = frozenset(
    {ReasonCode.QUOTA_EXHAUSTED, ReasonCode.RATE_LIMITED, ReasonCode.INTERRUPTED}
)


class LeaseLost(Exception):
    """Somebody else holds the item now: stop, and write nothing more about it."""


@dataclass(frozen=True)
class Claim:
    """The right to work on one item until its lease passes.

    Raises: LeaseLost, from every method, once the item was handed to somebody else or is finished.
    """

    item: WorkItem
    fence: int

    def heartbeat(
        self, now: datetime, *, bytes_done: int | None = None, bytes_total: int | None = None
    ) -> None:
        """Extend the lease and note how far the work is. Units: bytes; None leaves what is noted."""
        progress = {"bytes_done": bytes_done, "bytes_total": bytes_total}
        known = {name: value for name, value in progress.items() if value is not None}
        self._change(lease_until=now + LEASE, **known)

    def finish(self, now: datetime) -> None:
        """Mark the item done."""
        self._change(state=WorkState.DONE.value, finished_at=now, lease_until=None, reason_code="", reason="")

    def fail(self, now: datetime, *, reason_code: ReasonCode, reason: str) -> None:
        """Mark the item failed for good; asking again writes a new item."""
        self._change(
            state=WorkState.FAILED.value,
            finished_at=now,
            lease_until=None,
            reason_code=reason_code.value,
            reason=reason[:REASON_LENGTH],
        )

    def put_back(self, now: datetime, *, not_before: datetime, reason_code: ReasonCode, reason: str) -> None:
        """Queue the item again, not to be claimed before a moment.

        Waiting for the budget does not count as an attempt. A moment that has passed means now.
        """
        uncounted = 1 if reason_code in WAITING_IS_NO_ATTEMPT else 0
        self._change(
            state=WorkState.QUEUED.value,
            not_before=max(now, not_before),
            attempts=F("attempts") - uncounted,
            lease_until=None,
            reason_code=reason_code.value,
            reason=reason[:REASON_LENGTH],
        )

    def _change(self, **values: Any) -> None:
        held = WorkItem.objects.filter(pk=self.item.pk, fence=self.fence, state=WorkState.RUNNING.value)
        if held.update(**values) != 1:
            raise LeaseLost(f"Work item {self.item.pk} is no longer held by this worker.")


def claim(work_item_pk: int, *, now: datetime) -> Claim | None:
    """Take a queued item that is due, or return None when it is taken, finished, not due or unknown."""
    with transaction.atomic():
        due = WorkItem.objects.filter(pk=work_item_pk, state=WorkState.QUEUED.value, not_before__lte=now)
        taken = due.update(
            state=WorkState.RUNNING.value,
            attempts=F("attempts") + 1,
            fence=F("fence") + 1,
            lease_until=now + LEASE,
            started_at=now,
            bytes_done=0,
            bytes_total=None,
            reason_code="",
            reason="",
        )
        if taken != 1:
            return None
        # Read inside the transaction: the row is ours until the commit, so this is our own fence.
        item = WorkItem.objects.select_related("firm", "generated_report__firm").get(pk=work_item_pk)
    return Claim(item=item, fence=item.fence)
