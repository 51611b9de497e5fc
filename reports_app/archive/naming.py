"""Names for stored files, made of whatever upstream called them. It never names a path on our disk."""

import re
import unicodedata

MAX_LENGTH = 120
_NOT_KEPT = re.compile(r"[^\w .()-]")
_SPACES = re.compile(r"\s+")


def safe_name(*candidates: str | None, extension: str) -> str:
    """Return a file name that is harmless in a header and on every file system.

    Shape: at most 120 characters of letters, digits, `_ .()-` and spaces, ending in the extension; the
    first candidate that leaves anything is used. The extension is ours, with its dot: what upstream says a
    file is decides nothing (quirk 18).
    """
    for candidate in candidates:
        stem = _stem(candidate or "", extension=extension)
        if stem:
            return stem[: MAX_LENGTH - len(extension)].rstrip(" .") + extension
    return "file" + extension


def _stem(name: str, *, extension: str) -> str:
    last_part = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    spaced = _SPACES.sub(" ", last_part)
    kept = _NOT_KEPT.sub("", spaced).strip(" .")
    if kept.lower().endswith(extension.lower()):
        kept = kept[: -len(extension)]
    return _SPACES.sub(" ", kept).strip(" .")
