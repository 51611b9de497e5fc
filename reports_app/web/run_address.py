"""The address of the list of runs is its whole state: read into filters, written with one thing changed."""

from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from reports_app.queries.run_filters import RunFilters
from reports_app.queries.run_pages import Place, Sort, read_place
from reports_app.sync.clean_text import fold
from reports_app.vocabulary import JobType, Outcome, PortfolioType, PublishState

# What may stand in the address more than once, by the filter it sets.
MANY = {
    "outcome": "outcome",
    "status": "status",
    "published": "publish_state",
    "report": "report",
    "creator": "creator",
    "job_type": "job_type",
}
KNOWN: dict[str, set[str]] = {
    "outcome": set(Outcome),
    "published": set(PublishState),
    "job_type": {*JobType, ""},
}
MOST_VALUES, LONGEST_VALUE, MOST_DASHES = 30, 200, 6


@dataclass
class RunAddress:
    """Shape: ignored names what in the address could not be understood, for a note on the page."""

    filters: RunFilters
    sort: Sort
    place: Place
    query: QueryDict
    ignored: list[str] = field(default_factory=list)

    @property
    def client_text(self) -> str:
        return self.query.get("client", "")

    def keeping(self, **known: Container[str]) -> "RunAddress":
        """Leave out the values of some parameters that nothing stored has, and name them in ignored.

        Shape: known by parameter, for filters whose values only the database knows.
        """
        kept: dict[str, Any] = {}
        unknown: list[str] = []
        for name, values in known.items():
            asked = getattr(self.filters, MANY[name])
            kept[MANY[name]] = tuple(value for value in asked if value in values)
            unknown += [f"{name}={value}" for value in asked if value not in values]
        return replace(self, filters=replace(self.filters, **kept), ignored=[*self.ignored, *unknown])

    def url(self, **changes: str | list[str] | None) -> str:
        """Return the address with some parameters changed, from the first page on. None takes one out."""
        kept = [(name, self.query.getlist(name)) for name in self.query if name not in {"after", "before"}]
        pairs = {name: values for name, values in kept if name not in changes}
        pairs |= {
            name: [value] if isinstance(value, str) else value for name, value in changes.items() if value
        }
        query = urlencode(pairs, doseq=True)
        return f"{reverse('runs')}?{query}" if query else reverse("runs")


def read_address(query: QueryDict) -> RunAddress:
    """Read the filters, the sort and the place; what cannot be understood is left out and named."""
    ignored: list[str] = []
    many = {to: _known_values(query, name, ignored=ignored) for name, to in MANY.items()}
    client = query.get("client", "").replace("\0", " ").strip()[:LONGEST_VALUE]
    key = _client_key(client)
    filters = RunFilters(
        **many,
        client_key=key,
        client_words=() if key else tuple(fold(client).split()),
        client_text=client if not key and 1 <= client.count("-") <= MOST_DASHES else "",
        since=_day(query, "from", ignored=ignored),
        until=_day(query, "to", ignored=ignored),
        healed=_healed(query, ignored=ignored),
    )
    sort = _sort(query, ignored=ignored)
    return RunAddress(filters, sort, _place(query, sort), query, ignored)


def _known_values(query: QueryDict, name: str, *, ignored: list[str]) -> tuple[str, ...]:
    asked = [value[:LONGEST_VALUE] for value in query.getlist(name) if value and "\0" not in value]
    values = tuple(dict.fromkeys(asked))
    if len(values) > MOST_VALUES:
        ignored.append(f"{name}: all but the first {MOST_VALUES} values")
    values = values[:MOST_VALUES]
    known = KNOWN.get(name)
    if known is None:
        return values
    ignored += [f"{name}={value}" for value in values if value not in known]
    return tuple(value for value in values if value in known)


def _healed(query: QueryDict, *, ignored: list[str]) -> str:
    text = query.get("healed", "")
    if text in ("", "open"):
        return text
    ignored.append(f"healed={text[:40]}")
    return ""


def _client_key(text: str) -> tuple[str, str] | None:
    """Read "entity-123"; anything else is words, also a type that nobody documented."""
    kind, _, number = text.partition("-")
    return (kind, number) if kind in set(PortfolioType) and number.split() == [number] else None


def _day(query: QueryDict, name: str, *, ignored: list[str]) -> date | None:
    text = query.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 1970 <= day.year < 9999:
        ignored.append(f"{name}={text[:40]}")
        return None
    return day


def _sort(query: QueryDict, *, ignored: list[str]) -> Sort:
    text = query.get("sort", "")
    if text and text not in set(Sort):
        ignored.append(f"sort={text[:40]}")
    return Sort(text) if text in set(Sort) else Sort.NEWEST


def _place(query: QueryDict, sort: Sort) -> Place:
    for name, is_backward in (("before", True), ("after", False)):
        place = (
            read_place(query.get(name, "")[:2000], sort, is_backward=is_backward) if query.get(name) else None
        )
        if place:
            return place
    return Place()
