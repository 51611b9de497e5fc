"""Writing down what is to be done. It wakes nobody: the caller does, after its commit."""

from datetime import datetime

from django.db import IntegrityError, transaction

from reports_app.models import Firm, GeneratedReport, User, WorkItem
from reports_app.vocabulary import WorkKind, WorkState

OPEN_STATES = (WorkState.QUEUED.value, WorkState.RUNNING.value)


def enqueue_fetch_zip(
    generated_report: GeneratedReport, *, requested_by: User | None, now: datetime
) -> WorkItem:
    """Return the unfinished item for this run's zip, written now if there was none.

    Ten clicks are one download: the constraint in the database decides, not a look before.
    """
    return _open_item(
        generated_report.firm,
        kind=WorkKind.FETCH_ZIP,
        subject=generated_report.upstream_id,
        generated_report=generated_report,
        requested_by=requested_by,
        now=now,
    )


def enqueue_sync(firm: Firm, *, requested_by: User | None, now: datetime) -> WorkItem:
    """Return the firm's unfinished sync item, written now if there was none."""
    return _open_item(
        firm, kind=WorkKind.SYNC, subject="", generated_report=None, requested_by=requested_by, now=now
    )


def _open_item(
    firm: Firm,
    *,
    kind: WorkKind,
    subject: str,
    generated_report: GeneratedReport | None,
    requested_by: User | None,
    now: datetime,
) -> WorkItem:
    key = {"firm": firm, "kind": kind.value, "subject": subject}
    for is_last_try in (False, False, True):
        item = WorkItem.objects.filter(**key, state__in=OPEN_STATES).first()
        if item is not None:
            return item
        try:
            with transaction.atomic():
                return WorkItem.objects.create(
                    **key,
                    generated_report=generated_report,
                    requested_by=requested_by,
                    state=WorkState.QUEUED.value,
                    created_at=now,
                    not_before=now,
                )
        except IntegrityError:
            # Somebody wrote it between the look and the write, and may even have finished it: look again.
            if is_last_try:
                raise
    raise AssertionError("the last try returns or raises")
