"""Cut a result into zero-based numbered pages and link to the next one.

Links are written as Addepar prints them: a path without host or `/api`, raw brackets, paging first and the
caller's filters after it. Counting and fetching rows is the caller's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from reports_app.jsonapi.query_params import whole_number

DEFAULT_SIZE = 50
MAXIMUM_SIZE = 2000
PAGE_PARAMETERS = ("page[number]", "page[size]")
# Readable as in the published samples; everything with a meaning of its own in a query is encoded.
_READABLE_IN_VALUE = ":,[]/"


@dataclass(frozen=True)
class Page:
    """Which page was asked for: a zero-based number and a size."""

    number: int
    size: int

    @property
    def start(self) -> int:
        """The position of the first item."""
        return self.number * self.size

    @property
    def stop(self) -> int:
        """The position after the last item."""
        return self.start + self.size


def read_page(params: Mapping[str, str]) -> Page:
    """Read `page[number]` and `page[size]`; 0 and 50 where absent, at most 2,000 a page."""
    return Page(
        number=whole_number(params, "page[number]", default=0, minimum=0),
        size=whole_number(params, "page[size]", default=DEFAULT_SIZE, minimum=1, maximum=MAXIMUM_SIZE),
    )


def next_link(path: str, *, page: Page, params: Mapping[str, str], has_more: bool) -> str | None:
    """Link to the following page with the filters kept, or None after the last one."""
    if not has_more:
        return None
    paging = {"page[number]": str(page.number + 1), "page[size]": str(page.size)}
    return link(path, params=paging | _without(params, names=PAGE_PARAMETERS))


def cursor_link(path: str, *, after: str | None, limit: int, params: Mapping[str, str]) -> str | None:
    """Link to what follows an id in the cursor scheme, or None after the last page."""
    if after is None:
        return None
    paging = {"page[limit]": str(limit), "page[after]": after}
    return link(path, params=paging | _without(params, names=tuple(paging)))


def link(path: str, *, params: Mapping[str, str]) -> str:
    """Write a path and its query with raw brackets in the names."""
    return f"{path}?" + "&".join(
        f"{name}={quote(value, safe=_READABLE_IN_VALUE)}" for name, value in params.items()
    )


def _without(params: Mapping[str, str], *, names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in params.items() if name not in names}
