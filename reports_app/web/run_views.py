"""The ready-made views above the list of runs: what each asks for, and how many runs it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from reports_app.queries.run_counts import RunCount
from reports_app.queries.run_filters import RunFilters

from .run_address import RunAddress, read_address


@dataclass(frozen=True)
class View:
    """Shape: parameters as in an address, each with its values."""

    label: str
    parameters: dict[str, list[str]]

    @property
    def filters(self) -> RunFilters:
        return read_address(QueryDict(urlencode(self.parameters, doseq=True))).filters


@dataclass(frozen=True)
class Tab:
    """A view as a link. Shape: is_current says that the list shows just this."""

    label: str
    url: str
    count: RunCount
    is_current: bool


def ready_views(today: date) -> list[View]:
    """Return the views, the one of everything first."""
    first, last = quarter_end_window(today)
    ended = first - timedelta(days=1)
    return [
        View("All runs", {}),
        View("With failures", {"outcome": ["partial", "failed"]}),
        View("Not healed", {"healed": ["open"]}),
        View("Ready, not published", {"published": ["partly", "waiting"]}),
        View(
            f"Quarter end, Q{(ended.month + 2) // 3} {ended.year}",
            {"from": [first.isoformat()], "to": [last.isoformat()]},
        ),
    ]


def tabs(address: RunAddress, views: Iterable[View], *, counts: Iterable[RunCount]) -> list[Tab]:
    """Put the views beside their counts, as links that keep the sort."""
    empty = dict.fromkeys(address.query, None)
    kept = {"sort": address.query.get("sort")}
    return [
        Tab(
            label=view.label,
            url=address.url(**{**empty, **kept, **view.parameters}),
            count=count,
            is_current=view.filters == address.filters,
        )
        for view, count in zip(views, counts, strict=True)
    ]


def quarter_end_window(today: date) -> tuple[date, date]:
    """Return the days in which the reports of the last ended quarter are made: its end and 30 days on."""
    first_of_quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return first_of_quarter, first_of_quarter + timedelta(days=30)
