"""Stored files: our verified copies, and the one door of the admin through which their bytes leave."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from reports_app.models import StoredFile

from . import zip_views
from .list_page import cell
from .read_only import ReadOnlyAdmin
from .site import site


@admin.register(StoredFile, site=site)
class StoredFileAdmin(ReadOnlyAdmin):
    noun = ("stored file", "stored files")
    list_title = "Stored files"
    list_help = "Find a file by name, hash or run id"
    empty_title = "No files stored yet"
    empty_text = "Open a run and fetch its zip; the verified copy is kept here."
    list_display = ("name_cell", "state_cell", "size_cell", "stored_cell", "verified_cell")
    list_display_links = None
    search_fields = ("name", "=sha256", "=generated_report__upstream_id")
    record_template = "admin/records/stored_file.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the run along: each row names it."""
        return super().get_queryset(request).select_related("generated_report").defer("generated_report__raw")

    def get_urls(self) -> list[URLPattern]:
        """Add the door of the bytes."""
        view = self.admin_site.admin_view(zip_views.download)
        return [path("<int:pk>/download/", view, name="stored_file_download"), *super().get_urls()]

    @admin.display(description="File", ordering="name")
    def name_cell(self, row: StoredFile) -> SafeString:
        return cell("stored_file", row)

    @admin.display(description="State", ordering="state")
    def state_cell(self, row: StoredFile) -> SafeString:
        return cell("state", row, key=row.state)

    @admin.display(description="Size", ordering="size_bytes")
    def size_cell(self, row: StoredFile) -> SafeString:
        return cell("size", row)

    @admin.display(description="Stored", ordering="stored_at")
    def stored_cell(self, row: StoredFile) -> SafeString:
        return cell("moment", row, when=row.stored_at)

    @admin.display(description="Verified", ordering="verified_at")
    def verified_cell(self, row: StoredFile) -> SafeString:
        return cell("moment", row, when=row.verified_at)
