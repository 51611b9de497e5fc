"""Work is written once, claimed once, and found again when its worker died (F-52 to F-54)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from reports_app.models import Firm, GeneratedReport, User, WorkItem
from reports_app.vocabulary import ReasonCode, WorkKind, WorkState
from reports_app.work import (
    LEASE,
    Claim,
    LeaseLost,
    claim,
    enqueue_fetch_zip,
    enqueue_sync,
    sweep,
)
from tests.archive.rows import NOW, make_generated_report

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(db: None) -> Firm:
    return Firm.objects.create(base_url="http://127.0.0.1", addepar_firm_id="7001")


@pytest.fixture
def generated_report(firm: Firm) -> GeneratedReport:
    return make_generated_report(firm, upstream_id="run-1")


@pytest.fixture
def item(generated_report: GeneratedReport) -> WorkItem:
    return enqueue_fetch_zip(generated_report, requested_by=None, now=NOW)


def taken(item: WorkItem, *, at: datetime = NOW) -> Claim:
    found = claim(item.pk, now=at)
    assert found is not None
    return found


def test_an_item_says_what_to_do_for_whom(generated_report: GeneratedReport) -> None:
    person = User.objects.create_user("dana")

    item = enqueue_fetch_zip(generated_report, requested_by=person, now=NOW)

    item.refresh_from_db()
    assert (item.kind, item.state, item.subject) == (
        WorkKind.FETCH_ZIP.value,
        WorkState.QUEUED.value,
        "run-1",
    )
    assert (item.generated_report, item.requested_by, item.firm) == (
        generated_report,
        person,
        generated_report.firm,
    )
    assert (item.created_at, item.not_before, item.attempts) == (NOW, NOW, 0)


def test_a_second_click_gets_the_first_item_queued_or_running(
    generated_report: GeneratedReport, item: WorkItem
) -> None:
    assert enqueue_fetch_zip(generated_report, requested_by=None, now=NOW + MINUTE) == item
    taken(item)
    assert enqueue_fetch_zip(generated_report, requested_by=None, now=NOW + MINUTE) == item
    assert WorkItem.objects.count() == 1


def test_after_the_end_a_click_writes_a_new_item(generated_report: GeneratedReport, item: WorkItem) -> None:
    taken(item).finish(NOW)

    assert enqueue_fetch_zip(generated_report, requested_by=None, now=NOW + MINUTE) != item


def test_a_firm_has_one_open_sync_item(firm: Firm, item: WorkItem) -> None:
    first = enqueue_sync(firm, requested_by=None, now=NOW)

    assert enqueue_sync(firm, requested_by=None, now=NOW + MINUTE) == first
    assert first != item
    assert (first.kind, first.subject, first.generated_report) == (WorkKind.SYNC.value, "", None)


def test_the_database_itself_refuses_a_second_open_item(item: WorkItem) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.create(
            firm=item.firm, kind=item.kind, subject=item.subject, created_at=NOW, not_before=NOW
        )


def test_a_claim_holds_for_the_lease(item: WorkItem) -> None:
    found = taken(item)

    row = WorkItem.objects.get()
    assert (row.state, row.attempts, row.fence, row.started_at) == (WorkState.RUNNING.value, 1, 1, NOW)
    assert row.lease_until == NOW + LEASE
    assert LEASE.total_seconds() == 120
    assert found.item == row
    assert claim(item.pk, now=NOW) is None


def test_nothing_is_claimed_before_its_time_nor_after_its_end(item: WorkItem) -> None:
    assert claim(item.pk, now=NOW - MINUTE) is None
    assert claim(item.pk + 1, now=NOW) is None
    taken(item).fail(NOW, reason_code=ReasonCode.NO_ZIP, reason="No zip.")
    assert claim(item.pk, now=NOW + MINUTE) is None


def test_a_heartbeat_extends_the_lease_and_notes_progress(item: WorkItem) -> None:
    found = taken(item)

    found.heartbeat(NOW + MINUTE, bytes_done=5, bytes_total=10)
    found.heartbeat(NOW + 2 * MINUTE)

    row = WorkItem.objects.get()
    assert row.lease_until == NOW + 2 * MINUTE + LEASE
    assert (row.bytes_done, row.bytes_total) == (5, 10)
    assert sweep(now=NOW + 3 * MINUTE) == []


def test_an_item_put_back_waits_and_keeps_its_reason(item: WorkItem) -> None:
    taken(item).put_back(
        NOW, not_before=NOW + MINUTE, reason_code=ReasonCode.UPSTREAM_ERROR, reason="Addepar failed (500)."
    )

    row = WorkItem.objects.get()
    assert (row.state, row.attempts, row.reason) == (WorkState.QUEUED.value, 1, "Addepar failed (500).")
    assert sweep(now=NOW) == []
    assert sweep(now=NOW + MINUTE) == [item.pk]


def test_waiting_for_the_budget_is_no_attempt(item: WorkItem) -> None:
    for reason_code in (ReasonCode.QUOTA_EXHAUSTED, ReasonCode.RATE_LIMITED, ReasonCode.INTERRUPTED):
        taken(item).put_back(NOW, not_before=NOW, reason_code=reason_code, reason="Later.")

        assert WorkItem.objects.get().attempts == 0


def test_a_long_reason_is_cut_and_not_refused(item: WorkItem) -> None:
    taken(item).fail(NOW, reason_code=ReasonCode.UNEXPECTED, reason="x" * 5000)

    assert len(WorkItem.objects.get().reason) == 1000


def test_a_dead_workers_item_is_queued_again_and_the_old_claim_is_void(item: WorkItem) -> None:
    dead = taken(item)
    late = NOW + LEASE + timedelta(seconds=1)

    assert sweep(now=NOW + LEASE) == []
    assert sweep(now=late) == [item.pk]

    for act in (
        lambda: dead.heartbeat(late),
        lambda: dead.finish(late),
        lambda: dead.fail(late, reason_code=ReasonCode.DISK, reason="Full."),
        lambda: dead.put_back(late, not_before=late, reason_code=ReasonCode.DISK, reason="Full."),
    ):
        with pytest.raises(LeaseLost):
            act()
    row = WorkItem.objects.get()
    assert (row.state, row.reason_code) == (WorkState.QUEUED.value, ReasonCode.WORKER_DIED.value)
    assert taken(item, at=late).fence > dead.fence


def test_after_three_dead_workers_the_item_fails_and_the_queue_moves_on(item: WorkItem, firm: Firm) -> None:
    other = enqueue_sync(firm, requested_by=None, now=NOW)
    moment = NOW
    for _ in range(3):
        taken(item, at=moment)
        moment += 2 * LEASE
        due = sweep(now=moment)

    row = WorkItem.objects.get(pk=item.pk)
    assert (row.state, row.reason_code) == (WorkState.FAILED.value, ReasonCode.WORKER_DIED.value)
    assert "died 3 times" in row.reason
    assert row.finished_at == moment
    assert due == [other.pk]


def test_due_items_come_oldest_first(firm: Firm, item: WorkItem) -> None:
    older = WorkItem.objects.create(
        firm=firm,
        kind=WorkKind.SYNC.value,
        created_at=NOW - MINUTE,
        not_before=NOW,
        state=WorkState.QUEUED.value,
    )

    assert sweep(now=NOW) == [older.pk, item.pk]
