"""Read query parameters strictly: what is not expected, repeated or malformed is refused by name.

Brackets may arrive raw or percent-encoded. Values are text until one of the typed readers below is asked;
which parameters a route knows is the route's to say.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from reports_app.jsonapi.errors import ParameterError

MAX_FIELDS = 50
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?Z", re.ASCII
)


def read_query(query_string: str, *, allowed: Collection[str]) -> dict[str, str]:
    """Split a query string into named values, in the order in which they were sent.

    Raises: ParameterError for an unknown or repeated name, bytes that are not UTF-8, or too many parts.
    Source: `include` is refused by every route (400); other unknown names are refused alike.
    """
    try:
        pairs = parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as unreadable:
        raise ParameterError("", "The query string is not readable UTF-8 or has too many parts.") from (
            unreadable
        )
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in allowed:
            raise ParameterError(name, f"The query parameter '{name}' is not allowed on this route.")
        if name in values:
            raise ParameterError(name, f"The query parameter '{name}' was sent more than once.")
        values[name] = value
    return values


def whole_number(
    params: Mapping[str, str], name: str, *, default: int, minimum: int, maximum: int | None = None
) -> int:
    """Read an integer; above the maximum it is cut silently, below the minimum refused.

    Source: the general paging scheme truncates an oversized page without a word.
    """
    text = params.get(name)
    if text is None:
        return default
    if not _WHOLE_NUMBER.fullmatch(text):
        raise ParameterError(name, f"'{name}' must be a whole number.")
    number = int(text)
    if number < minimum:
        raise ParameterError(name, f"'{name}' must be at least {minimum}.")
    return number if maximum is None else min(number, maximum)


def optional_id(params: Mapping[str, str], name: str) -> int | None:
    """Read a numeric id, or None where the parameter is absent."""
    return whole_number(params, name, default=0, minimum=0) if name in params else None


def instant(params: Mapping[str, str], name: str) -> datetime | None:
    """Read a UTC moment such as 2021-05-14T12:03:39Z, with or without a fraction of a second.

    Times: aware, UTC; digits beyond microseconds are cut.
    """
    text = params.get(name)
    if text is None:
        return None
    match = _INSTANT.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        second = datetime.fromisoformat(f"{match[1]}+00:00")
    except ValueError:
        raise ParameterError(name, f"'{name}' must be a UTC time like 2021-05-14T12:03:39Z.") from None
    return second.replace(microsecond=int((match[2] or "0").ljust(9, "0")[:6]))


def choices(params: Mapping[str, str], name: str, *, allowed: Collection[str]) -> frozenset[str] | None:
    """Read a comma list of known words, or None where the parameter is absent.

    Spaces around the words and one pair of enclosing brackets are tolerated: the parameter table prints
    `[FINISHED, ERROR, CANCELED]` and the samples `FINISHED,ERROR`.
    """
    text = params.get(name)
    if text is None:
        return None
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    words = [word.strip() for word in text.split(",")]
    for word in words:
        if word not in allowed:
            raise ParameterError(name, f"'{name}' knows {', '.join(allowed)} and not '{word}'.")
    return frozenset(words)
