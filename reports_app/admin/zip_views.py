"""The doors of a zip in the admin: ask for it, see how far it is, take it. Each has its own permission."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from reports_app import conf, tasks
from reports_app.archive import (
    FileNotOffered,
    NotOffered,
    ZipPanel,
    ZipUrls,
    file_answer,
    open_for_viewer,
    zip_panel,
)
from reports_app.models import GeneratedReport, StoredFile, User
from reports_app.queries.zip_state import ZipState, zip_states

from .reading import reading_of

MAY_ASK = "reports_app.add_workitem"
"""Asking for a zip or a sync writes a work item; reading the admin does not include it."""


def requester(request: HttpRequest) -> User:
    """Return the person who asks, who must be allowed to. Raises: PermissionDenied."""
    if not isinstance(request.user, User) or not request.user.has_perm(MAY_ASK):
        raise PermissionDenied("Asking Addepar for something needs the permission to add work items.")
    return request.user


def admin_panel(run: GeneratedReport, *, state: ZipState, may_fetch: bool) -> ZipPanel | None:
    """Build the panel of a run's zip with the admin's own addresses."""
    file = state.stored_file
    urls = ZipUrls(
        poll=reverse("admin:run_zip", args=[run.pk]),
        fetch=fetch_url(run) if may_fetch else "",
        download=reverse("admin:stored_file_download", args=[file.pk]) if file else "",
    )
    return zip_panel(state=state, urls=urls, now=conf.utc_now())


def fetch_url(run: GeneratedReport) -> str:
    """Return where a person asks for the zip, by POST."""
    return reverse("admin:run_fetch_zip", args=[run.pk])


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
    panel = admin_panel(run, state=zip_states([run])[run.pk], may_fetch=request.user.has_perm(MAY_ASK))
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
    return file_answer(opened)
