"""Zips made to be refused, and a few odd ones that must be kept. Bytes only; nothing here judges."""

import io
import os
import struct
import zipfile
import zlib

from tests.upstream.zip_effects import flip_bit, set_encryption_flags

LOCAL = struct.Struct("<4sHHHHHLLLHH")
ENTRY = struct.Struct("<4sHHHHHHLLLHHHHHLL")
END = struct.Struct("<4sHHHHLLH")
MIB = 1024 * 1024


def good_zip(*, files: int = 3, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return named_zip([f"client {number}.pdf" for number in range(files)], method=method)


def named_zip(names: list[str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with a little noise under each name; a name that ends in a slash is a folder."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression=method) as archive:
        for name in names:
            content = "" if name.endswith("/") else os.urandom(300).hex()
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return target.getvalue()


def streamed_zip() -> bytes:
    """Return a zip as servers stream it: sizes and checksums follow the bytes of each entry."""

    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.parts.append(bytes(data))  # type: ignore[call-overload]
            return len(self.parts[-1])

    target = Unseekable()
    with zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("one.pdf", b"%PDF-" + os.urandom(2000))
        archive.writestr("two.pdf", b"%PDF-" + os.urandom(2000))
    return b"".join(target.parts)


def raw_zip(
    entries: list[tuple[bytes, int, bytes, int, int]],
    *,
    offsets: list[int] | None = None,
    count: int | None = None,
) -> bytes:
    """Build a zip whose table may lie.

    Shape: entries are (name, method, packed bytes, declared CRC-32, declared size); offsets replaces where
    the table says the entries are, count how many it says there are.
    """
    body, table, places = bytearray(), bytearray(), []
    for name, method, packed, crc32, size in entries:
        places.append(len(body))
        head = LOCAL.pack(b"PK\x03\x04", 20, 0, method, 0, 33, crc32, len(packed), size, len(name), 0)
        body += head + name + packed
    for (name, method, packed, crc32, size), place in zip(entries, offsets or places, strict=True):
        table += ENTRY.pack(
            b"PK\x01\x02", 20, 20, 0, method, 0, 33, crc32, len(packed), size, len(name), 0, 0, 0, 0, 0, place
        )
        table += name
    stated = len(entries) if count is None else count
    return bytes(body + table) + END.pack(b"PK\x05\x06", 0, 0, stated, stated, len(table), len(body), 0)


def deflate(content: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeezer.compress(content) + squeezer.flush()


def declared_bomb() -> bytes:
    """Return a zip of a few kB that says it unpacks to 8 MiB."""
    content = bytes(8 * MIB)
    return raw_zip([(b"bomb.pdf", 8, deflate(content), zlib.crc32(content), len(content))])


def lying_bomb() -> bytes:
    """Return a zip of a few kB that says it unpacks to 100 bytes and unpacks to 8 MiB."""
    content = bytes(8 * MIB)
    return raw_zip([(b"bomb.pdf", 8, deflate(content), zlib.crc32(content[:100]), 100)])


def overlapping_zip() -> bytes:
    """Return a zip whose two entries lie on the same bytes."""
    content = os.urandom(400)
    entry = (b"same.pdf", 0, content, zlib.crc32(content), len(content))
    return raw_zip([entry, entry], offsets=[0, 0])


def entry_in_entry_zip() -> bytes:
    """Return a zip whose second entry lies inside the bytes of the first."""
    inner_content = os.urandom(100)
    inner = (b"b.pdf", 0, inner_content, zlib.crc32(inner_content), len(inner_content))
    inner_bytes = raw_zip([inner])[: LOCAL.size + 5 + 100]
    outer = (b"a.pdf", 0, inner_bytes, zlib.crc32(inner_bytes), len(inner_bytes))
    return raw_zip([outer, inner], offsets=[0, LOCAL.size + 5])


def crowded_zip(*, entries: int) -> bytes:
    """Return a zip of empty entries."""
    return raw_zip([(b"%d" % number, 0, b"", 0, 0) for number in range(entries)])


def zip64_zip() -> bytes:
    """Return a small zip that says in its end record that it is in the zip64 form."""
    content = bytearray(good_zip())
    struct.pack_into("<HHLL", content, len(content) - 14, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return bytes(content)


def renamed_in_place() -> bytes:
    """Return a zip whose table gives the first entry another name than the entry itself."""
    content = named_zip(["alpha.pdf"])
    return content.replace(b"alpha", b"omega", 1)


def without_end_record() -> bytes:
    content = good_zip()
    return content[: content.rindex(b"PK\x05\x06")]


DAMAGED = {
    "flipped bit": lambda: flip_bit(good_zip()),
    "flipped bit in a stored entry": lambda: flip_bit(good_zip(method=zipfile.ZIP_STORED)),
    "last byte missing": lambda: good_zip()[:-1],
    "end record missing": without_end_record,
    "second half missing": lambda: good_zip()[:500],
    "empty": lambda: b"",
    "HTML in front": lambda: b"<html>hello</html>" + good_zip(),
    "bytes behind": lambda: good_zip() + b"\n",
    "HTML instead": lambda: b"<!doctype html><title>Maintenance</title>" + bytes(200),
    "JSON instead": lambda: b'{"errors": [{"status": "500"}]}',
    "encrypted": lambda: set_encryption_flags(good_zip()),
    "zip64": zip64_zip,
    "no entries": lambda: END.pack(b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0),
    "folders only": lambda: raw_zip([(b"clients/", 0, b"", 0, 0)]),
    "fewer entries than stated": lambda: raw_zip([(b"a", 0, b"", 0, 0)], count=2),
    "more entries than stated": lambda: raw_zip([(b"a", 0, b"", 0, 0), (b"b", 0, b"", 0, 0)], count=1),
    "overlapping entries": overlapping_zip,
    "entry inside an entry": entry_in_entry_zip,
    "larger than declared": lying_bomb,
    "other name inside": renamed_in_place,
    "unknown packing": lambda: raw_zip([(b"a", 12, b"BZh9", 0, 4)]),
    "deflate cut short": lambda: raw_zip([(b"a", 8, deflate(b"x" * 90)[:-2], zlib.crc32(b"x" * 90), 90)]),
    "bytes after deflate": lambda: raw_zip([(b"a", 8, deflate(b"x" * 90) + b"y", zlib.crc32(b"x" * 90), 90)]),
    "entry beyond the file": lambda: raw_zip([(b"a", 0, b"x", zlib.crc32(b"x"), 1)], offsets=[9999]),
}
