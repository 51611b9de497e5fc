"""The overview: today in ten seconds."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe


@require_safe
@login_required
def overview(request: HttpRequest, **_: str) -> HttpResponse:
    """Show what is true now."""
    return render(request, "reports_app/overview/overview.html", {})


@require_POST
@login_required
def sync_now(request: HttpRequest) -> HttpResponse:
    return redirect("overview")


@require_safe
@login_required
def sync_state(request: HttpRequest) -> HttpResponse:
    return redirect("overview")
