"""The search box's answers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Answer the search box."""
    return render(request, "reports_app/overview/overview.html", {})
