"""One claimed fetch: what becomes of the item, and when it is tried again (F-44, F-52 to F-54)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from reports_app.addepar import AddeparClient
from reports_app.archive import ContentStore, FetchState, run_fetch_zip
from reports_app.models import GeneratedReport, StoredFile, WorkItem
from reports_app.vocabulary import ReasonCode, WorkState
from reports_app.work import Claim, claim, enqueue_fetch_zip, sweep
from tests.archive.rows import NOW, files_under
from tests.upstream import Fault, Run, StrictUpstream, effects, faults, zip_effects

pytestmark = pytest.mark.django_db


class Clock:
    """A wall clock that a test moves; each look takes a little time."""

    def __init__(self, moment: datetime = NOW, *, step: timedelta = timedelta(milliseconds=1)) -> None:
        self.moment = moment
        self.step = step

    def __call__(self) -> datetime:
        self.moment += self.step
        return self.moment


def claimed(generated_report: GeneratedReport, *, at: datetime = NOW) -> Claim:
    item = enqueue_fetch_zip(generated_report, requested_by=None, now=at)
    found = claim(item.pk, now=at)
    assert found is not None
    return found


def test_a_stored_zip_finishes_the_item(
    generated_report: GeneratedReport, client: AddeparClient, store: ContentStore, run: Run
) -> None:
    result = run_fetch_zip(claimed(generated_report), client=client, store=store, now=Clock())

    item = WorkItem.objects.get()
    assert result.state is FetchState.STORED
    assert item.state == WorkState.DONE.value
    assert item.bytes_done == item.bytes_total == len(run.zip_bytes())
    assert item.finished_at is not None
    assert item.lease_until is None


def test_a_final_refusal_fails_the_item_with_its_sentence(
    generated_report: GeneratedReport, client: AddeparClient, store: ContentStore, upstream: StrictUpstream
) -> None:
    upstream.faults.append(Fault(zip_effects.zip_flipped_bit(), on=faults.ZIP_DOWNLOAD))

    result = run_fetch_zip(claimed(generated_report), client=client, store=store, now=Clock())

    item = WorkItem.objects.get()
    assert item.state == WorkState.FAILED.value
    assert item.reason_code == ReasonCode.ARCHIVE_DAMAGED.value
    assert item.reason == result.reason


@pytest.mark.parametrize(
    ("effect", "reason"),
    [
        (zip_effects.zip_short(), ReasonCode.TRUNCATED),
        (effects.status_code(503), ReasonCode.UPSTREAM_ERROR),
    ],
)
def test_a_passing_trouble_is_tried_three_times_with_growing_waits(
    effect: Callable[..., object],
    reason: ReasonCode,
    generated_report: GeneratedReport,
    client: AddeparClient,
    store: ContentStore,
    upstream: StrictUpstream,
) -> None:
    upstream.faults.append(Fault(effect, on=faults.ZIP_DOWNLOAD, times=None))  # type: ignore[arg-type]
    item = enqueue_fetch_zip(generated_report, requested_by=None, now=NOW)
    clock, waits = Clock(), []

    while (found := claim(item.pk, now=clock())) is not None:
        run_fetch_zip(found, client=client, store=store, now=clock)
        item.refresh_from_db()
        if item.state == WorkState.QUEUED.value:
            waits.append(round((item.not_before - clock.moment).total_seconds()))
            assert claim(item.pk, now=item.not_before - timedelta(milliseconds=1)) is None
            clock.moment = item.not_before

    assert waits == [30, 120]
    assert (item.state, item.attempts) == (WorkState.FAILED.value, 3)
    assert item.reason_code == reason.value
    assert files_under(store.root) == []


def test_a_rate_limited_item_waits_without_losing_an_attempt(
    generated_report: GeneratedReport, client: AddeparClient, store: ContentStore, upstream: StrictUpstream
) -> None:
    upstream.faults.append(Fault(effects.status_code(429, retry_after=90), on=faults.ZIP, times=5))
    item = enqueue_fetch_zip(generated_report, requested_by=None, now=NOW)
    clock = Clock()

    for _ in range(5):
        found = claim(item.pk, now=clock())
        assert found is not None
        run_fetch_zip(found, client=client, store=store, now=clock)
        item.refresh_from_db()
        assert item.state == WorkState.QUEUED.value
        assert item.reason_code == ReasonCode.RATE_LIMITED.value
        assert 89 <= (item.not_before - clock.moment).total_seconds() <= 90
        clock.moment = item.not_before
    assert item.attempts == 0
    last = claim(item.pk, now=clock())
    assert last is not None

    assert run_fetch_zip(last, client=client, store=store, now=clock).state is FetchState.STORED


def test_a_second_delivery_of_the_same_work_asks_nothing(
    generated_report: GeneratedReport, client: AddeparClient, store: ContentStore, upstream: StrictUpstream
) -> None:
    first = claimed(generated_report)
    run_fetch_zip(first, client=client, store=store, now=Clock())
    asked = len(upstream.log)

    assert claim(first.item.pk, now=NOW + timedelta(hours=1)) is None
    assert len(upstream.log) == asked


def test_a_worker_that_lost_its_lease_stops_and_writes_nothing_about_it(
    generated_report: GeneratedReport, client: AddeparClient, store: ContentStore
) -> None:
    lost = claimed(generated_report)
    late = NOW + timedelta(minutes=10)
    assert sweep(now=late) == [lost.item.pk]
    held = claim(lost.item.pk, now=late)
    assert held is not None

    result = run_fetch_zip(lost, client=client, store=store, now=Clock(late))

    item = WorkItem.objects.get()
    assert result.reason_code is ReasonCode.LEASE_HELD
    assert (item.state, item.fence) == (WorkState.RUNNING.value, held.fence)
    assert files_under(store.root) == []
    assert not StoredFile.objects.exists()


def test_progress_is_a_row_update_a_second_at_most(
    generated_report: GeneratedReport,
    client: AddeparClient,
    store: ContentStore,
    upstream: StrictUpstream,
    run: Run,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    upstream.replace_zip(run.run_id, run.pack(comment=b"x" * 60_000))
    found = claimed(generated_report)

    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        run_fetch_zip(found, client=client, store=store, now=Clock(step=timedelta(milliseconds=1)))


def test_an_unforeseen_error_fails_the_item_and_reaches_the_log(
    generated_report: GeneratedReport, store: ContentStore
) -> None:
    broken: AddeparClient = None  # type: ignore[assignment]

    with pytest.raises(AttributeError):
        run_fetch_zip(claimed(generated_report), client=broken, store=store, now=Clock())

    item = WorkItem.objects.get()
    assert (item.state, item.reason_code) == (WorkState.FAILED.value, ReasonCode.UNEXPECTED.value)


def test_a_worker_that_is_told_to_stop_puts_the_item_back(
    generated_report: GeneratedReport, client: AddeparClient, store: ContentStore, upstream: StrictUpstream
) -> None:
    def stop() -> None:
        raise SystemExit(0)

    class StoppingClock(Clock):
        def __call__(self) -> datetime:
            if len(upstream.log) >= 2 and not self.has_stopped:
                self.has_stopped = True
                stop()
            return super().__call__()

        has_stopped = False

    with pytest.raises(SystemExit):
        run_fetch_zip(claimed(generated_report), client=client, store=store, now=StoppingClock())

    item = WorkItem.objects.get()
    assert (item.state, item.attempts) == (WorkState.QUEUED.value, 0)
    assert item.reason_code == ReasonCode.INTERRUPTED.value
    assert files_under(store.root) == []
