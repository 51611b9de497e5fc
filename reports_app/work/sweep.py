"""Finding work again that everybody lost: the recovery that needs no broker. It runs nothing itself."""

from datetime import datetime

from django.db.models import F

from reports_app.models import WorkItem
from reports_app.vocabulary import ReasonCode, WorkState

from .claims import MAX_ATTEMPTS

WORKER_DIED = (
    f"The worker died {MAX_ATTEMPTS} times at this, so it is not tried again by itself. "
    "Look at the worker's log, then ask once more."
)


def sweep(*, now: datetime) -> list[int]:
    """Queue again what a dead worker held, and return the pks of all items that are due, oldest first.

    An item whose worker died at the third attempt is failed instead, so that one bad item cannot hold up
    the queue for ever.
    """
    expired = WorkItem.objects.filter(state=WorkState.RUNNING.value, lease_until__lt=now)
    expired.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=WorkState.FAILED.value,
        finished_at=now,
        lease_until=None,
        # A worker that was only slow must not finish what is now judged: its fence is old.
        fence=F("fence") + 1,
        reason_code=ReasonCode.WORKER_DIED.value,
        reason=WORKER_DIED,
    )
    expired.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=WorkState.QUEUED.value,
        not_before=now,
        lease_until=None,
        fence=F("fence") + 1,
        reason_code=ReasonCode.WORKER_DIED.value,
        reason="The worker died in the middle of this; it starts again.",
    )
    due = WorkItem.objects.filter(state=WorkState.QUEUED.value, not_before__lte=now)
    return list(due.order_by("created_at", "pk").values_list("pk", flat=True))
