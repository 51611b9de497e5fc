"""What can go wrong with a zip and its metadata; for Fault on ZIP_DOWNLOAD or ZIP.

The stored zip itself stays whole, so that a later request without fault gets the true bytes.
"""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace

from tests.upstream.answers import Answer
from tests.upstream.effects import body, change_document, html_200, status_code
from tests.upstream.faults import Effect


def zip_short(*, keep: float = 0.5) -> Effect:
    """State the full length, send a part, close."""
    return lambda answer: replace(answer, cut_at=int(len(answer.body) * keep))


def zip_without_length(*, keep: float = 0.5) -> Effect:
    """Send a part without any length, then close: the wire looks complete."""
    return lambda answer: replace(answer, body=answer.body[: int(len(answer.body) * keep)], send_length=False)


def zip_last_byte_missing() -> Effect:
    """Send all but the last byte, with the length of what is sent."""
    return _changed(lambda content: content[:-1])


def zip_flipped_bit() -> Effect:
    """Flip one bit in the compressed data of the first entry: the size stays, a checksum fails."""
    return _changed(flip_bit)


def zip_html() -> Effect:
    """Send a page of HTML under the headers of a zip."""
    return html_200(content_type="application/binary")


def zip_html_in_front() -> Effect:
    """Send the zip with HTML before it; some readers still open it."""
    return _changed(lambda content: b"<html>hello</html>" + content)


def zip_empty() -> Effect:
    """Send no byte at all."""
    return body(b"", content_type="application/binary")


def zip_encrypted() -> Effect:
    """Set the encryption flag of every entry."""
    return _changed(set_encryption_flags)


def zip_missing() -> Effect:
    """Send 404."""
    return status_code(404, detail="There is no zipped file.")


def wrong_bytes_in_metadata(value: int | None) -> Effect:
    """State another size in the metadata; None states null. Use it on ZIP."""
    return change_document(lambda document: document["data"]["attributes"].update(bytes=value))


def _changed(change: Callable[[bytes], bytes]) -> Effect:
    def altered(answer: Answer) -> Answer:
        return replace(answer, body=change(answer.body))

    return altered


def flip_bit(content: bytes) -> bytes:
    """Return a zip of the same length whose first entry fails its checksum."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.infolist()[0]
    name_length, extra_length = struct.unpack_from("<HH", content, entry.header_offset + 26)
    middle = entry.header_offset + 30 + name_length + extra_length + entry.compress_size // 2
    flipped = bytearray(content)
    flipped[middle] ^= 0x10
    return bytes(flipped)


def set_encryption_flags(content: bytes) -> bytes:
    """Return a zip whose entries all claim to be encrypted, in both headers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries, at = archive.infolist(), archive.start_dir
    marked = bytearray(content)
    for entry in entries:
        marked[entry.header_offset + 6] |= 1
        marked[at + 8] |= 1
        name, extra, comment = struct.unpack_from("<HHH", marked, at + 28)
        at += 46 + name + extra + comment
    return bytes(marked)
