"""Getting one run's zip: ask what it is, stream it to a temporary file, prove it whole, only then keep it.

Nothing is offered before its row is committed, and a failure at any step leaves neither row nor file behind.
It decides nothing about trying again later; `jobs` does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import DatabaseError

from reports_app.addepar import (
    AddeparClient,
    AddeparError,
    FileRecord,
    NotFound,
    Priority,
    QuotaExhausted,
    RateLimited,
)
from reports_app.models import GeneratedReport, StoredFile
from reports_app.vocabulary import ReasonCode

from .keep import find_kept_zip, keep_zip
from .receive import SizeMismatch, receive, refuse_over_limit
from .store import ContentStore, DiskTrouble, disk_errors
from .verify import ArchiveRefused, ZipLimits, verify_zip

Progress = Callable[[int, int | None], None]
# A zip is only ever fetched because a person asked for it.
FETCH_PRIORITY = Priority.CLICK


class FetchState(StrEnum):
    STORED = "stored"
    FAILED = "failed"


@dataclass(frozen=True)
class FetchResult:
    """How it ended. Sizes: bytes.

    Shape: retry_at is set when only the request budget stood in the way; reason is a sentence for people.
    """

    state: FetchState
    reason_code: ReasonCode
    reason: str
    size_bytes: int | None = None
    sha256: str | None = None
    stored_file: StoredFile | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True)
class _Fetch:
    """What every step of one fetch needs."""

    generated_report: GeneratedReport
    client: AddeparClient
    store: ContentStore
    now: Callable[[], datetime]
    on_progress: Progress
    limits: ZipLimits


def fetch_zip(
    generated_report: GeneratedReport,
    *,
    client: AddeparClient,
    store: ContentStore,
    now: Callable[[], datetime],
    on_progress: Progress | None = None,
    limits: ZipLimits | None = None,
) -> FetchResult:
    """Download, verify and store the run's zip, or say in one sentence why not.

    Shape: a zip that is stored already costs no request. on_progress gets bytes received and bytes
    expected, often, from its first byte to its last check; what it raises ends the fetch.
    Source: Addepar developer docs, Generated Reports, "Get a generated report's zipped file".
    """
    fetch = _Fetch(
        generated_report, client, store, now, on_progress or _ignore_progress, limits or ZipLimits()
    )
    try:
        kept = find_kept_zip(generated_report, store=store) or _fetch_anew(fetch)
    except AddeparError as error:
        return _failed_upstream(error, fetch=fetch)
    except ArchiveRefused as error:
        return FetchResult(FetchState.FAILED, error.reason, error.message)
    except DiskTrouble as error:
        return FetchResult(FetchState.FAILED, ReasonCode.DISK, str(error))
    except DatabaseError as error:
        cause = f"The database could not record the zip ({type(error).__name__}). Look at it, then ask again."
        return FetchResult(FetchState.FAILED, ReasonCode.DATABASE, cause)
    return _stored(kept)


def _ignore_progress(_bytes_done: int, _bytes_total: int | None) -> None:
    """Nobody wants to know."""


def _stored(kept: StoredFile) -> FetchResult:
    sentence = f"Stored: {kept.size_bytes:,} bytes, {kept.entry_count or 0:,} files, every checksum right."
    return FetchResult(
        FetchState.STORED, ReasonCode.COMPLETE, sentence, kept.size_bytes, kept.sha256, stored_file=kept
    )


def _failed_upstream(error: AddeparError, *, fetch: _Fetch) -> FetchResult:
    sentence, retry_at = error.message, None
    if isinstance(error, QuotaExhausted):
        retry_at = error.retry_at
    elif isinstance(error, RateLimited):
        retry_at = fetch.now() + timedelta(seconds=error.retry_after_seconds)
    elif isinstance(error, NotFound):
        # Addepar answers so for a zip that was removed, one being made, and one that the key may not see.
        sentence = (
            f"Addepar has no zip for run {fetch.generated_report.upstream_id} now (404): it was removed, is "
            "being made, or this key may not see it. Ask again later."
        )
    return FetchResult(FetchState.FAILED, error.reason, sentence, retry_at=retry_at)


def _fetch_anew(fetch: _Fetch) -> StoredFile:
    if not fetch.generated_report.zipped_file_id:
        raise ArchiveRefused(ReasonCode.NO_ZIP, "This run generated no PDF, so there is no zip.")
    record = fetch.client.get_zipped_file(fetch.generated_report.upstream_id)
    if record is None:
        raise ArchiveRefused(
            ReasonCode.NO_ZIP, "Addepar says that this run has no zip any more. Its PDFs may still be there."
        )
    if record.size_bytes is not None:
        refuse_over_limit(record.size_bytes, limits=fetch.limits)
    try:
        return _download(fetch, record=record)
    except SizeMismatch:
        # A zip that is being replaced just now is right the second time.
        return _download(fetch, record=record)


def _download(fetch: _Fetch, *, record: FileRecord) -> StoredFile:
    with fetch.store.temporary() as temporary:
        with fetch.client.download_zip(fetch.generated_report.upstream_id) as download:
            total = download.content_length if record.size_bytes is None else record.size_bytes
            fetch.on_progress(0, total)
            receive(
                download,
                temporary=temporary,
                announced_bytes=record.size_bytes,
                limits=fetch.limits,
                on_progress=lambda size_bytes: fetch.on_progress(size_bytes, total),
            )
        temporary.sync()
        with disk_errors():
            summary = verify_zip(
                temporary.path,
                limits=fetch.limits,
                on_entry=lambda: fetch.on_progress(temporary.size_bytes, total),
            )
        return keep_zip(
            fetch.generated_report,
            temporary=temporary,
            names=(download.filename, record.name),
            entry_count=summary.entry_count,
            store=fetch.store,
            now=fetch.now(),
        )
