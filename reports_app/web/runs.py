"""The list of runs: filters, sorts and pages through any number of them; the address is the whole state."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports_app import conf
from reports_app.models import Firm, GeneratedReport
from reports_app.queries.run_choices import read_choices
from reports_app.queries.run_counts import count_days, read_counts
from reports_app.queries.run_pages import Sort, write_place
from reports_app.queries.runs import RunPage, read_run_page

from .context import Reading, reading_of
from .run_address import RunAddress, read_address
from .run_chips import chips
from .run_views import ready_views, tabs
from .run_words import RunRow

PAGE_SIZE = 50
SORTS = {"Completed": (Sort.NEWEST, Sort.OLDEST), "Clients": (Sort.MOST_FAILED,), "Duration": (Sort.LONGEST,)}


@require_safe
@login_required
def run_list(request: HttpRequest) -> HttpResponse:
    """Show a page of the runs that match."""
    reading, address = reading_of(request), read_address(request.GET)
    context: dict[str, Any] = {"address": address, "firm": reading.firm, "sees_all": reading.viewer.sees_all}
    if reading.firm and reading.viewer.sees_all:
        context |= _matches(reading, address, firm=reading.firm)
    return render(request, "reports_app/runs/runs.html", context)


def _matches(reading: Reading, address: RunAddress, *, firm: Firm) -> dict[str, Any]:
    choices = read_choices(reading.viewer, firm=firm, filters=address.filters)
    address = address.keeping(report=choices.reports, creator=choices.creators)
    views, filters = ready_views(reading.today), address.filters
    asked: dict[str, Any] = {"firm": firm, "filters": filters, "zone": conf.firm_zone()}
    counts = read_counts(reading.viewer, views=[view.filters for view in views], **asked)
    page = read_run_page(
        reading.viewer,
        sort=address.sort,
        place=address.place,
        size=PAGE_SIZE,
        counts=counts,
        **asked,
    )
    return {
        "address": address,
        "count": counts.matching,
        "all_count": counts.views[0],
        "groups": _days(reading, address, page, firm=firm),
        "filters": chips(address, choices=choices),
        "hidden": [("sort", address.sort.value)] if address.sort != Sort.NEWEST else [],
        "clear_url": address.url(**dict.fromkeys(address.query, None)) if not filters.is_any else "",
        "views": tabs(address, views, counts=counts.views),
        "heads": {label: _head(address, sorts) for label, sorts in SORTS.items()},
        "pager": _pager(address, page),
        "is_any": filters.is_any,
    }


def _days(reading: Reading, address: RunAddress, page: RunPage, *, firm: Firm) -> list[dict[str, Any]]:
    zone, is_by_day = conf.firm_zone(), _is_by_day(address)
    rows = [RunRow(run, day=run.completed_at.astimezone(zone).date()) for run in page.runs]
    shown = {row.day for row in rows} if is_by_day else set()
    days = count_days(reading.viewer, firm=firm, filters=address.filters, days=shown)
    return _groups(rows, days=days, is_by_day=is_by_day)


def _is_by_day(address: RunAddress) -> bool:
    return address.sort in (Sort.NEWEST, Sort.OLDEST)


def _groups(
    rows: Iterable[RunRow], *, days: dict[date, tuple[int | None, int]], is_by_day: bool
) -> list[dict[str, Any]]:
    """Group the rows by day, each with how many of the day's runs match."""
    if not is_by_day:
        return [{"day": None, "note": "", "rows": list(rows)}]
    return [
        {"day": day, "note": _day_note(*days.get(day, (None, 0))), "rows": list(found)}
        for day, found in groupby(rows, key=lambda row: row.day)
    ]


def _day_note(matching: int | None, stored: int) -> str:
    runs = "1 run" if stored == 1 else f"{stored:,} runs"
    if matching is None or matching == stored:
        return runs if stored and matching is not None else ""
    return f"{matching:,} of {runs} match"


def _head(address: RunAddress, sorts: tuple[Sort, ...]) -> dict[str, str]:
    """Return where a head's link leads, and the direction it stands in now."""
    if address.sort not in sorts:
        return {"url": address.url(sort=None if sorts[0] == Sort.NEWEST else sorts[0].value), "direction": ""}
    other = next((sort for sort in sorts if sort != address.sort), Sort.NEWEST)
    direction = "ascending" if address.sort == Sort.OLDEST else "descending"
    return {"url": address.url(sort=None if other == Sort.NEWEST else other.value), "direction": direction}


def _pager(address: RunAddress, page: RunPage) -> dict[str, Any]:
    first: GeneratedReport | None = page.runs[0] if page.runs else None
    shown = "1 run" if len(page.runs) == 1 else f"{len(page.runs)} runs"
    is_by_day = _is_by_day(address)
    newest_first = address.sort == Sort.NEWEST
    before = address.url(before=write_place(first, address.sort)) if first and page.has_before else None
    after = address.url(after=write_place(page.runs[-1], address.sort)) if first and page.has_after else None
    return {
        "text": f"{shown} on this page" if first else "",
        "newer_url": before,
        "older_url": after,
        "newer_label": "Newer" if newest_first else "Older" if is_by_day else "Previous",
        "older_label": "Older" if newest_first else "Newer" if is_by_day else "Next",
    }
