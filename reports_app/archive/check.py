"""Re-reading what is stored against its hashes. It repairs nothing and removes nothing."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from reports_app.models import Firm, StoredFile
from reports_app.vocabulary import FileState

from .store import ContentStore, hash_file

BATCH = 500
Item = TypeVar("Item")


@dataclass(frozen=True)
class ArchiveCheck:
    """What a check found. Units: bytes read.

    Shape: files were looked at, of which damaged and missing are wrong; orphans lie in the store without
    a row; left is how many files the time did not reach.
    """

    files: int
    bytes: int
    damaged: int
    missing: int
    orphans: int
    left: int

    @property
    def is_sound(self) -> bool:
        return not self.damaged and not self.missing


def verify_archive(
    *,
    store: ContentStore,
    firm: Firm,
    now: datetime,
    max_seconds: float | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> ArchiveCheck:
    """Hash the firm's stored files, those checked longest ago first, until the time is over.

    Each file that is wrong is marked damaged and not offered from then on; one that is right again, say
    from a backup, is offered again. At least one file is read, however short the time.
    """
    started = clock()
    total = StoredFile.objects.filter(firm=firm).count()
    files = bytes_read = damaged = missing = 0
    for stored_file in _longest_unchecked(firm):
        if files and max_seconds is not None and clock() - started >= max_seconds:
            break
        state, size_bytes = _reread(stored_file, store=store)
        files += 1
        bytes_read += size_bytes or 0
        damaged += state is FileState.DAMAGED and size_bytes is not None
        missing += size_bytes is None
        _note(stored_file, state=state, now=now)
    return ArchiveCheck(
        files, bytes_read, damaged, missing, _count_orphans(store), left=max(0, total - files)
    )


def _longest_unchecked(firm: Firm) -> Iterator[StoredFile]:
    """Walk a list of keys fixed at the start: rows move to its end as they are checked."""
    keys = StoredFile.objects.filter(firm=firm).order_by("verified_at", "pk").values_list("pk", flat=True)
    for batch in _batches(list(keys)):
        rows = StoredFile.objects.in_bulk(batch)
        yield from (rows[key] for key in batch if key in rows)


def _reread(stored_file: StoredFile, *, store: ContentStore) -> tuple[FileState, int | None]:
    """Return the file's true state and how many bytes it has; None where there is no file to read."""
    try:
        with store.open(stored_file.sha256) as file:
            sha256, size_bytes = hash_file(file)
    except FileNotFoundError:
        return FileState.DAMAGED, None
    except OSError:
        # It is there and the disk does not give it back: damaged, not missing.
        return FileState.DAMAGED, 0
    is_whole = (sha256, size_bytes) == (stored_file.sha256, stored_file.size_bytes)
    return (FileState.STORED if is_whole else FileState.DAMAGED), size_bytes


def _note(stored_file: StoredFile, *, state: FileState, now: datetime) -> None:
    row = StoredFile.objects.filter(pk=stored_file.pk)
    if state is FileState.STORED:
        row.update(state=state.value, verified_at=now)
    else:
        row.update(state=state.value)


def _count_orphans(store: ContentStore) -> int:
    """Count files of which no firm has a row; another firm's file is none of ours, and no orphan."""
    orphans = 0
    for batch in _batches(store.stored_hashes()):
        known = StoredFile.objects.filter(sha256__in=batch).values_list("sha256", flat=True)
        orphans += len(set(batch) - set(known))
    return orphans


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut a sequence into lists that a query can name."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
