"""Creators: the people who start runs in Addepar. Their names may come later than their runs."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from reports_app.models import Creator, GeneratedReport

from .list_page import cell
from .read_only import ReadOnlyAdmin
from .site import site

RUNS_SHOWN = 20


@admin.register(Creator, site=site)
class CreatorAdmin(ReadOnlyAdmin):
    noun = ("creator", "creators")
    list_title = "Creators"
    list_help = "Find a creator by name, email or id"
    empty_title = "No creators yet"
    empty_text = "A creator appears here with the first run that names one."
    list_display = ("name_cell", "email_cell", "id_cell", "told_cell")
    list_display_links = None
    search_fields = ("last_name", "first_name", "email", "=upstream_id")
    record_template = "admin/records/creator.html"

    @admin.display(description="Creator", ordering="last_name")
    def name_cell(self, row: Creator) -> SafeString:
        return cell("link", row, url_name="admin:reports_app_creator_change")

    @admin.display(description="Email", ordering="email")
    def email_cell(self, row: Creator) -> SafeString:
        return cell("text", row, text=row.email)

    @admin.display(description="Addepar id", ordering="upstream_id")
    def id_cell(self, row: Creator) -> SafeString:
        return cell("id", row)

    @admin.display(description="Name asked for", ordering="asked_at")
    def told_cell(self, row: Creator) -> SafeString:
        return cell("told", row)

    def record_context(self, request: HttpRequest, row: Creator) -> dict[str, Any]:
        runs = GeneratedReport.objects.filter(creator=row).select_related("report").defer("raw")
        return {"runs": list(runs[:RUNS_SHOWN])}
