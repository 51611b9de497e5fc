"""The words every room shares: states, outcomes and reason codes, as plain Python.

Nothing here touches the database, the network or Django, so that the words can be used in a script.
"""

from enum import StrEnum


class JobStatus(StrEnum):
    """What Addepar says about the job as a whole; any other text is kept and shown as it came."""

    FINISHED = "FINISHED"
    ERROR = "ERROR"
    CANCELED = "CANCELED"


class JobType(StrEnum):
    SCHEDULED = "SCHEDULED"
    AD_HOC = "AD_HOC"


class PortfolioType(StrEnum):
    ENTITY = "entity"
    GROUP = "group"


class Outcome(StrEnum):
    """What a run meant for its clients; derived, see derive_outcome."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"
    EMPTY = "empty"
    CANCELED = "canceled"
    UNKNOWN = "unknown"


class PublishState(StrEnum):
    """What is known of a run's generated clients; a client whose state Addepar did not give is unknown."""

    PUBLISHED = "published"
    PARTLY = "partly"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    NOTHING = "nothing"


class SyncState(StrEnum):
    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"
    BUSY = "busy"
    ABANDONED = "abandoned"


class SyncTrigger(StrEnum):
    SCHEDULE = "schedule"
    COMMAND = "command"
    PERSON = "person"


class WorkKind(StrEnum):
    FETCH_ZIP = "fetch_zip"
    SYNC = "sync"


class WorkState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class FileKind(StrEnum):
    ZIP = "zip"
    PDF = "pdf"


class FileState(StrEnum):
    STORED = "stored"
    DAMAGED = "damaged"


class ReasonCode(StrEnum):
    """Why something that talks to Addepar, or keeps its files, ended as it did."""

    COMPLETE = "complete"
    # The budget: stopped early, resumes by itself.
    QUOTA_EXHAUSTED = "quota_exhausted"
    RATE_LIMITED = "rate_limited"
    INTERRUPTED = "interrupted"
    # The key.
    CREDENTIALS_REFUSED = "credentials_refused"
    PERMISSION_REFUSED = "permission_refused"
    # Upstream cannot be used just now.
    UNREACHABLE = "unreachable"
    UPSTREAM_ERROR = "upstream_error"
    UPSTREAM_TIMEOUT = "upstream_timeout"
    NOT_JSON = "not_json"
    TRUNCATED = "truncated"
    # What upstream sent is refused.
    REQUEST_REFUSED = "request_refused"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    FOREIGN_LINK = "foreign_link"
    REDIRECT_REFUSED = "redirect_refused"
    PAGINATION_LOOP = "pagination_loop"
    # This machine.
    DISK = "disk"
    DATABASE = "database"
    # Somebody else is at it.
    LEASE_HELD = "lease_held"
    # The answer is no.
    NOT_FOUND = "not_found"
    NO_ZIP = "no_zip"
    ARCHIVE_DAMAGED = "archive_damaged"
    SIZE_MISMATCH = "size_mismatch"
    WORKER_DIED = "worker_died"
    UNEXPECTED = "unexpected"


def derive_outcome(status: str | None, *, generated: int, failed: int) -> Outcome:
    """Say what a run meant for its clients; the first rule that matches wins.

    Shape: counts of generated and failed portfolios, zero or more.
    """
    if status not in set(JobStatus):
        return Outcome.UNKNOWN
    if status == JobStatus.CANCELED:
        return Outcome.CANCELED
    troubled = status == JobStatus.ERROR or failed > 0
    if generated == 0:
        return Outcome.FAILED if troubled else Outcome.EMPTY
    return Outcome.PARTIAL if troubled else Outcome.COMPLETE


def derive_publish_state(*, generated: int, published: int, unpublished: int) -> PublishState:
    """Say how far a run is published, from the counts of its generated portfolios.

    Waiting means that at least one client is said to be unpublished and none to be published.
    """
    if generated == 0:
        return PublishState.NOTHING
    if published == generated:
        return PublishState.PUBLISHED
    if published:
        return PublishState.PARTLY
    return PublishState.WAITING if unpublished else PublishState.UNKNOWN
