"""The table of contents of a zip, read strictly and in little memory.

Python's zipfile forgives what must be refused here: bytes in front, a count that lies, two entries on the
same bytes. This reader knows only the layout; `verify` judges, and nothing is ever extracted by name.
Source: PKWARE APPNOTE 4.3.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LOCAL_MAGIC = b"PK\x03\x04"
_ENTRY_MAGIC = b"PK\x01\x02"
_END_MAGIC = b"PK\x05\x06"
_ZIP64_MAGIC = b"PK\x06\x07"
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_ENTRY = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_ZIP64_LOCATOR_BYTES = 20
_LONGEST_COMMENT = 0xFFFF
# Needed only above 4 GiB or 65,535 entries, and both are over our limits.
_ZIP64 = "is in the zip64 form, which is for archives larger than we accept"
ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
# A patch of another archive; and the newest version of the format that common readers open.
_PATCH_FLAG, _NEWEST_VERSION = 0x0020, 63


class BadLayout(Exception):
    """The bytes are no zip as we accept it; the message is the end of a sentence: "the zip …"."""


@dataclass(frozen=True)
class ZipEnd:
    """The end record: how many entries there are, and where their table lies. Units: bytes."""

    entry_count: int
    directory_offset: int
    directory_bytes: int


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One line of the table; the sizes are what it declares. Units: bytes."""

    raw_name: bytes
    flags: int
    method: int
    crc32: int
    packed_bytes: int
    unpacked_bytes: int
    header_offset: int

    @property
    def is_folder(self) -> bool:
        return self.raw_name.endswith(b"/") and self.unpacked_bytes == 0


def read_end(file: BinaryIO, *, size_bytes: int) -> ZipEnd:
    """Find the end record, which must end the file. Raises: BadLayout."""
    tail_bytes = min(size_bytes, _END.size + _LONGEST_COMMENT)
    file.seek(size_bytes - tail_bytes)
    tail = file.read(tail_bytes)
    at = len(tail)
    while (at := tail.rfind(_END_MAGIC, 0, at)) >= 0:
        if len(tail) - at >= _END.size and _comment_bytes(tail, at) == len(tail) - at - _END.size:
            break
    if at < 0:
        raise BadLayout("has no end record: its end is missing")
    locator = tail[max(0, at - _ZIP64_LOCATOR_BYTES) : at]
    return _judge_end(_END.unpack_from(tail, at), end_offset=size_bytes - tail_bytes + at, locator=locator)


def _comment_bytes(tail: bytes, at: int) -> int:
    return int(_END.unpack_from(tail, at)[-1])


def _judge_end(fields: tuple[int, ...], *, end_offset: int, locator: bytes) -> ZipEnd:
    _, disk, directory_disk, entries_here, entry_count, directory_bytes, directory_offset, _ = fields
    if locator.startswith(_ZIP64_MAGIC) or entry_count == 0xFFFF or directory_offset == 0xFFFFFFFF:
        raise BadLayout(_ZIP64)
    if disk or directory_disk or entries_here != entry_count:
        raise BadLayout("is one part of a split archive")
    if directory_offset + directory_bytes != end_offset:
        raise BadLayout("has bytes in front of it or inside it that do not belong to it")
    return ZipEnd(entry_count, directory_offset, directory_bytes)


def iter_entries(file: BinaryIO, *, end: ZipEnd) -> Iterator[ZipEntry]:
    """Yield every entry of the table, in its order. Raises: BadLayout when table and count disagree."""
    file.seek(end.directory_offset)
    for _ in range(end.entry_count):
        head = file.read(_ENTRY.size)
        if len(head) < _ENTRY.size or not head.startswith(_ENTRY_MAGIC):
            raise BadLayout("has a damaged table of contents")
        fields = _ENTRY.unpack(head)
        name_bytes, extra_bytes, comment_bytes = fields[10:13]
        if 0xFFFFFFFF in (fields[8], fields[9], fields[16]):
            raise BadLayout(_ZIP64)
        if fields[2] & 0xFF > _NEWEST_VERSION or fields[3] & _PATCH_FLAG:
            raise BadLayout("has an entry in a form that common readers do not open")
        raw_name = file.read(name_bytes)
        file.seek(extra_bytes + comment_bytes, 1)
        yield ZipEntry(raw_name, fields[3], fields[4], fields[7], fields[8], fields[9], fields[16])
    if file.tell() != end.directory_offset + end.directory_bytes:
        raise BadLayout("has a table of contents that does not match its count of entries")


def data_offset(file: BinaryIO, *, entry: ZipEntry) -> int:
    """Return where the entry's bytes begin. Raises: BadLayout when its own header says something else."""
    file.seek(entry.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(LOCAL_MAGIC):
        raise BadLayout("has an entry that is not where its table says")
    fields = _LOCAL.unpack(head)
    name_bytes, extra_bytes = int(fields[9]), int(fields[10])
    if file.read(name_bytes) != entry.raw_name or fields[3] != entry.method:
        raise BadLayout("has an entry that differs from its table")
    if fields[2] & ENCRYPTED_FLAGS:
        raise BadLayout("is encrypted")
    return entry.header_offset + _LOCAL.size + name_bytes + extra_bytes
