"""A download on its way to disk: what may be refused while the bytes are still arriving.

It keeps nothing and proves nothing; `verify` reads the whole file afterwards.
"""

from collections.abc import Callable

from reports_app.addepar import Download
from reports_app.vocabulary import ReasonCode

from .store import TemporaryFile
from .verify import ArchiveRefused, ZipLimits, refuse_other_magic

# A chunk is handed over when it is full. Smaller ones let a slow line still be seen to move.
CHUNK_BYTES = 128 * 1024


class SizeMismatch(ArchiveRefused):
    """The zip has another length than its metadata says."""

    def __init__(self, *, received: str, announced: int) -> None:
        super().__init__(
            ReasonCode.SIZE_MISMATCH,
            f"The zip was not kept: Addepar announces {announced:,} bytes and sent {received}, twice. "
            "Ask again later; if it stays so, report it to Addepar.",
        )


def receive(
    download: Download,
    *,
    temporary: TemporaryFile,
    announced_bytes: int | None,
    limits: ZipLimits,
    on_progress: Callable[[int], None],
) -> None:
    """Write the whole download to a temporary file; on_progress gets the bytes received so far.

    announced_bytes is what the metadata says, None where it says nothing.
    Raises: SizeMismatch; ArchiveRefused; DiskTrouble; AddeparError.
    """
    refuse_over_limit(download.content_length or 0, limits=limits)
    for chunk in download.iter_chunks(CHUNK_BYTES):
        if temporary.size_bytes == 0:
            refuse_other_magic(chunk)
        temporary.write(chunk)
        if announced_bytes is not None and temporary.size_bytes > announced_bytes:
            raise SizeMismatch(received="more", announced=announced_bytes)
        refuse_over_limit(temporary.size_bytes, limits=limits)
        on_progress(temporary.size_bytes)
    if announced_bytes is not None and temporary.size_bytes != announced_bytes:
        raise SizeMismatch(received=f"{temporary.size_bytes:,}", announced=announced_bytes)


def refuse_over_limit(size_bytes: int, *, limits: ZipLimits) -> None:
    """Refuse a zip that is, or says it is, larger than the limit. Raises: ArchiveRefused."""
    if size_bytes > limits.max_bytes:
        raise ArchiveRefused(
            ReasonCode.TOO_LARGE,
            f"The zip was not kept: it has {size_bytes:,} bytes or more, and the limit is "
            f"{limits.max_bytes:,}.",
        )
