"""What Celery wakes: thin functions that claim a row and call one room.

No other module of the app imports celery.

The row is the queue of record: a lost message costs a wait until the next sweep, never the work.
"""

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.db import transaction
from kombu.exceptions import OperationalError

from reports_app import conf
from reports_app.archive import FETCH_PRIORITY, run_fetch_zip
from reports_app.models import Firm, GeneratedReport, SyncRun, User, WorkItem
from reports_app.sync import SyncRequest, SyncResult, run_sync
from reports_app.vocabulary import ReasonCode, SyncState, SyncTrigger, WorkKind
from reports_app.work import Claim, claim, enqueue_fetch_zip, enqueue_sync, sweep

log = logging.getLogger(__name__)


def request_zip(generated_report: GeneratedReport, *, requested_by: User | None) -> WorkItem:
    """Ask for a run's zip: write the work row and wake a worker once it is committed."""
    with transaction.atomic():
        item = enqueue_fetch_zip(generated_report, requested_by=requested_by, now=conf.utc_now())
        _wake_on_commit(item.pk)
    return item


def request_sync(firm: Firm, *, requested_by: User | None) -> WorkItem:
    """Ask for a sync now: write the work row and wake a worker once it is committed."""
    with transaction.atomic():
        item = enqueue_sync(firm, requested_by=requested_by, now=conf.utc_now())
        _wake_on_commit(item.pk)
    return item


@shared_task(time_limit=30 * 60)
def do_work(work_item_pk: int) -> str:
    """Claim one work row and do it; a row that somebody else holds, or that is done, is no work."""
    claimed = claim(work_item_pk, now=conf.utc_now())
    if claimed is None:
        return "nothing to do"
    try:
        return _do(claimed)
    except conf.ConfigurationMissing as missing:
        # Trying again would not bring a key: say so where the work is shown.
        claimed.fail(conf.utc_now(), reason_code=ReasonCode.UNEXPECTED, reason=str(missing))
        return "failed"


def _do(claimed: Claim) -> str:
    if claimed.item.kind == WorkKind.FETCH_ZIP:
        client = conf.client_for(claimed.item.firm, priority=FETCH_PRIORITY)
        fetched = run_fetch_zip(claimed, client=client, store=conf.content_store(), now=conf.utc_now)
        return str(fetched.state)
    result = _sync(claimed.item.firm, trigger=SyncTrigger.PERSON, requested_by=claimed.item.requested_by)
    if result.state in (SyncState.COMPLETE, SyncState.BUSY):
        claimed.finish(conf.utc_now())
    else:
        claimed.fail(conf.utc_now(), reason_code=result.reason_code, reason=result.reason)
    return str(result.state)


@shared_task(time_limit=30 * 60)
def run_scheduled_sync() -> str:
    """Sync the configured firm when its interval has passed; Celery beat only says "look now"."""
    if not conf.is_firm_configured():
        return "no firm"
    firm = conf.current_firm()
    if not _is_sync_due(firm):
        return "not due"
    try:
        return str(_sync(firm, trigger=SyncTrigger.SCHEDULE, requested_by=None).state)
    except conf.ConfigurationMissing as missing:
        log.error("%s", missing)
        return "no key"


@shared_task(time_limit=60)
def sweep_work() -> int:
    """Put back work whose worker died, and wake somebody for every row that is due."""
    due = sweep(now=conf.utc_now())
    for work_item_pk in due:
        _wake(work_item_pk)
    return len(due)


@worker_ready.connect
def look_at_once(**_: object) -> None:
    """Look as soon as a worker is up: a first sync must not wait for beat's first tick."""
    for task in (run_scheduled_sync, sweep_work):
        _publish(task, ())


def _sync(firm: Firm, *, trigger: SyncTrigger, requested_by: User | None) -> SyncResult:
    request = SyncRequest(trigger=trigger, requested_by=requested_by)
    return run_sync(
        firm,
        client=conf.client_for(firm, priority=request.priority),
        request=request,
        zone=conf.firm_zone(),
        clock=conf.utc_now,
    )


def _is_sync_due(firm: Firm) -> bool:
    """Say whether the interval since the last sync has passed and nothing forbids another.

    A firm whose key was refused pauses until a person tries again.
    """
    now = conf.utc_now()
    if firm.paused_reason or (firm.not_before and firm.not_before > now):
        return False
    last = SyncRun.objects.filter(firm=firm).order_by("-started_at").first()
    # A few seconds early is on time: beat's ticks are not exact.
    interval = timedelta(seconds=conf.sync_interval_seconds() - 5)
    return last is None or not now - interval < last.started_at <= now


def _wake_on_commit(work_item_pk: int) -> None:
    transaction.on_commit(lambda: _wake(work_item_pk))


def _wake(work_item_pk: int) -> None:
    _publish(do_work, (work_item_pk,))


def _publish(task: Any, args: tuple[int, ...]) -> None:
    """Send a message; a broker that is down is no trouble, the sweep finds the row."""
    try:
        task.apply_async(args=args, retry=False, expires=300)
    except (OperationalError, OSError) as error:
        log.warning("The broker took no message (%s); the sweep will find the work.", type(error).__name__)
