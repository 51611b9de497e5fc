"""The admin site: its own home instead of a list of tables, and its own content policy."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.sites import UnfoldAdminSite

from .home import read_home
from .policy import with_admin_policy
from .reading import reading_of


class RunledgerAdminSite(UnfoldAdminSite):
    """The site of every admin page; its name is "admin", so that Django's own URL names hold."""

    index_title = "Home"
    index_template = "admin/home.html"
    enable_nav_sidebar = True

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Guard a view as Django does, and give its answers the admin's policy."""
        return with_admin_policy(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the sign-in page of the admin."""
        answer: HttpResponse = with_admin_policy(super().login)(request, extra_context)
        return answer

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add who reads, when and of which firm to what every admin page knows."""
        context: dict[str, Any] = super().each_context(request)
        if self.has_permission(request):
            context.update(reading_of(request).as_context())
        return context

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what is true now: sync, unhealed failures, recent runs, budget, work."""
        reading = reading_of(request)
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "may_sync": request.user.has_perm("reports_app.add_workitem"),
            "home": read_home(reading.firm, viewer=request.viewer, now=reading.now)  # type: ignore[attr-defined]
            if reading.firm
            else None,
            **(extra_context or {}),
        }
        request.current_app = self.name
        return TemplateResponse(request, self.index_template, context)


site = RunledgerAdminSite()
