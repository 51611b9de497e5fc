"""Proof that a zip is whole: every rule that can be judged from its table, then every byte of every entry.

Upstream gives no checksum: this shows that the zip is the whole zip that was sent, not that it was the
right one. Nothing is extracted to disk, and no entry name leads anywhere.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reports_app.vocabulary import ReasonCode

from .zip_directory import (
    ENCRYPTED_FLAGS,
    LOCAL_MAGIC,
    BadLayout,
    ZipEnd,
    ZipEntry,
    data_offset,
    iter_entries,
    read_end,
)

GIB = 1024**3
_STORED, _DEFLATED = 0, 8
_PIECE_BYTES = 256 * 1024


@dataclass(frozen=True)
class ZipLimits:
    """What a zip may be at most. Units: bytes; the ratio is unpacked to packed."""

    max_bytes: int = 4 * GIB
    max_unpacked_bytes: int = 8 * GIB
    max_entries: int = 20_000
    max_directory_bytes: int = 32 * 1024**2
    max_ratio: int = 200


@dataclass(frozen=True)
class ZipSummary:
    """What a verified zip holds; folders are not counted. Units: bytes."""

    entry_count: int
    size_bytes: int
    unpacked_bytes: int


class ArchiveRefused(Exception):
    """The zip is not kept. The message is a sentence that names no entry: names are clients."""

    def __init__(self, reason: ReasonCode, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


def verify_zip(
    path: Path, *, limits: ZipLimits | None = None, on_entry: Callable[[], None] | None = None
) -> ZipSummary:
    """Read the whole zip and return what it holds; on_entry is called after each entry.

    Raises: ArchiveRefused with TOO_LARGE for what is over a limit, ARCHIVE_DAMAGED for all else.
    """
    limits = limits or ZipLimits()
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        try:
            end, entries = _read_table(file, size_bytes=size_bytes, limits=limits)
            _refuse_overlap(file, entries=entries, end=end)
            for entry in entries:
                _read_entry(file, entry=entry)
                if on_entry:
                    on_entry()
        except BadLayout as error:
            raise _damaged(f"it {error}") from error
    files = [entry for entry in entries if not entry.is_folder]
    return ZipSummary(len(files), size_bytes, sum(entry.unpacked_bytes for entry in files))


def _read_table(file: BinaryIO, *, size_bytes: int, limits: ZipLimits) -> tuple[ZipEnd, list[ZipEntry]]:
    if size_bytes > limits.max_bytes:
        raise _too_large(f"it has {size_bytes:,} bytes, and the limit is {limits.max_bytes:,}")
    if size_bytes == 0:
        raise _damaged("it is empty")
    refuse_other_magic(file.read(4))
    end = read_end(file, size_bytes=size_bytes)
    if end.entry_count > limits.max_entries:
        raise _too_large(f"it has {end.entry_count:,} entries, and the limit is {limits.max_entries:,}")
    if end.directory_bytes > limits.max_directory_bytes:
        raise _too_large("its table of contents alone is larger than any real one")
    entries = list(iter_entries(file, end=end))
    _judge_entries(entries, size_bytes=size_bytes, limits=limits)
    return end, entries


def refuse_other_magic(beginning: bytes) -> None:
    """Refuse what does not begin as a zip with at least one entry. Raises: ArchiveRefused."""
    magic = beginning[:4]
    if magic == LOCAL_MAGIC[: len(magic)]:
        return
    if magic == b"PK\x05\x06":
        raise _damaged("it holds no file")
    is_text = magic.lstrip()[:1] in (b"<", b"{")
    raise _damaged("it is a web page or another text" if is_text else "it does not begin as a zip does")


def _judge_entries(entries: list[ZipEntry], *, size_bytes: int, limits: ZipLimits) -> None:
    if all(entry.is_folder for entry in entries):
        raise _damaged("it holds no file")
    for number, entry in enumerate(entries, start=1):
        if entry.flags & ENCRYPTED_FLAGS:
            raise _damaged("it is encrypted")
        if entry.method not in (_STORED, _DEFLATED):
            raise _damaged(f"entry {number} is packed by a method that we do not read ({entry.method})")
        if entry.unpacked_bytes > limits.max_ratio * max(entry.packed_bytes, 1):
            raise _too_large(f"entry {number} unpacks to more than {limits.max_ratio} times its size")
    unpacked_bytes = sum(entry.unpacked_bytes for entry in entries)
    if unpacked_bytes > min(limits.max_unpacked_bytes, limits.max_ratio * size_bytes):
        raise _too_large(f"it unpacks to {unpacked_bytes:,} bytes")


def _refuse_overlap(file: BinaryIO, *, entries: list[ZipEntry], end: ZipEnd) -> None:
    """Refuse two entries on the same bytes: how a small file unpacks to more than it holds."""
    free_from = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < free_from:
            raise BadLayout("has entries that overlap")
        if free_from == 0 and entry.header_offset != 0:
            raise BadLayout("has bytes in front of its first entry")
        free_from = data_offset(file, entry=entry) + entry.packed_bytes
        if free_from > end.directory_offset:
            raise BadLayout("has an entry that runs into the table of contents")


def _read_entry(file: BinaryIO, *, entry: ZipEntry) -> None:
    """Unpack one entry into nothing, counting: the declared size, its CRC and its end must all be true."""
    file.seek(data_offset(file, entry=entry))
    unpack = _inflated if entry.method == _DEFLATED else _pieces
    crc32 = counted = 0
    try:
        for piece in unpack(file, entry.packed_bytes):
            counted += len(piece)
            if counted > entry.unpacked_bytes:
                raise BadLayout("has an entry that is larger than declared")
            crc32 = zlib.crc32(piece, crc32)
    except zlib.error as error:
        raise BadLayout("has an entry that cannot be unpacked") from error
    if counted != entry.unpacked_bytes or crc32 != entry.crc32:
        raise BadLayout("has an entry whose bytes do not match its checksum")


def _pieces(file: BinaryIO, packed_bytes: int) -> Iterator[bytes]:
    while packed_bytes > 0:
        piece = file.read(min(_PIECE_BYTES, packed_bytes))
        if not piece:
            raise BadLayout("ends in the middle of an entry")
        packed_bytes -= len(piece)
        yield piece


def _inflated(file: BinaryIO, packed_bytes: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _pieces(file, packed_bytes):
        while packed and not inflater.eof:
            # The length bound keeps memory flat whatever the bytes claim to unpack to.
            yield inflater.decompress(packed, _PIECE_BYTES)
            packed = inflater.unconsumed_tail
        if packed or inflater.unused_data:
            raise BadLayout("has bytes after the end of an entry")
    yield inflater.flush(_PIECE_BYTES)
    if not inflater.eof:
        raise BadLayout("has an entry that ends too early")


def _damaged(cause: str) -> ArchiveRefused:
    return ArchiveRefused(ReasonCode.ARCHIVE_DAMAGED, f"The zip was not kept: {cause}. Ask for it again.")


def _too_large(cause: str) -> ArchiveRefused:
    return ArchiveRefused(ReasonCode.TOO_LARGE, f"The zip was not kept: {cause}.")
