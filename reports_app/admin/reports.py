"""Reports: the definitions that runs are runs of."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from reports_app.models import GeneratedReport, Report, Standing

from .list_page import cell
from .read_only import ReadOnlyAdmin
from .site import site

RUNS_SHOWN = 20
FAILURES_SHOWN = 20


@admin.register(Report, site=site)
class ReportAdmin(ReadOnlyAdmin):
    noun = ("report", "reports")
    list_title = "Reports"
    list_help = "Find a report by name or id"
    empty_title = "No reports yet"
    empty_text = "A report appears here with the first of its runs."
    list_display = ("name_cell", "id_cell", "named_cell")
    list_display_links = None
    search_fields = ("name", "=upstream_id")
    record_template = "admin/records/report.html"

    @admin.display(description="Report", ordering="name")
    def name_cell(self, row: Report) -> SafeString:
        return cell("link", row, url_name="admin:reports_app_report_change")

    @admin.display(description="Addepar id", ordering="upstream_id")
    def id_cell(self, row: Report) -> SafeString:
        return cell("id", row)

    @admin.display(description="Named by a run completed", ordering="named_at")
    def named_cell(self, row: Report) -> SafeString:
        return cell("moment", row, when=row.named_at)

    def record_context(self, request: HttpRequest, row: Report) -> dict[str, Any]:
        runs = GeneratedReport.objects.filter(report=row).select_related("report").defer("raw")
        failures = Standing.objects.filter(report=row, is_open=True).select_related("portfolio", "failed_run")
        return {
            "runs": list(runs[:RUNS_SHOWN]),
            "failures": list(
                failures.defer("failed_run__raw").order_by("-failed_at", "-pk")[:FAILURES_SHOWN]
            ),
        }
