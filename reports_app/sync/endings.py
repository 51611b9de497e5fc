"""What each trouble means for a sync: its state, its reason code and one sentence."""

import errno

from django.db import DatabaseError

from reports_app.addepar import AddeparError, NotFound, QuotaExhausted, RateLimited
from reports_app.vocabulary import ReasonCode, SyncState

from .lease import LeaseLost
from .result import Counts

Ending = tuple[SyncState, ReasonCode, str]


class Interrupted(Exception):
    """The process was told to stop; the page in hand is stored."""


def ending_of(error: Exception) -> Ending:
    """Say how a sync ended that met this error."""
    if isinstance(error, QuotaExhausted | RateLimited):
        return SyncState.STOPPED, error.reason, f"{error.message} The sync resumes by itself."
    if isinstance(error, NotFound):
        reason = f"{error.message} The list of runs is always there: check ADDEPAR_BASE_URL."
        return SyncState.FAILED, ReasonCode.REQUEST_REFUSED, reason
    if isinstance(error, AddeparError):
        return SyncState.FAILED, error.reason, error.message
    if isinstance(error, Interrupted):
        return (
            SyncState.STOPPED,
            ReasonCode.INTERRUPTED,
            "The sync was told to stop; the next one goes on from here.",
        )
    if isinstance(error, LeaseLost):
        reason = (
            "Another sync took over while this one was asleep; nothing of this one was stored after that."
        )
        return SyncState.BUSY, ReasonCode.LEASE_HELD, reason
    if isinstance(error, DatabaseError):
        reason = "The database refused a write. Check that it runs, has space and is migrated."
        return SyncState.FAILED, ReasonCode.DATABASE, reason
    what = errno.errorcode.get(getattr(error, "errno", 0) or 0, type(error).__name__)
    return (
        SyncState.FAILED,
        ReasonCode.DISK,
        f"This machine refused a file operation ({what}). Check its disk.",
    )


def sentence_of_success(counts: Counts) -> str:
    """Say in words what a complete sync found."""
    found = [_runs(counts.created, "new")] if counts.created else []
    found += [_runs(counts.updated, "changed")] if counts.updated else []
    sentence = f"{' and '.join(found)}." if found else "Nothing new."
    if counts.quarantined:
        items = "1 item" if counts.quarantined == 1 else f"{counts.quarantined} items"
        sentence += f" {items} could not be read; kept under quarantined items."
    return sentence


def _runs(count: int, kind: str) -> str:
    return f"1 {kind} run" if count == 1 else f"{count:,} {kind} runs"
