"""Sync runs: every execution of our sync and how it ended, and the button that asks for one."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from reports_app import tasks
from reports_app.models import SyncRun
from reports_app.vocabulary import SyncState

from .list_page import cell
from .read_only import ReadOnlyAdmin
from .reading import reading_of
from .run_filters import ChoiceFilter
from .site import site
from .zip_views import MAY_ASK, requester

STATE_WORDS = {SyncState.STOPPED: "Stopped early", SyncState.BUSY: "Another sync was running"}


class SyncStateFilter(ChoiceFilter):
    title = "State"
    parameter_name = "state"
    has_states = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, STATE_WORDS.get(state, state.value.capitalize())) for state in SyncState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() else queryset


@require_POST
def sync_now(request: HttpRequest) -> HttpResponse:
    """Queue a sync, and go back to where the person was: home, or the list of sync runs."""
    person, firm = requester(request), reading_of(request).firm
    if firm:
        tasks.request_sync(firm, requested_by=person)
        messages.success(request, "A sync is queued. It starts within seconds and is listed when it runs.")
    else:
        messages.error(request, "No firm is configured, so there is nothing to sync. Home says what to set.")
    return redirect(
        "admin:index" if request.POST.get("from") == "home" else "admin:reports_app_syncrun_changelist"
    )


@admin.register(SyncRun, site=site)
class SyncRunAdmin(ReadOnlyAdmin):
    noun = ("sync run", "sync runs")
    list_title = "Sync runs"
    empty_title = "No sync has run yet"
    empty_text = "The schedule starts one every few minutes, while worker and beat are running."
    list_display = (
        "started_cell",
        "state_cell",
        "reason_cell",
        "changes_cell",
        "requests_cell",
        "trigger_cell",
    )
    list_display_links = None
    list_filter = (SyncStateFilter,)
    list_select_related = ("requested_by",)
    record_template = "admin/records/sync_run.html"
    list_actions_template = "admin/_sync_now.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list with the button, to whoever may press it."""
        may_ask = request.user.has_perm(MAY_ASK)
        return super().changelist_view(request, {"may_sync": may_ask, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        """Add the door of "Sync now"."""
        return [
            path("sync-now/", self.admin_site.admin_view(sync_now), name="sync_now"),
            *super().get_urls(),
        ]

    @admin.display(description="Started", ordering="started_at")
    def started_cell(self, row: SyncRun) -> SafeString:
        return cell("sync_run", row)

    @admin.display(description="State", ordering="state")
    def state_cell(self, row: SyncRun) -> SafeString:
        return cell("state", row, key=row.state)

    @admin.display(description="In words")
    def reason_cell(self, row: SyncRun) -> SafeString:
        return cell("text", row, text=row.reason)

    @admin.display(description="New, changed, seen")
    def changes_cell(self, row: SyncRun) -> str:
        return f"{row.created:,} new, {row.updated:,} changed, {row.seen:,} seen"

    @admin.display(description="Requests", ordering="requests")
    def requests_cell(self, row: SyncRun) -> str:
        return f"{row.requests:,}"

    @admin.display(description="Asked by", ordering="trigger")
    def trigger_cell(self, row: SyncRun) -> str:
        return str(row.requested_by) if row.requested_by else row.trigger.capitalize()

    def record_title(self, row: SyncRun) -> str:
        return f"Sync run {row.pk}"
