"""Write and read the moments of the contract: UTC, a final Z, two fractional digits on runs, none on files.

It reads only what the contract documents; anything else is a ValueError, so that the server can refuse it.
"""

import re
from datetime import UTC, datetime, timedelta

_FORM = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", re.ASCII)


def write_run_moment(moment: datetime) -> str:
    """Write a moment as generated reports carry it: two fractional digits."""
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 10_000:02d}Z"


def write_file_moment(moment: datetime) -> str:
    """Write a moment as files carry it: whole seconds."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def read_moment(text: str) -> datetime:
    """Read a UTC moment with up to nine fractional digits.

    Raises: ValueError for any other form.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a moment of the form YYYY-MM-DDTHH:MM:SSZ")
    moment = datetime.fromisoformat(match[1]).replace(tzinfo=UTC)
    return moment + timedelta(microseconds=int((match[2] or "0").ljust(9, "0")) // 1000)
