"""The doors of a zip in the admin: ask for it, see how far it is, take it. Each has its own permission."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from reports_app import conf, tasks
from reports_app.archive import FileNotOffered, NotOffered, open_for_viewer
from reports_app.models import GeneratedReport, StoredFile, User

from .reading import reading_of
from .zip_panel import zip_panel
from .zip_state import zip_states

MAY_ASK = "reports_app.add_workitem"
"""Asking for a zip or a sync writes a work item; reading the admin does not include it."""


def requester(request: HttpRequest) -> User:
    """Return the person who asks, who must be allowed to. Raises: PermissionDenied."""
    if not isinstance(request.user, User) or not request.user.has_perm(MAY_ASK):
        raise PermissionDenied("Asking Addepar for something needs the permission to add work items.")
    return request.user


def _run(request: HttpRequest, pk: int) -> GeneratedReport:
    if not request.user.has_perm("reports_app.view_generatedreport"):
        raise PermissionDenied
    runs = GeneratedReport.objects.filter(firm=reading_of(request).firm).select_related("firm")
    return get_object_or_404(runs.defer("raw"), pk=pk)


@require_POST
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the zip of a run and go back to the run, whose page shows how far it is."""
    person = requester(request)
    tasks.request_zip(_run(request, pk), requested_by=person)
    return redirect("admin:reports_app_generatedreport_change", pk)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the panel of a run's zip alone, for the page that polls."""
    run = _run(request, pk)
    panel = zip_panel(run, state=zip_states([run])[run.pk], may_fetch=request.user.has_perm(MAY_ASK))
    return render(request, "admin/_zip_panel.html", {"panel": panel})


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a verified copy to somebody who may have it; a damaged one is refused with a sentence."""
    if not request.user.has_perm("reports_app.view_storedfile"):
        raise PermissionDenied
    files = StoredFile.objects.filter(firm=reading_of(request).firm)
    stored_file = get_object_or_404(files, pk=pk)
    try:
        opened = open_for_viewer(
            stored_file,
            viewer=request.viewer,  # type: ignore[attr-defined]
            store=conf.content_store(),
        )
    except FileNotOffered as refusal:
        if refusal.reason is NotOffered.NOT_PERMITTED:
            raise Http404 from refusal
        messages.error(request, refusal.message)
        return redirect("admin:reports_app_storedfile_change", pk)
    answer = FileResponse(
        opened.file, as_attachment=True, filename=opened.name, content_type=opened.content_type
    )
    answer["Content-Length"] = str(opened.size_bytes)
    answer["X-Content-Type-Options"] = "nosniff"
    # Set here, so that the middleware leaves it alone: nothing in a file may run, whatever opens it.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
