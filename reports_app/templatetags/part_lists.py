"""Around a list: filters, sorting heads, day groups, pager. The URL is the state; nothing here keeps any."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.template import Context

from .part_times import day_text

register = template.Library()


@register.inclusion_tag("reports_app/parts/_filter_chips.html")
def filter_chips(
    filters: Sequence[Any],
    action: str = "",
    clear_url: str = "",
    hidden: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Draw the filters of a list as one GET form; the set ones first in blue, each with its remove link.

    Shape: filters have .name .label .value_text .is_set .remove_url .kind. Kinds choices (many) and one have
    .options of .value .label .state .count .is_checked; text has .value .placeholder; dates has .name_from
    .value_from .name_to .value_to .hint. hidden: (name, value) pairs that the form carries along.
    """
    return {"filters": filters, "action": action, "clear_url": clear_url, "hidden": hidden}


@register.inclusion_tag("reports_app/parts/_sort_head.html")
def sort_head(label: str, url: str, direction: str = "", num: bool = False) -> dict[str, Any]:
    """Draw a column head that sorts: direction is ascending, descending or empty."""
    return {"label": label, "url": url, "direction": direction, "num": num}


@register.inclusion_tag("reports_app/parts/_day_row.html", takes_context=True)
def day_row(context: Context, day: date, columns: int, note: str = "") -> dict[str, Any]:
    """Draw the head of a day's group in a table; the day is one of the person's own calendar."""
    now = context.get("now")
    text = day_text(day, today=now.date() if now else None)
    return {"day": day, "text": text, "columns": columns, "note": note}


@register.inclusion_tag("reports_app/parts/_pager.html")
def pager(pager: Any) -> dict[str, Any]:
    """Draw the way through a list by key: .text, .newer_url and .older_url (None: no more that way)."""
    return {"pager": pager}
