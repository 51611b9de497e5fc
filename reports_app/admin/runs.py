"""Runs: the list, the page of one run with its clients and its zip, and the action that fetches zips."""

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from reports_app import tasks
from reports_app.models import GeneratedReport, Revision
from reports_app.queries.zip_state import zip_states

from . import zip_views
from .list_page import cell
from .read_only import ReadOnlyAdmin
from .reading import reading_of
from .run_filters import (
    CompletedFilter,
    CreatorFilter,
    JobTypeFilter,
    OutcomeFilter,
    ReportFilter,
    StatusFilter,
)
from .run_page import read_clients
from .run_search import search_runs
from .site import site

MOST_ZIPS_AT_ONCE = 25
RAW_SHOWN = 200_000


@admin.register(GeneratedReport, site=site)
class GeneratedReportAdmin(ReadOnlyAdmin):
    noun = ("run", "runs")
    list_title = "Runs"
    list_help = "Find a run id, report or client"
    empty_title = "No runs yet"
    empty_text = "The first sync brings the newest runs within seconds."
    list_display = (
        "completed_cell",
        "report_cell",
        "outcome_cell",
        "clients_cell",
        "creator_cell",
        "job_type_cell",
        "zip_cell",
    )
    list_display_links = None
    list_filter = (OutcomeFilter, CompletedFilter, ReportFilter, CreatorFilter, StatusFilter, JobTypeFilter)
    list_select_related = ("report", "creator")
    search_fields = ("upstream_id",)
    actions = ("fetch_zips",)
    record_template = "admin/records/run.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the raw text out: it may be a megabyte a run, and only the run's own page shows it."""
        return (
            super()
            .get_queryset(request)
            .select_related("report", "creator", "firm")
            .defer("raw", "creator__raw")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by run id, report name or client name."""
        return search_runs(queryset, text=search_term, firm=reading_of(request).firm), False

    def complete_rows(self, rows: list[Any]) -> None:
        """Add the state of each run's zip: two queries a page."""
        states = zip_states(rows)
        for row in rows:
            row.zip_state = states[row.pk]

    @admin.display(description="Completed", ordering="completed_at")
    def completed_cell(self, row: GeneratedReport) -> SafeString:
        return cell("moment", row, when=row.completed_at)

    @admin.display(description="Report", ordering="report_name")
    def report_cell(self, row: GeneratedReport) -> SafeString:
        return cell("run", row)

    @admin.display(description="Outcome", ordering="outcome")
    def outcome_cell(self, row: GeneratedReport) -> SafeString:
        return cell("outcome", row)

    @admin.display(description="Clients generated", ordering="failed_count")
    def clients_cell(self, row: GeneratedReport) -> SafeString:
        return cell("clients", row)

    @admin.display(description="Creator")
    def creator_cell(self, row: GeneratedReport) -> SafeString:
        return cell("creator", row)

    @admin.display(description="Job type")
    def job_type_cell(self, row: GeneratedReport) -> SafeString:
        return cell("job_type", row)

    @admin.display(description="Zip")
    def zip_cell(self, row: GeneratedReport) -> SafeString:
        return cell("zip", row, zip=row.zip_state)  # type: ignore[attr-defined]

    @admin.action(description="Fetch zip", permissions=["ask"])
    def fetch_zips(self, request: HttpRequest, queryset: QuerySet[GeneratedReport]) -> None:
        """Queue the zip of each picked run, as the button on its page does."""
        person = zip_views.requester(request)
        picked = list(queryset[: MOST_ZIPS_AT_ONCE + 1])
        for run in picked[:MOST_ZIPS_AT_ONCE]:
            tasks.request_zip(run, requested_by=person)
        asked = min(len(picked), MOST_ZIPS_AT_ONCE)
        word = "zip is" if asked == 1 else "zips are"
        messages.success(request, f"{asked} {word} queued. The last column shows how far each one is.")
        if len(picked) > MOST_ZIPS_AT_ONCE:
            messages.warning(
                request,
                f"Only {MOST_ZIPS_AT_ONCE} at a time, so that the request budget lasts for everybody.",
            )

    def has_ask_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(zip_views.MAY_ASK))

    def get_urls(self) -> list[URLPattern]:
        """Add the doors of the zip to those of the list and the page."""
        guard = self.admin_site.admin_view
        return [
            path("<int:pk>/zip/", guard(zip_views.show), name="run_zip"),
            path("<int:pk>/fetch-zip/", guard(zip_views.fetch), name="run_fetch_zip"),
            *super().get_urls(),
        ]

    def record_title(self, row: GeneratedReport) -> str:
        return row.report_name or str(row.report)

    def record_context(self, request: HttpRequest, row: GeneratedReport) -> dict[str, Any]:
        may_fetch = self.has_ask_permission(request)
        state = zip_states([row])[row.pk]
        raw = json.dumps(row.resource, indent=2, ensure_ascii=False)
        return {
            "clients": read_clients(row, page=request.GET.get("clients", "")),
            "panel": zip_views.admin_panel(row, state=state, may_fetch=may_fetch),
            "fetch_url": zip_views.fetch_url(row) if may_fetch and state.key == "none" else "",
            "raw": raw if "raw" in request.GET else raw[:RAW_SHOWN],
            "raw_length": len(raw),
            "raw_is_cut": "raw" not in request.GET and len(raw) > RAW_SHOWN,
            "revisions": list(Revision.objects.filter(generated_report=row).defer("raw")[:20]),
        }
