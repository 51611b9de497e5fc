"""Content-addressed storage: each file lies under its own SHA-256, written once, never changed.

It knows bytes and hashes only: no rows, no upstream, no names. Nothing in it is reachable by URL.
"""

import errno
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

READ_BYTES = 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


class DiskTrouble(Exception):
    """The disk that holds MEDIA_ROOT refused something; the message is a sentence for people."""

    def __init__(self, error: OSError) -> None:
        if error.errno in _FULL:
            cause = "The disk that holds MEDIA_ROOT is full. Free some space, then ask again."
        elif error.errno in _CLOSED:
            cause = "MEDIA_ROOT cannot be written. Give this user write permission, then ask again."
        else:
            cause = f"The disk that holds MEDIA_ROOT failed ({error.strerror or error}). Look at the disk."
        super().__init__(cause)


class TemporaryFile:
    """A file on its way in: counts and hashes what is written to it."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.size_bytes = 0
        self._file = file
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Append a chunk. Raises: DiskTrouble."""
        with disk_errors():
            self._file.write(chunk)
        self._hash.update(chunk)
        self.size_bytes += len(chunk)

    def sync(self) -> None:
        """Make every byte written so far survive a power cut. Raises: DiskTrouble."""
        with disk_errors():
            self._file.flush()
            os.fsync(self._file.fileno())


class ContentStore:
    """The folder of verified files. A new one is made where there was none; files 0600, folders 0700."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path_for(self, sha256: str) -> Path:
        """Return where the content with this hash lies, or would lie."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("A SHA-256 is 64 lower-case hexadecimal digits.")
        return self.root / "sha256" / sha256[:2] / sha256

    def exists(self, sha256: str) -> bool:
        """Say whether the content is there; says nothing about its bytes."""
        return self.size_of(sha256) is not None

    def size_of(self, sha256: str) -> int | None:
        """Return how many bytes the content has on disk, or None when it is not there."""
        try:
            return self.path_for(sha256).stat().st_size
        except OSError:
            return None

    def open(self, sha256: str) -> BinaryIO:
        """Open the content for reading. Raises: FileNotFoundError."""
        return self.path_for(sha256).open("rb")

    @contextmanager
    def temporary(self) -> Iterator[TemporaryFile]:
        """Give a new temporary file; whatever was not adopted is removed at the end. Raises: DiskTrouble."""
        path, file = self._new_temporary()
        try:
            yield TemporaryFile(path, file)
        finally:
            # Closing may fail on a full disk; the file must still go.
            with suppress(OSError):
                path.unlink(missing_ok=True)
            with suppress(OSError):
                file.close()

    def adopt(self, temporary: TemporaryFile, *, sha256: str) -> Path:
        """Move a temporary file to its place under its hash, whole or not at all.

        A file that is there already is replaced: equal if it was intact, repaired if it was not.
        Raises: DiskTrouble.
        """
        temporary.sync()
        target = self.path_for(sha256)
        with disk_errors():
            _make_folder(target.parent)
            temporary.path.replace(target)
            _sync_folder(target.parent)
        return target

    def sweep_temporary(self) -> int:
        """Remove temporary files whose process died, and return how many; those in use are left alone."""
        removed = 0
        for path in sorted((self.root / "tmp").glob("*.part")):
            with suppress(OSError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                removed += 1
        return removed

    def stored_hashes(self) -> Iterator[str]:
        """Yield the hash of every file in place, in order."""
        for path in sorted((self.root / "sha256").glob("??/*")):
            yield path.name

    def _new_temporary(self) -> tuple[Path, BinaryIO]:
        folder = self.root / "tmp"
        with disk_errors():
            _make_folder(folder)
            while True:
                path = folder / f"{secrets.token_hex(16)}.part"
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                # The lock says "in use" and dies with the process. A sweep may have come in between.
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                if os.fstat(descriptor).st_nlink == 1:
                    return path, os.fdopen(descriptor, "w+b")
                os.close(descriptor)


def hash_file(file: BinaryIO) -> tuple[str, int]:
    """Read a file from where it stands and return its SHA-256 and how many bytes were read."""
    digest = hashlib.sha256()
    size_bytes = 0
    while chunk := file.read(READ_BYTES):
        digest.update(chunk)
        size_bytes += len(chunk)
    return digest.hexdigest(), size_bytes


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn an error of the operating system into DiskTrouble."""
    try:
        yield
    except OSError as error:
        raise DiskTrouble(error) from error


def _make_folder(folder: Path) -> None:
    for missing in reversed([f for f in (folder, *folder.parents) if not f.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(missing.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
