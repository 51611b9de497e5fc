"""Pages of a list without counting a large table: past CAP rows the count says "more than"."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

CAP = 10_000


class CappedPaginator(Paginator):
    """Counts CAP + 1 rows at most. Rows past CAP are reached by a filter, not by paging."""

    @cached_property
    def found(self) -> int:
        """Return how many rows were found, CAP + 1 meaning more than CAP."""
        rows: Any = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by().values("pk")[: CAP + 1].count()

    @cached_property
    def count(self) -> int:
        """Return how many rows can be paged through."""
        return min(self.found, CAP)

    @property
    def is_capped(self) -> bool:
        return self.found > CAP
