"""The zip of a run as long work: what, how far, and what a person can do.

Drawn by the `job` tag and moved by job.js. It reads nothing: the state is given.
"""

from dataclasses import dataclass

from django.urls import reverse

from reports_app.models import GeneratedReport, StoredFile, WorkItem
from reports_app.vocabulary import ReasonCode, WorkState

from .zip_state import ZipState

WAITS_FOR_BUDGET = {ReasonCode.QUOTA_EXHAUSTED, ReasonCode.RATE_LIMITED}


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


def zip_panel(run: GeneratedReport, *, state: ZipState, may_fetch: bool) -> ZipPanel | None:
    """Build the panel of a run's zip, or None where nobody has asked for it yet."""
    if state.is_moving and state.item is not None:
        return _moving(run, item=state.item)
    if state.is_stored and state.stored_file is not None:
        return _stored(state.stored_file)
    if state.key == "none":
        return None
    title, detail = _trouble(state)
    return ZipPanel(
        state="failed",
        title=title,
        detail=detail,
        action_label="Fetch again",
        action_url=fetch_url(run) if may_fetch else "",
        action_is_post=True,
    )


def fetch_url(run: GeneratedReport) -> str:
    """Return where a person asks for the zip, by POST."""
    return reverse("admin:run_fetch_zip", args=[run.pk])


def _moving(run: GeneratedReport, *, item: WorkItem) -> ZipPanel:
    poll_url = reverse("admin:run_zip", args=[run.pk])
    if item.state == WorkState.QUEUED:
        return ZipPanel(state="queued", title="Zip: queued", detail=_why_queued(item), poll_url=poll_url)
    return ZipPanel(
        state="running",
        title="Zip: fetching",
        detail=f"{_progress(item)}. You may leave this page.",
        done=item.bytes_done,
        total=item.bytes_total,
        poll_url=poll_url,
    )


def _why_queued(item: WorkItem) -> str:
    if item.reason_code in WAITS_FOR_BUDGET:
        return item.reason
    if item.reason_code:
        return f"{item.reason} It is tried again by itself."
    return "A worker takes it within seconds. You may leave this page."


def _progress(item: WorkItem) -> str:
    if not item.bytes_total:
        return f"{_megabytes(item.bytes_done)} MB so far" if item.bytes_done else "Asking Addepar"
    return f"{_megabytes(item.bytes_done)} of {_megabytes(item.bytes_total)} MB"


def _megabytes(size_bytes: int) -> str:
    megabytes = size_bytes / 1_000_000
    return f"{megabytes:,.0f}" if megabytes >= 10 else f"{megabytes:.1f}"


def _stored(file: StoredFile) -> ZipPanel:
    size = f"{_megabytes(file.size_bytes)} MB" if file.size_bytes >= 50_000 else f"{file.size_bytes:,} bytes"
    entries = f", {file.entry_count:,} files" if file.entry_count else ""
    return ZipPanel(
        state="stored",
        title="Zip: stored",
        detail=f"{size}{entries}, every byte checked.",
        action_label="Download zip",
        action_url=reverse("admin:stored_file_download", args=[file.pk]),
    )


def _trouble(state: ZipState) -> tuple[str, str]:
    if state.key == "damaged":
        return "Zip: our copy is damaged", "It is no longer given out. Fetch it again from Addepar."
    return "Zip: not fetched", state.item.reason if state.item else ""
