"""Rows that come from Addepar or from our own machine: people read them, nobody edits them."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from .list_page import ListAdmin
from .reading import reading_of


class ReadOnlyAdmin(ListAdmin):
    """A list and a page per row, of the configured firm; no add, no change, no delete, for anybody.

    record_template: the page of one row. record_title: its head. record_context: what the page adds.
    """

    record_template = "admin/record.html"
    actions: Sequence[str] | None = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Keep to the configured firm: another one's rows are not this one's business."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(firm=reading_of(request).firm)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one row as a page of its own; there is no form to post."""
        row = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, row) or request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        if row is None:
            answer: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return answer
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "row": row,
            "title": self.record_title(row),
            "list_title": self.list_title,
            **self.record_context(request, row),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.record_template, context)

    def record_title(self, row: Any) -> str:
        """Return the head of a row's page."""
        return str(row)

    def record_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Return what the page of a row shows beside the row; nothing by default."""
        return {}
