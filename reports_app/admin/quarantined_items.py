"""Quarantined items: what Addepar sent and this version could not read, kept whole."""

from django.contrib import admin
from django.utils.safestring import SafeString

from reports_app.models import QuarantinedItem

from .list_page import cell
from .read_only import ReadOnlyAdmin
from .site import site


@admin.register(QuarantinedItem, site=site)
class QuarantinedItemAdmin(ReadOnlyAdmin):
    noun = ("quarantined item", "quarantined items")
    list_title = "Quarantine"
    list_help = "Find by run id or reason"
    empty_title = "Nothing is quarantined"
    empty_text = "Everything that Addepar sent could be read. An item that cannot is kept here, whole."
    list_display = ("reason_cell", "pointer_cell", "first_seen_cell", "last_seen_cell")
    list_display_links = None
    search_fields = ("=run_id", "reason")
    record_template = "admin/records/quarantined_item.html"

    @admin.display(description="Reason", ordering="reason")
    def reason_cell(self, row: QuarantinedItem) -> SafeString:
        return cell("quarantined_item", row)

    @admin.display(description="Where in the answer", ordering="pointer")
    def pointer_cell(self, row: QuarantinedItem) -> SafeString:
        return cell("code", row, text=row.pointer)

    @admin.display(description="First seen", ordering="first_seen_at")
    def first_seen_cell(self, row: QuarantinedItem) -> SafeString:
        return cell("moment", row, when=row.first_seen_at)

    @admin.display(description="Last seen", ordering="last_seen_at")
    def last_seen_cell(self, row: QuarantinedItem) -> SafeString:
        return cell("moment", row, when=row.last_seen_at)

    def record_title(self, row: QuarantinedItem) -> str:
        return f"Run {row.run_id}" if row.run_id else "An item without an id"
