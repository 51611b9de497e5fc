"""The doors of a run's zip: ask for it, see how far it is, take it.

Only for who may see every client in it.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

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
from reports_app.models import GeneratedReport
from reports_app.queries.zip_state import zip_states

from .context import Reading, reading_of
from .run_reading import find_visible

GONE = 410


@require_POST
@login_required
def run_zip(request: HttpRequest, run_id: str) -> HttpResponse:
    """Queue the zip of a run and go back to its page, which shows how far it is."""
    run = find_visible(reading_of(request), run_id)
    if not run.zipped_file_id:
        messages.error(request, "There is no zip to fetch for this run.")
    else:
        tasks.request_zip(run, requested_by=request.user)  # type: ignore[arg-type]
    return redirect("run", run.upstream_id)


@require_safe
@login_required
def run_zip_state(request: HttpRequest, run_id: str) -> HttpResponse:
    """Answer the panel alone, for the page that polls."""
    reading = reading_of(request)
    panel = panel_of(reading, find_visible(reading, run_id))
    return render(request, "reports_app/run/_zip_panel.html", {"panel": panel})


@require_safe
@login_required
def run_zip_download(request: HttpRequest, run_id: str) -> HttpResponseBase:
    """Send the verified copy; a damaged one is answered by a page that offers to fetch it again."""
    reading = reading_of(request)
    run = find_visible(reading, run_id)
    stored_file = zip_states([run])[run.pk].stored_file
    if stored_file is None:
        raise Http404("There is no such file.")
    try:
        opened = open_for_viewer(stored_file, viewer=reading.viewer, store=conf.content_store())
    except FileNotOffered as refusal:
        if refusal.reason is NotOffered.NOT_PERMITTED:
            raise Http404("There is no such file.") from refusal
        context = {"run": run, "refusal": refusal.message}
        return render(request, "reports_app/run/zip_damaged.html", context, status=GONE)
    return file_answer(opened)


def panel_of(reading: Reading, run: GeneratedReport) -> ZipPanel | None:
    """Build the panel of a run's zip with the pages' addresses; None where nobody has asked yet.

    A stored copy is offered also where Addepar names no zip any more; then it cannot be fetched again.
    """
    names = {"poll": "run_zip_state", "fetch": "run_zip", "download": "run_zip_download"}
    urls = {key: reverse(name, args=[run.upstream_id]) for key, name in names.items()}
    if not run.zipped_file_id:
        urls["fetch"] = ""
    return zip_panel(state=zip_states([run])[run.pk], urls=ZipUrls(**urls), now=reading.now)
