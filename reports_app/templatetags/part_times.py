"""Times as a person reads them: in that person's zone and clock, the zone always printed.

Reads from the context: `person` (.time_zone_name, .clock), `now`, and for who is signed out `firm_time_zone`.
"""

from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# What people in these zones call them; elsewhere the city of the zone's name speaks for itself.
ZONE_WORDS = {
    "America/New_York": "Eastern time",
    "America/Chicago": "Central time",
    "America/Denver": "Mountain time",
    "America/Los_Angeles": "Pacific time",
    "America/Anchorage": "Alaska time",
    "Pacific/Honolulu": "Hawaii time",
    "UTC": "Universal time",
}
UNKNOWN = SafeString('<span class="quiet">unknown</span>')


def person_zone(context: Context) -> tzinfo:
    """Return the zone that times are shown in: the person's, else the firm's, else the active one."""
    name = getattr(context.get("person"), "time_zone_name", "") or context.get("firm_time_zone", "")
    try:
        return ZoneInfo(name) if name else timezone.get_current_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_current_timezone()


def date_text(day: date, *, with_year: bool = True) -> str:
    """Write a date: "Nov 17, 2026"."""
    text = f"{MONTHS[day.month - 1]} {day.day}"
    return f"{text}, {day.year}" if with_year else text


def day_text(day: date, *, today: date | None = None) -> str:
    """Write the head of a day: "Tuesday, November 17", with the year when it is not this one."""
    text = f"{WEEKDAYS[day.weekday()]}, {LONG_MONTHS[day.month - 1]} {day.day}"
    return text if today is None or today.year == day.year else f"{text}, {day.year}"


def zone_text(local: datetime) -> str:
    """Write the zone in force at a time: "EST"; zones without letters as "UTC-3"."""
    name = local.tzname() or "UTC"
    if name[0] not in "+-":
        return name
    hours, minutes = name[1:3].lstrip("0") or "0", name[3:5]
    return f"UTC{name[0]}{hours}{':' + minutes if minutes.strip('0') else ''}"


def clock_text(local: datetime, *, clock: str, seconds: bool = False) -> str:
    """Write the time of day with its zone: "9:31 AM EST", or "09:31 EST" on a 24-hour clock."""
    tail = f":{local.second:02d}" if seconds else ""
    if clock == "24":
        return f"{local.hour:02d}:{local.minute:02d}{tail} {zone_text(local)}"
    half = "AM" if local.hour < 12 else "PM"
    return f"{local.hour % 12 or 12}:{local.minute:02d}{tail} {half} {zone_text(local)}"


def moment_text(local: datetime, *, style: str, clock: str, this_year: int | None) -> str:
    """Write a moment in one of the styles short, full, time, date, day, seconds."""
    if style == "date":
        return date_text(local)
    if style == "day":
        return day_text(local)
    time_of_day = clock_text(local, clock=clock, seconds=style == "seconds")
    if style == "time":
        return time_of_day
    with_year = style in {"full", "seconds"} or local.year != this_year
    return f"{date_text(local, with_year=with_year)}, {time_of_day}"


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | date | None, style: str = "short") -> SafeString:
    """Print a moment as <time>, in the person's zone; a plain date keeps its day and names no zone."""
    if value is None or value == "":
        return UNKNOWN
    if not isinstance(value, datetime):
        text = day_text(value) if style == "day" else date_text(value)
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)
    zone, now = person_zone(context), context.get("now")
    local = value.astimezone(zone)
    text = moment_text(
        local,
        style=style,
        clock=getattr(context.get("person"), "clock", "12"),
        this_year=now.astimezone(zone).year if now else None,
    )
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)


def length_text(length: timedelta) -> str:
    """Write an age in one unit: "6 min", "21 h", "12 days"."""
    seconds = abs(length.total_seconds())
    if seconds < 60:
        return "moments"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min"
    if seconds < 48 * 3600:
        return f"{seconds // 3600:.0f} h"
    return f"{seconds // 86400:,.0f} days"


@register.simple_tag(takes_context=True)
def age(context: Context, value: datetime | None, style: str = "") -> SafeString:
    """Print how long ago, or in how long; style "length" drops the direction. Its title is the exact time."""
    now = context.get("now")
    if value is None or now is None:
        return UNKNOWN
    text = length_text(now - value)
    if style != "length":
        text = f"{text} ago" if value <= now else f"in {text}"
    local = value.astimezone(person_zone(context))
    exact = moment_text(
        local, style="full", clock=getattr(context.get("person"), "clock", "12"), this_year=None
    )
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="seconds"), exact, text
    )


@register.simple_tag(takes_context=True)
def zone(context: Context) -> str:
    """Name the zone that times are shown in: "Eastern time, EST today"."""
    in_use = person_zone(context)
    name = getattr(in_use, "key", "UTC")
    words = ZONE_WORDS.get(name) or f"{name.rpartition('/')[2].replace('_', ' ')} time"
    now = context.get("now")
    return f"{words}, {zone_text(now.astimezone(in_use))} today" if now else words


@register.filter
def duration(value: Any) -> str:
    """Write a timedelta or seconds: "1.4 s", "48 s", "14 m 02 s", "1 h 04 m", "2 d 03 h"."""
    if value is None or value == "":
        return "unknown"
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value)
    if seconds < 0:
        return "unknown"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} m {whole % 60:02d} s"
    if whole < 86400:
        return f"{whole // 3600} h {whole % 3600 // 60:02d} m"
    return f"{whole // 86400} d {whole % 86400 // 3600:02d} h"
