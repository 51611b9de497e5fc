"""Reads pages from the newest completion downwards, by keyset over the completed filter.

`links.next` only says that more exists. Reading on moves `completed_before` to the last row's second plus
one, which neither rows that appear nor rows that vanish between two pages can upset; page numbers are used
only inside one crowded second. It stores nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reports_app.addepar import (
    AddeparClient,
    GeneratedReportPage,
    PaginationLoop,
    ReportQuery,
    RequestRefused,
    UpstreamTimeout,
)

LARGE_PAGE = 500
DOCUMENTED_PAGE = 50


@dataclass(frozen=True)
class Step:
    """One page, and the moment before which reading goes on; None where a page told none."""

    page: GeneratedReportPage
    before: datetime | None
    is_end: bool = False


class Descent:
    """One way down. page_size is what upstream was seen to take so far; it may shrink while reading."""

    def __init__(
        self,
        client: AddeparClient,
        *,
        page_size: int | None,
        before: datetime | None = None,
        after: datetime | None = None,
    ) -> None:
        self._client = client
        self.page_size = page_size or LARGE_PAGE
        self._is_size_known = page_size is not None
        self._query = ReportQuery(
            page_size=self.page_size, page_number=0, completed_before=before, completed_after=after
        )
        self._seen: set[str] = set()
        self._odd: set[str] = set()
        self._barren_pages = 0

    def __iter__(self) -> Iterator[Step]:
        """Yield each page until upstream says that there is no more.

        Raises: PaginationLoop; every AddeparError of the client.
        """
        while True:
            page = self._ask()
            # A short page is never taken for the last one; only an absent next or an empty page is.
            if not page.has_next or page.size == 0:
                yield Step(page, before=None, is_end=True)
                return
            self._refuse_loop(page)
            self._query = self._next_query(page)
            yield Step(page, before=self._query.completed_before)

    def _ask(self) -> GeneratedReportPage:
        while True:
            try:
                page = self._client.list_page(self._query)
            except RequestRefused as refused:
                if self._is_size_known or self.page_size <= DOCUMENTED_PAGE or refused.status != 400:
                    raise
                self._shrink(DOCUMENTED_PAGE)
            except UpstreamTimeout:
                if self.page_size <= DOCUMENTED_PAGE // 2:
                    raise
                self._shrink(max(self.page_size // 2, DOCUMENTED_PAGE // 2))
                self._is_size_known = True
                return self._client.list_page(self._query)
            else:
                self._is_size_known = True
                return page

    def _shrink(self, page_size: int) -> None:
        """Ask for less from here on; a page number counts pages of one size, so it starts again."""
        self.page_size = page_size
        self._query = replace(self._query, page_size=page_size, page_number=0)

    def _refuse_loop(self, page: GeneratedReportPage) -> None:
        new = {record.run_id for record in page.records} - self._seen
        self._seen |= new
        odd = {item.raw for item in page.rejected} - self._odd
        self._odd |= odd
        self._barren_pages = 0 if new or odd else self._barren_pages + 1
        if self._barren_pages >= 2:
            raise PaginationLoop(
                "Addepar kept saying that more runs exist and showed the same ones again. "
                "What was read is stored; the next sync tries again."
            )

    def _next_query(self, page: GeneratedReportPage) -> ReportQuery:
        before = self._query.completed_before
        moments = [record.completed_at for record in page.records]
        if moments:
            bound = min(moments).replace(microsecond=0) + timedelta(seconds=1)
            if before is None or bound < before:
                return replace(self._query, completed_before=bound, page_number=0)
        # The whole page lies in one second (or none of it could be read): go on by page number.
        return replace(self._query, page_number=self._query.page_number + 1)
