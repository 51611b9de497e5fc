"""What every list of the admin has in common: capped counts, a pager in words, cells that know the reader."""

from typing import Any

from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from .paginator import CAP, CappedPaginator
from .reading import reading_of


class ListPage(ChangeList):
    """A change list whose rows know who reads them, and which can say where it stands."""

    def get_results(self, request: HttpRequest) -> None:
        """Read one page of rows, and hand each the reading of this request."""
        super().get_results(request)
        rows: list[Any] = list(self.result_list)  # type: ignore[has-type]
        self.result_list = rows
        reading = reading_of(request)
        for row in rows:
            row.reading = reading
        self.model_admin.complete_rows(rows)

    @property
    def is_capped(self) -> bool:
        return bool(self.paginator.is_capped)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.has_active_filters)

    @property
    def count_text(self) -> str:
        """Say how many rows there are: "1 run", "1,284 runs", "more than 10,000 runs"."""
        one, many = self.model_admin.noun
        if self.is_capped:
            return f"more than {CAP:,} {many}"
        return f"{self.result_count:,} {one if self.result_count == 1 else many}"

    @property
    def text(self) -> str:
        first = (self.page_num - 1) * self.list_per_page + 1
        last = first + len(self.result_list) - 1
        return f"Rows {first:,} to {last:,} of {self.count_text}"

    @property
    def without_query_url(self) -> str:
        return str(self.get_query_string(remove=[SEARCH_VAR, PAGE_VAR]))

    @property
    def newer_url(self) -> str | None:
        return self._page_url(self.page_num - 1)

    @property
    def older_url(self) -> str | None:
        return self._page_url(self.page_num + 1)

    def _page_url(self, number: int) -> str | None:
        if not 1 <= number <= self.paginator.num_pages:
            return None
        return str(self.get_query_string({PAGE_VAR: number}))


class ListAdmin(ModelAdmin):
    """A model admin whose list is a ListPage.

    noun: what one row and many rows are called. list_title: the head of the page. empty_title and empty_text:
    what an empty table says, and what would fill it.
    """

    noun = ("row", "rows")
    list_title = ""
    list_help = ""
    empty_title = "Nothing here yet"
    empty_text = ""
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    paginator = CappedPaginator
    list_fullwidth = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ListPage]:
        return ListPage

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list under its own name."""
        answer: HttpResponse = super().changelist_view(
            request, {"title": self.list_title, **(extra_context or {})}
        )
        return answer

    def complete_rows(self, rows: list[Any]) -> None:
        """Add to the rows of one page what takes a query for all of them; nothing by default."""


def cell(name: str, row: Model, **values: Any) -> SafeString:
    """Render one cell of a list by its template, with the reader's clock and zone."""
    reading = row.reading  # type: ignore[attr-defined]
    context = {"row": row, "person": reading.person, "now": reading.now, **values}
    return render_to_string(f"admin/cells/{name}.html", context)
