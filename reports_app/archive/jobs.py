"""One claimed fetch, from its claim to its end: progress, and whether it is tried again.

It claims nothing, wakes nobody and knows no Celery.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Never

from reports_app.addepar import AddeparClient
from reports_app.vocabulary import ReasonCode
from reports_app.work import MAX_ATTEMPTS, Claim, LeaseLost

from .fetch import FetchResult, FetchState, fetch_zip
from .store import ContentStore

WORTH_ANOTHER_TRY = frozenset(
    {
        ReasonCode.UNREACHABLE,
        ReasonCode.UPSTREAM_ERROR,
        ReasonCode.UPSTREAM_TIMEOUT,
        ReasonCode.NOT_JSON,
        ReasonCode.TRUNCATED,
    }
)
WAITS = (timedelta(seconds=30), timedelta(minutes=2))
PROGRESS_EVERY = timedelta(seconds=1)


class _Progress:
    """Writes how far a download is, at most once a second: each write is a row update."""

    def __init__(self, claim: Claim, *, now: Callable[[], datetime]) -> None:
        self._claim = claim
        self._now = now
        self._noted_at: datetime | None = None

    def __call__(self, bytes_done: int, bytes_total: int | None) -> None:
        moment = self._now()
        if self._noted_at is None or abs(moment - self._noted_at) >= PROGRESS_EVERY:
            self._claim.heartbeat(moment, bytes_done=bytes_done, bytes_total=bytes_total)
            self._noted_at = moment


def run_fetch_zip(
    claim: Claim, *, client: AddeparClient, store: ContentStore, now: Callable[[], datetime]
) -> FetchResult:
    """Fetch the zip that a claimed item asks for, and settle the item: done, failed, or put back.

    A worker that lost its lease stops and leaves the item to whoever holds it now.
    """
    generated_report = claim.item.generated_report
    if generated_report is None:
        raise ValueError(f"Work item {claim.item.pk} names no run.")
    try:
        result = fetch_zip(
            generated_report, client=client, store=store, now=now, on_progress=_Progress(claim, now=now)
        )
        _settle(claim, result=result, now=now())
    except LeaseLost as error:
        return FetchResult(FetchState.FAILED, ReasonCode.LEASE_HELD, str(error))
    except BaseException as error:
        _settle_accident(claim, error=error, now=now())
    return result


def _settle(claim: Claim, *, result: FetchResult, now: datetime) -> None:
    if result.state is FetchState.STORED:
        if result.size_bytes is not None:
            claim.heartbeat(now, bytes_done=result.size_bytes, bytes_total=result.size_bytes)
        claim.finish(now)
        return
    not_before = result.retry_at
    if result.reason_code in WORTH_ANOTHER_TRY and claim.item.attempts < MAX_ATTEMPTS:
        not_before = now + WAITS[min(claim.item.attempts, len(WAITS)) - 1]
    if not_before is None:
        claim.fail(now, reason_code=result.reason_code, reason=result.reason)
    else:
        claim.put_back(now, not_before=not_before, reason_code=result.reason_code, reason=result.reason)


def _settle_accident(claim: Claim, *, error: BaseException, now: datetime) -> Never:
    """Put the item right before an unforeseen error goes on its way to the log."""
    if isinstance(error, Exception):
        sentence = f"Something unforeseen went wrong ({type(error).__name__}); the worker's log has it."
        claim.fail(now, reason_code=ReasonCode.UNEXPECTED, reason=sentence)
    else:
        sentence = "The worker was told to stop in the middle of this; it starts again."
        claim.put_back(now, not_before=now, reason_code=ReasonCode.INTERRUPTED, reason=sentence)
    raise error
