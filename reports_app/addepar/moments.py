"""Reading and writing Addepar's moments: RFC 3339 text to aware UTC datetimes and back.

Knows nothing about the firm's own time zone; that is a matter of showing.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_RFC_3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]{1,9}))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_moment(text: object) -> datetime | None:
    """Read an RFC 3339 moment, or return None for anything else.

    Shape: zero to nine fractional digits (quirk 14), and a zone: a moment without one is not a moment.
    Times: aware, UTC, microseconds; further digits are cut, never rounded into the next second.
    """
    match = _RFC_3339.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    micro = int((match[7] or "0").ljust(6, "0")[:6])
    leap = timedelta(seconds=1) if second == 60 else timedelta()
    try:
        zone = timezone(_offset(match[8], match[9], match[10]))
        local = datetime(year, month, day, hour, minute, min(second, 59) if leap else second, micro, zone)
        return local.astimezone(UTC) + leap
    except (ValueError, OverflowError):
        return None


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timedelta:
    if hours is None or minutes is None:
        return timedelta()
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError("No such offset.")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    return -size if sign == "-" else size


def parse_moment_or_date(text: object) -> datetime | None:
    """Read a moment, or a bare date as its midnight in UTC.

    The report list documents dates in its table and moments in its sample (section 10 of the contract).
    """
    if isinstance(text, str) and _DATE.fullmatch(text):
        return parse_moment(f"{text}T00:00:00Z")
    return parse_moment(text)


def format_second(moment: datetime) -> str:
    """Write an aware moment as filters want it: UTC, whole seconds, fraction cut."""
    return f"{moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"
