"""The living sheet of parts: every component once, in all its states, for the people who build pages.

It shows samples only; it asks the database nothing beyond who is looking.
"""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .design_samples import sample_context


@require_safe
@login_required
def design_sheet(request: HttpRequest) -> HttpResponse:
    """Show every part with sample data, as of a fixed moment, so that two visits can be compared."""
    if not request.user.is_staff:
        raise PermissionDenied("The sheet of parts is for staff who build these pages.")
    return render(request, "reports_app/design/sheet.html", sample_context())
