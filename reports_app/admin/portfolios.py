"""Portfolios: entities and groups, which pages call clients."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from reports_app.models import Portfolio, PortfolioOutcome, Standing
from reports_app.sync.clean_text import fold

from .list_page import cell
from .read_only import ReadOnlyAdmin
from .run_filters import ChoiceFilter
from .site import site

OUTCOMES_SHOWN = 30


class KindFilter(ChoiceFilter):
    title = "Kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("entity", "Entity"), ("group", "Group")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(portfolio_type=self.value()) if self.value() else queryset


@admin.register(Portfolio, site=site)
class PortfolioAdmin(ReadOnlyAdmin):
    noun = ("client", "clients")
    list_title = "Clients"
    list_help = "Find a client by name or Addepar id"
    empty_title = "No clients yet"
    empty_text = "A client appears here with the first run that names it."
    list_display = ("name_cell", "kind_cell", "id_cell", "named_cell")
    list_display_links = None
    list_filter = (KindFilter,)
    search_fields = ("name",)
    record_template = "admin/records/portfolio.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by a part of the name, in any script's letters, or by the whole id."""
        text = search_term.strip()
        if not text:
            return queryset, False
        named = Q(search_name__contains=fold(text)) | Q(name__icontains=text)
        return queryset.filter(named | Q(upstream_id=text)), False

    @admin.display(description="Client", ordering="name")
    def name_cell(self, row: Portfolio) -> SafeString:
        return cell("link", row, url_name="admin:reports_app_portfolio_change")

    @admin.display(description="Kind", ordering="portfolio_type")
    def kind_cell(self, row: Portfolio) -> str:
        return row.portfolio_type.capitalize()

    @admin.display(description="Addepar id", ordering="upstream_id")
    def id_cell(self, row: Portfolio) -> SafeString:
        return cell("id", row)

    @admin.display(description="Named by a run completed", ordering="named_at")
    def named_cell(self, row: Portfolio) -> SafeString:
        return cell("moment", row, when=row.named_at)

    def record_context(self, request: HttpRequest, row: Portfolio) -> dict[str, Any]:
        outcomes = (
            PortfolioOutcome.objects.filter(portfolio=row)
            .select_related("generated_report__report")
            .defer("generated_report__raw")
            .order_by("-generated_report__completed_at", "-generated_report__upstream_id")
        )
        open_failures = Standing.objects.filter(portfolio=row, is_open=True).select_related("report")
        return {
            "outcomes": list(outcomes[:OUTCOMES_SHOWN]),
            "failures": list(open_failures.order_by("-failed_at", "-pk")[:OUTCOMES_SHOWN]),
        }
