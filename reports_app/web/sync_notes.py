"""What the overview says when the sync is not as it should be: what happened, and what to do or await."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from reports_app.models import SyncRun
from reports_app.queries.shell import SyncHealth, SyncHealthState
from reports_app.quota import Gauges
from reports_app.vocabulary import ReasonCode, SyncState

from .overview_words import Piece

PAUSED_BECAUSE = {
    ReasonCode.CREDENTIALS_REFUSED: "Addepar refused the key (401).",
    ReasonCode.PERMISSION_REFUSED: "Addepar refused the key's permission to read reports (403).",
}


@dataclass(frozen=True)
class Note:
    """A condition of the page: how grave, in words, and where to read more (empty: nowhere)."""

    tone: str
    pieces: list[Piece]


def sync_notes(health: SyncHealth, *, gauges: Gauges, interval: timedelta, connect_url: str) -> list[Note]:
    """Say what is wrong with the sync, if anything; at most one note about it and one about the budget.

    Shape: connect_url is where this person may enter another key; empty for who may not.
    """
    notes = []
    if health.state == SyncHealthState.PAUSED:
        notes.append(_paused(health, connect_url=connect_url))
    elif health.state == SyncHealthState.FAILED:
        notes.append(_failed(health))
    elif health.state == SyncHealthState.LATE:
        notes.append(_late(health, interval=interval))
    if health.state == SyncHealthState.OUT_OF_REQUESTS or gauges.day.is_spent or gauges.not_before:
        notes.append(_out_of_requests(gauges))
    return notes


def _paused(health: SyncHealth, *, connect_url: str) -> Note:
    run = health.last_ended
    because = PAUSED_BECAUSE.get(ReasonCode(run.reason_code)) if run and run.reason_code else None
    text = f"The schedule is paused. {because or 'Addepar refused the key.'} "
    connect = Piece("Connect again with a key that works", url=connect_url)
    return Note("bad", [Piece(text), connect, Piece(", or press Sync now: it always tries once.")])


def _failed(health: SyncHealth) -> Note:
    said = health.last_ended.reason if health.last_ended else ""
    pieces = [Piece(f"The last sync did not finish. {said}".rstrip())]
    if health.next_at:
        pieces += [Piece(" It is tried again at "), Piece(at=health.next_at, style="time"), Piece(".")]
    return Note("bad", pieces)


def _late(health: SyncHealth, *, interval: timedelta) -> Note:
    minutes = max(1, round(interval.total_seconds() / 60))
    every = "every minute" if minutes == 1 else f"every {minutes} min"
    finished_at = health.last_complete.finished_at if health.last_complete else None
    pieces = [Piece("No sync is complete yet")]
    if finished_at:
        pieces = [Piece("The last complete sync ended "), Piece(at=finished_at)]
    return Note(
        "part",
        [
            *pieces,
            Piece(
                f", though one is due {every}. Runs since then are not shown. Is a worker running, and beat?"
            ),
        ],
    )


def _out_of_requests(gauges: Gauges) -> Note:
    pieces = [
        Piece(
            "The requests that Addepar allows are used up, so the sync waits. What is stored stays readable."
        )
    ]
    frees_at = _frees_at(gauges)
    if frees_at:
        pieces += [Piece(" It goes on by itself from "), Piece(at=frees_at, style="time"), Piece(".")]
    return Note("part", pieces)


def _frees_at(gauges: Gauges) -> datetime | None:
    waits = [gauge.frees_at for gauge in (gauges.short, gauges.day) if gauge.is_spent and gauge.frees_at]
    return max([*waits, *([gauges.not_before] if gauges.not_before else [])], default=None)


def sync_job(health: SyncHealth) -> dict[str, Any]:
    """Describe the sync under way, or how the newest one ended, as long work with its progress."""
    if health.running:
        first = health.last_complete is None
        return {
            "state": "running",
            "title": "The first sync is running" if first else "A sync is running",
            "detail": f"{_read(health.running)} You may leave this page.",
            "poll_url": reverse("sync_state"),
        }
    run = health.last_ended
    if run is None:
        title = "The first sync has not begun"
        return {"state": "queued", "title": title, "poll_url": reverse("sync_state")}
    done = run.state in (SyncState.COMPLETE, SyncState.BUSY)
    return {
        "state": "stored" if done else "failed",
        "title": "The sync is complete" if done else "The sync did not finish",
        "detail": run.reason,
        "action_url": reverse("overview"),
        "action_label": "Show what is stored",
    }


def _read(run: SyncRun) -> str:
    read = "1 run" if run.seen == 1 else f"{run.seen:,} runs"
    return f"{read} read so far, {run.created:,} of them new."
