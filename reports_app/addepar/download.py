"""A file on its way: its announced name and length, and its bytes as a stream.

Keeps nothing in memory and writes nothing; the archive does the storing and checking.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote_to_bytes

from reports_app.addepar.errors import Truncated

CHUNK_BYTES = 1024 * 1024
_EXTENDED = re.compile(r"(?:^|;)\s*filename\*\s*=\s*([A-Za-z0-9_-]+)'[^';]*'([^;\s]+)", re.IGNORECASE)
_PLAIN = re.compile(r'(?:^|;)\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"\s]+))', re.IGNORECASE)


class Download:
    """One file being received. Sizes: bytes.

    Shape: filename is the header's text, decoded and not cleaned: never use it as a path.
    content_length is None where the header is missing, no number, or speaks of compressed bytes.
    """

    def __init__(
        self, headers: Mapping[str, str], *, what: str, read_chunks: Callable[[int], Iterator[bytes]]
    ) -> None:
        self.filename = read_filename(headers.get("Content-Disposition"))
        self.content_length = read_content_length(headers)
        self._what = what
        self._read_chunks = read_chunks

    def iter_chunks(self, size: int = CHUNK_BYTES) -> Iterator[bytes]:
        """Yield the bytes as they arrive, at most `size` at a time; once only.

        Raises: Truncated when fewer or more bytes come than announced; UpstreamTimeout.
        """
        received = 0
        for chunk in self._read_chunks(size):
            received += len(chunk)
            yield chunk
        if self.content_length is not None and received != self.content_length:
            raise Truncated(
                f"{self._what} ended after {received:,} of {self.content_length:,} bytes; "
                "nothing of it may be used, fetch it again."
            )


def read_content_length(headers: Mapping[str, str]) -> int | None:
    """Return the announced number of bytes, or None where nothing usable is announced."""
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    text = headers.get("Content-Length", "").strip()
    return int(text) if encoding in {"", "identity"} and re.fullmatch(r"[0-9]{1,18}", text) else None


def read_filename(disposition: str | None) -> str | None:
    """Return the file name a Content-Disposition header announces, decoded; None where there is none.

    Source: RFC 6266; `filename*` wins over `filename`. Bytes beyond ASCII are read as UTF-8 where they are.
    """
    if not disposition:
        return None
    extended = _EXTENDED.search(disposition)
    if extended:
        try:
            return unquote_to_bytes(extended[2]).decode(extended[1]) or None
        except (LookupError, ValueError):
            pass
    plain = _PLAIN.search(disposition)
    if plain is None:
        return None
    name = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2]
    try:
        return name.encode("latin-1").decode("utf-8") or None
    except ValueError:
        return name or None
