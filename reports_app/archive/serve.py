"""Opening a stored file for a person: only with permission, and only bytes that are what they were.

It builds no response and no header; `web` and `api` do. Permission is asked here, at the moment of serving.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import BinaryIO

from reports_app.access import Viewer
from reports_app.models import StoredFile
from reports_app.vocabulary import FileKind, FileState

from .store import ContentStore, hash_file

TRUSTED_FOR = timedelta(days=1)
# File systems note times coarsely: within this, "touched before it was verified" cannot be told.
COARSE_TIME = timedelta(seconds=2)
CONTENT_TYPES = {FileKind.ZIP.value: "application/zip", FileKind.PDF.value: "application/pdf"}


class NotOffered(StrEnum):
    """Why a file is not handed out; a person without permission must not learn that it exists."""

    NOT_PERMITTED = "not_permitted"
    DAMAGED = "damaged"
    MISSING = "missing"


class FileNotOffered(Exception):
    """The message is a sentence for people; for NOT_PERMITTED answer as for a file that never was."""

    def __init__(self, reason: NotOffered, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True)
class OpenedFile:
    """A file to be sent; the caller closes it. Sizes: bytes. The type is ours, never upstream's."""

    file: BinaryIO
    name: str
    content_type: str
    size_bytes: int
    sha256: str


def open_for_viewer(
    stored_file: StoredFile, *, viewer: Viewer, store: ContentStore, now: datetime | None = None
) -> OpenedFile:
    """Open a stored file at its first byte, for somebody who may have it.

    A zip holds many clients: it is for those who see all. The length is always checked; the bytes are
    hashed again when the file was touched since, or was not checked for a day.
    Raises: FileNotOffered; a damaged or missing file is marked so that a new copy can be fetched.
    """
    if not viewer.sees_all:
        raise FileNotOffered(NotOffered.NOT_PERMITTED, "There is no such file.")
    try:
        file = store.open(stored_file.sha256)
    except OSError as error:
        raise _not_offered(stored_file, reason=NotOffered.MISSING) from error
    try:
        _refuse_other_bytes(file, stored_file=stored_file, now=now or datetime.now(UTC))
    except BaseException:
        file.close()
        raise
    return OpenedFile(
        file=file,
        name=stored_file.name,
        content_type=CONTENT_TYPES[stored_file.kind],
        size_bytes=stored_file.size_bytes,
        sha256=stored_file.sha256,
    )


def _refuse_other_bytes(file: BinaryIO, *, stored_file: StoredFile, now: datetime) -> None:
    status = os.fstat(file.fileno())
    if stored_file.state == FileState.DAMAGED.value or status.st_size != stored_file.size_bytes:
        raise _not_offered(stored_file, reason=NotOffered.DAMAGED)
    touched_at = datetime.fromtimestamp(max(status.st_ctime, status.st_mtime), tz=UTC)
    if touched_at + COARSE_TIME < stored_file.verified_at and now - stored_file.verified_at < TRUSTED_FOR:
        return
    if hash_file(file) != (stored_file.sha256, stored_file.size_bytes):
        raise _not_offered(stored_file, reason=NotOffered.DAMAGED)
    file.seek(0)
    StoredFile.objects.filter(pk=stored_file.pk).update(verified_at=now)


def _not_offered(stored_file: StoredFile, *, reason: NotOffered) -> FileNotOffered:
    StoredFile.objects.filter(pk=stored_file.pk).update(state=FileState.DAMAGED.value)
    what = "is missing from" if reason is NotOffered.MISSING else "was changed or damaged in"
    return FileNotOffered(
        reason, f"Our copy of this file {what} the store, so it is not given out. Fetch it again."
    )
