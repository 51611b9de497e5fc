"""The zip of a run as long work: what, how far, and what a person can do.

Drawn by the `job` tag and moved by job.js. It reads nothing: the state is given, and so are the addresses.
"""

from dataclasses import dataclass
from datetime import datetime

from reports_app.models import StoredFile, WorkItem
from reports_app.queries.zip_state import ZipState
from reports_app.vocabulary import ReasonCode, WorkState

WAITS_FOR_BUDGET = {ReasonCode.QUOTA_EXHAUSTED, ReasonCode.RATE_LIMITED}


@dataclass(frozen=True)
class ZipUrls:
    """Where a panel's links lead. fetch is empty for who may not ask."""

    poll: str
    fetch: str
    download: str


@dataclass(frozen=True)
class ZipPanel:
    """What the `job` tag reads. poll_url is empty once nothing moves."""

    state: str
    title: str
    detail: str = ""
    done: int | None = None
    total: int | None = None
    poll_url: str = ""
    action_label: str = ""
    action_url: str = ""
    action_is_post: bool = False


def zip_panel(*, state: ZipState, urls: ZipUrls, now: datetime) -> ZipPanel | None:
    """Build the panel of a run's zip, or None where nobody has asked for it yet."""
    if state.is_moving and state.item is not None:
        return _moving(state.item, urls=urls, now=now)
    if state.is_stored and state.stored_file is not None:
        return _stored(state.stored_file, urls=urls)
    if state.key == "none":
        return None
    title, detail = _trouble(state)
    return ZipPanel(
        state="failed",
        title=title,
        detail=detail,
        action_label="Fetch again",
        action_url=urls.fetch,
        action_is_post=True,
    )


def _moving(item: WorkItem, *, urls: ZipUrls, now: datetime) -> ZipPanel:
    if item.state == WorkState.QUEUED:
        return ZipPanel(state="queued", title="Zip: queued", detail=_why_queued(item), poll_url=urls.poll)
    return ZipPanel(
        state="running",
        title="Zip: fetching",
        detail=f"{_progress(item, now=now)}. You may leave this page.",
        done=item.bytes_done,
        total=item.bytes_total,
        poll_url=urls.poll,
    )


def _why_queued(item: WorkItem) -> str:
    if item.reason_code in WAITS_FOR_BUDGET:
        return item.reason
    if item.reason_code:
        return f"{item.reason} It is tried again by itself."
    return "A worker takes it within seconds. You may leave this page."


def _progress(item: WorkItem, *, now: datetime) -> str:
    if not item.bytes_done:
        return "Asking Addepar"
    done = f"{_megabytes(item.bytes_done)} of {_megabytes(item.bytes_total)} MB" if item.bytes_total else ""
    seconds = (now - item.started_at).total_seconds() if item.started_at else 0
    rate = f", {_megabytes(int(item.bytes_done / seconds))} MB a second" if seconds >= 1 else ""
    return (done or f"{_megabytes(item.bytes_done)} MB so far") + rate


def _megabytes(size_bytes: int) -> str:
    megabytes = size_bytes / 1_000_000
    return f"{megabytes:,.0f}" if megabytes >= 10 else f"{megabytes:.1f}"


def _stored(file: StoredFile, *, urls: ZipUrls) -> ZipPanel:
    size = f"{_megabytes(file.size_bytes)} MB" if file.size_bytes >= 50_000 else f"{file.size_bytes:,} bytes"
    entries = f", {file.entry_count:,} files" if file.entry_count else ""
    return ZipPanel(
        state="stored",
        title="Zip: stored",
        detail=f"{size}{entries}, every byte checked.",
        action_label="Download zip",
        action_url=urls.download,
    )


def _trouble(state: ZipState) -> tuple[str, str]:
    if state.key == "damaged":
        return "Zip: our copy is damaged", "It is no longer given out. Fetch it again from Addepar."
    return "Zip: not fetched", state.item.reason if state.item else ""
