"""Read the query of a request strictly: known parameters once each, well-formed values, else a 400.

It judges form only; which runs match is decided by RunFilter.accepts.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, quote

from tests.upstream.answers import RefusedError
from tests.upstream.firm import Run
from tests.upstream.moments import read_moment

PAGING = ("page[size]", "page[number]")
FILTERS = (
    "filter[completed_after]",
    "filter[completed_before]",
    "filter[status]",
    "filter[entityId]",
    "filter[groupId]",
)
STATUSES = {"FINISHED", "ERROR", "CANCELED"}


def read_parameters(query: str, *, known: Collection[str]) -> dict[str, str]:
    """Return the decoded parameters in the order they came.

    Raises: RefusedError 400 for include, an unknown name, a repeated name or an empty value.
    """
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == "include":
            raise RefusedError(400, "The include query parameter is not allowed.")
        if name not in known:
            raise RefusedError(400, f"The query parameter {name} is not known.")
        if name in found:
            raise RefusedError(400, f"The query parameter {name} is given twice.")
        if not value:
            raise RefusedError(400, f"The query parameter {name} has no value.")
        found[name] = value
    return found


def read_integer(
    parameters: dict[str, str], name: str, *, default: int | None = None, minimum: int = 0
) -> int | None:
    """Return a parameter as a number.

    Raises: RefusedError 400 for anything but ASCII digits, and below the minimum.
    """
    if name not in parameters:
        return default
    text = parameters[name]
    if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) < minimum:
        raise RefusedError(400, f"{name} must be an integer of at least {minimum}.")
    return int(text)


def read_time(parameters: dict[str, str], name: str) -> datetime | None:
    """Return a parameter as a moment.

    Raises: RefusedError 400 for another form.
    """
    if name not in parameters:
        return None
    try:
        return read_moment(parameters[name])
    except ValueError as error:
        raise RefusedError(400, f"{name}: {error}.") from error


@dataclass(frozen=True)
class RunFilter:
    completed_after: datetime | None
    completed_before: datetime | None
    statuses: frozenset[str]
    portfolio: tuple[str, int] | None

    def accepts(self, run: Run) -> bool:
        """Say whether a run matches; both time bounds are strict."""
        moment = run.completed_at
        if self.completed_after is not None and moment <= self.completed_after:
            return False
        if self.completed_before is not None and moment >= self.completed_before:
            return False
        if self.statuses and run.attributes.get("status") not in self.statuses:
            return False
        keys = {(one["portfolio_type"], one["portfolio_id"]) for one in run.portfolios}
        return self.portfolio is None or self.portfolio in keys


def read_filter(parameters: dict[str, str]) -> RunFilter:
    """Return the filter of a list request.

    Raises: RefusedError 400; also where after is not before, and for an entity together with a group.
    """
    after = read_time(parameters, "filter[completed_after]")
    before = read_time(parameters, "filter[completed_before]")
    if after is not None and before is not None and after >= before:
        raise RefusedError(400, "filter[completed_after] must be before filter[completed_before].")
    entity = read_integer(parameters, "filter[entityId]")
    group = read_integer(parameters, "filter[groupId]")
    if entity is not None and group is not None:
        raise RefusedError(400, "filter[entityId] and filter[groupId] exclude each other.")
    portfolio = ("entity", entity) if entity is not None else None
    if group is not None:
        portfolio = ("group", group)
    return RunFilter(after, before, _read_statuses(parameters.get("filter[status]")), portfolio)


def _read_statuses(text: str | None) -> frozenset[str]:
    if text is None:
        return frozenset()
    names = frozenset(name.strip() for name in text.strip().removeprefix("[").removesuffix("]").split(","))
    if not names <= STATUSES:
        raise RefusedError(400, f"filter[status] knows only {', '.join(sorted(STATUSES))}.")
    return names


def next_link(path: str, *, paging: dict[str, int], filters: dict[str, str]) -> str:
    """Write links.next: paging first, then the active filters, brackets raw."""
    pairs = [*((name, str(value)) for name, value in paging.items()), *filters.items()]
    return path + "?" + "&".join(f"{name}={quote(value, safe=',:[]')}" for name, value in pairs)
