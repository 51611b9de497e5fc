"""The request ledger: every request sent to Addepar, newest first."""

from django.contrib import admin
from django.utils.safestring import SafeString

from reports_app.models import RequestLedgerEntry

from .list_page import cell
from .read_only import ReadOnlyAdmin
from .site import site

PRIORITY_WORDS = {
    "click": "A person's click",
    "new": "New runs",
    "overlap": "Second look",
    "backfill": "Older runs",
}


@admin.register(RequestLedgerEntry, site=site)
class RequestLedgerEntryAdmin(ReadOnlyAdmin):
    noun = ("request", "requests")
    list_title = "Requests to Addepar"
    empty_title = "No request was sent yet"
    empty_text = "Each request is written down here before it is sent."
    list_display = ("sent_cell", "route_cell", "priority_cell", "limited_cell")
    list_display_links = None
    record_template = "admin/records/request.html"

    @admin.display(description="Sent", ordering="sent_at")
    def sent_cell(self, row: RequestLedgerEntry) -> SafeString:
        return cell("moment", row, when=row.sent_at, style="seconds")

    @admin.display(description="Route")
    def route_cell(self, row: RequestLedgerEntry) -> SafeString:
        return cell("code", row, text=row.route)

    @admin.display(description="For", ordering="priority")
    def priority_cell(self, row: RequestLedgerEntry) -> str:
        return PRIORITY_WORDS.get(row.priority, row.priority)

    @admin.display(description="Answer")
    def limited_cell(self, row: RequestLedgerEntry) -> SafeString:
        return cell("limited", row)

    def record_title(self, row: RequestLedgerEntry) -> str:
        return f"Request {row.pk}"
