"""The budget as the client sees it: who asks, a protocol to ask permission, and what a 429 means.

The budget itself, shared by every process of a firm, lives in the room `quota`.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Protocol

SHORTEST_WAIT_SECONDS = 1
LONGEST_WAIT_SECONDS = 24 * 60 * 60
# The shorter of the two documented windows: when nothing is said, it has passed by then.
DEFAULT_WAIT_SECONDS = 15 * 60


class Priority(StrEnum):
    """Who asks, most urgent first."""

    CLICK = "click"
    NEW = "new"
    OVERLAP = "overlap"
    BACKFILL = "backfill"


class Quota(Protocol):
    """Gives permission for each single request, and hears of refusals."""

    def reserve(self, *, priority: Priority, route: str) -> None:
        """Book one request before it is sent.

        Raises: QuotaExhausted; then nothing is sent.
        """

    def note_rate_limited(self, *, retry_after_seconds: int) -> None:
        """Hear that Addepar answered 429: nothing may be sent for so many seconds."""


class UnlimitedQuota:
    """The quota that always says yes, for scripts and tests."""

    def reserve(self, *, priority: Priority, route: str) -> None:
        """Say yes."""

    def note_rate_limited(self, *, retry_after_seconds: int) -> None:
        """Do nothing; the caller sees RateLimited anyway."""


def read_wait_seconds(headers: Mapping[str, str], *, now: datetime) -> int:
    """Say how long a 429 asks us to wait, between one second and a day; 900 where it says nothing.

    Shape: header names as a case-insensitive mapping.
    Source: Addepar developer docs, Rate Limiting; plain Retry-After is what proxies send.
    """
    for name in ("X-RateLimit-Retry-After", "Retry-After"):
        seconds = _read_seconds(headers.get(name, "").strip(), now=now)
        if seconds is not None:
            return int(min(max(seconds, SHORTEST_WAIT_SECONDS), LONGEST_WAIT_SECONDS))
    return DEFAULT_WAIT_SECONDS


def _read_seconds(text: str, *, now: datetime) -> int | None:
    number = re.fullmatch(r"([+-]?)([0-9]+)(\.[0-9]+)?", text)
    if number:
        sign, digits, fraction = number.groups()
        # Ten digits are centuries already, and Python refuses to read thousands of them.
        whole = int(digits[:10]) if len(digits) <= 10 else LONGEST_WAIT_SECONDS
        return -whole if sign == "-" else whole + (1 if fraction else 0)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return math.ceil(((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())
