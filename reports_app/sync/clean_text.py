"""Text that every database keeps: what cannot be stored in a column is replaced, and said so.

The raw resource keeps the original; only columns are cleaned.
"""

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str | None, *, limit: int | None = None) -> str:
    """Return the text without NUL and lone surrogates, cut at limit characters; absent becomes empty.

    Why: PostgreSQL refuses NUL, and a lone surrogate cannot be encoded for either database.
    """
    if not text:
        return ""
    cleaned = "".join(REPLACEMENT if _is_odd(character) else character for character in text)
    return cleaned if limit is None else cleaned[:limit]


def is_clean(text: str | None) -> bool:
    """Say whether clean() would leave every character as it is."""
    return not text or not any(_is_odd(character) for character in text)


def fold(text: str, *, limit: int = 200) -> str:
    """Return the text as search compares it: without accents and case, spaces single."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.casefold().split())[:limit]


def _is_odd(character: str) -> bool:
    return character == "\0" or "\ud800" <= character <= "\udfff"
