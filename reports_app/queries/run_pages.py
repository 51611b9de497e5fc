"""Paging by key: a place in a list is the sort key of a row, so every page costs the same at any depth."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q

from reports_app.models import GeneratedReport


class Sort(StrEnum):
    """How a list of runs is ordered. Every order ends in completion and id, so it is the same each time."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_FAILED = "failed"
    LONGEST = "longest"


# Columns from the first to the last, all in one direction.
COLUMNS: dict[Sort, tuple[str, ...]] = {
    Sort.NEWEST: ("completed_at", "upstream_id"),
    Sort.OLDEST: ("completed_at", "upstream_id"),
    Sort.MOST_FAILED: ("failed_count", "completed_at", "upstream_id"),
    Sort.LONGEST: ("duration_seconds", "completed_at", "upstream_id"),
}


@dataclass(frozen=True)
class Place:
    """Where a page begins: after a row, or before it when is_backward. Shape: values by column."""

    values: tuple[Any, ...] = ()
    is_backward: bool = False


def order_by(sort: Sort, *, is_backward: bool) -> list[str]:
    """Return the order in which rows are read; a page backwards is read the other way round."""
    is_descending = (sort != Sort.OLDEST) != is_backward
    return [f"-{column}" if is_descending else column for column in COLUMNS[sort]]


def beyond(sort: Sort, place: Place) -> Q:
    """Return the condition "further on than the place", nested so that an index can be walked from there."""
    if not place.values:
        return Q()
    is_descending = (sort != Sort.OLDEST) != place.is_backward
    word = "lt" if is_descending else "gt"
    condition = Q()
    for column, value in reversed(list(zip(COLUMNS[sort], place.values, strict=True))):
        further = Q(**{f"{column}__{word}": value})
        condition = Q(**{f"{column}__{word}e": value}) & (further | condition) if condition else further
    return condition


def sort_key(run: GeneratedReport, sort: Sort) -> tuple[Any, ...]:
    """Return the key of a row in the sort."""
    return tuple(getattr(run, column) for column in COLUMNS[sort])


def write_place(run: GeneratedReport, sort: Sort) -> str:
    """Return the key of a row as a word for an address."""
    values = [value.isoformat() if isinstance(value, datetime) else value for value in sort_key(run, sort)]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_place(word: str, sort: Sort, *, is_backward: bool) -> Place | None:
    """Read a word back; None where it is no place of this sort, as after a hand-made address."""
    try:
        values = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        return Place(tuple(_value(*pair) for pair in zip(COLUMNS[sort], values, strict=True)), is_backward)
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        return None


def _value(column: str, value: Any) -> Any:
    if column == "completed_at":
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone")
        # In UTC here, where a moment outside the calendar is no place, and not only in the database.
        return moment.astimezone(UTC)
    if column == "upstream_id":
        if not isinstance(value, str) or "\0" in value:
            raise ValueError("no id")
        value.encode()
        return value
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise ValueError("no number")
    return value
