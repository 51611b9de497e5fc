"""The address of the list of runs is its whole state: read into filters, written with one thing changed."""

from dataclasses import dataclass, field
from datetime import date
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
MOST_VALUES, LONGEST_VALUE = 30, 200


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
    key, words = _client(query.get("client", "")[:LONGEST_VALUE])
    filters = RunFilters(
        **many,
        client_key=key,
        client_words=words,
        since=_day(query, "from", ignored=ignored),
        until=_day(query, "to", ignored=ignored),
        healed="open" if query.get("healed") == "open" else "",
    )
    sort = _sort(query, ignored=ignored)
    return RunAddress(filters, sort, _place(query, sort), query, ignored)


def _known_values(query: QueryDict, name: str, *, ignored: list[str]) -> tuple[str, ...]:
    values = [value[:LONGEST_VALUE] for value in query.getlist(name) if value and "\0" not in value][
        :MOST_VALUES
    ]
    known = KNOWN.get(name)
    if known is None:
        return tuple(dict.fromkeys(values))
    ignored += [f"{name}={value}" for value in values if value not in known]
    return tuple(dict.fromkeys(value for value in values if value in known))


def _client(text: str) -> tuple[tuple[str, str] | None, tuple[str, ...]]:
    kind, _, number = text.partition("-")
    if kind in set(PortfolioType) and number.isalnum():
        return (kind, number), ()
    return None, tuple(fold(text.replace("\0", " ")).split())


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
