"""Work items: what people and the schedule asked for, and how far each one is."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from reports_app.models import WorkItem
from reports_app.vocabulary import WorkState

from .list_page import cell
from .read_only import ReadOnlyAdmin
from .run_filters import ChoiceFilter
from .site import site


class WorkStateFilter(ChoiceFilter):
    title = "State"
    parameter_name = "state"
    has_states = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, state.value.capitalize()) for state in WorkState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(WorkItem, site=site)
class WorkItemAdmin(ReadOnlyAdmin):
    noun = ("piece of work", "pieces of work")
    list_title = "Work"
    empty_title = "No work was asked for yet"
    empty_text = "Fetch a zip or press Sync now; each is written down here before anybody starts."
    list_display = ("what_cell", "state_cell", "reason_cell", "created_cell", "attempts_cell", "person_cell")
    list_display_links = None
    list_filter = (WorkStateFilter,)
    record_template = "admin/records/work_item.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring run and person along: each row names them."""
        rows = super().get_queryset(request).select_related("generated_report", "requested_by")
        return rows.defer("generated_report__raw")

    @admin.display(description="What", ordering="kind")
    def what_cell(self, row: WorkItem) -> SafeString:
        return cell("work_item", row)

    @admin.display(description="State", ordering="state")
    def state_cell(self, row: WorkItem) -> SafeString:
        return cell("state", row, key=row.state)

    @admin.display(description="In words")
    def reason_cell(self, row: WorkItem) -> SafeString:
        return cell("text", row, text=row.reason)

    @admin.display(description="Asked", ordering="created_at")
    def created_cell(self, row: WorkItem) -> SafeString:
        return cell("moment", row, when=row.created_at)

    @admin.display(description="Attempts", ordering="attempts")
    def attempts_cell(self, row: WorkItem) -> str:
        return f"{row.attempts}"

    @admin.display(description="By")
    def person_cell(self, row: WorkItem) -> str:
        return str(row.requested_by) if row.requested_by else "The product itself"

    def record_title(self, row: WorkItem) -> str:
        what = "Zip" if row.generated_report_id else "Sync"
        return f"{what}, piece of work {row.pk}"
