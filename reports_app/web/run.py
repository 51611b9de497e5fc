"""One run: who failed first, then who was generated, what changed since the run before, and the zip."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports_app.failures.streaks import streaks_for
from reports_app.models import GeneratedReport
from reports_app.queries.run import (
    FAILED_SHOWN,
    ClientPage,
    find_run,
    read_changes,
    read_failed,
    read_generated,
)
from reports_app.sync.clean_text import fold

from .context import Reading, reading_of
from .links import runs_url
from .run_facts import ClientRow, failed_rows, opening, usual_duration, why_no_zip
from .run_words import RunRow
from .run_zip import panel_of


@require_safe
@login_required
def run_page(request: HttpRequest, run_id: str) -> HttpResponse:
    """Show a run that the viewer may see; any other id is an id that never was."""
    reading = reading_of(request)
    run = find_visible(reading, run_id)
    find, page = request.GET.get("find", "")[:200], _page_number(request)
    generated = read_generated(
        reading.viewer, run=run, words=tuple(fold(find.replace("\0", " ")).split()), page=page
    )
    context = {
        "run": run,
        "row": RunRow(run, day=reading.today),
        "find": find,
        "generated": [ClientRow(each, run) for each in generated.clients],
        "pager": _pager(run, generated, find=find, page=page),
        **_failed(reading, run),
        **_beside(reading, run),
    }
    return render(request, "reports_app/run/run.html", context)


def find_visible(reading: Reading, run_id: str) -> GeneratedReport:
    """Return the run. Raises: Http404 with the same words for an unknown id and a hidden run."""
    run = find_run(reading.viewer, firm=reading.firm, run_id=run_id) if reading.firm else None
    if run is None:
        raise Http404("There is no such run.")
    return run


def _failed(reading: Reading, run: GeneratedReport) -> dict[str, Any]:
    outcomes = read_failed(reading.viewer, run=run)
    streaks = streaks_for([(run.report_id, each.portfolio_id) for each in outcomes]) if outcomes else {}
    rows = failed_rows(run, outcomes, streaks)
    healed = sum(row.kind == "healed" for row in rows)
    return {
        "failed": rows,
        "failed_hidden": max(run.failed_count - FAILED_SHOWN, 0),
        "open_count": len(rows) - healed,
        "opening": opening(run, healed=healed),
    }


def _beside(reading: Reading, run: GeneratedReport) -> dict[str, Any]:
    report_id = run.report.upstream_id
    return {
        "changes": read_changes(reading.viewer, run=run),
        "usual": usual_duration(run),
        "no_zip": why_no_zip(run),
        "panel": panel_of(reading, run),
        "report_url": runs_url(report=report_id),
        "failures_url": runs_url(report=report_id, outcome=["partial", "failed"]),
        "creator_url": runs_url(creator=run.creator.upstream_id) if run.creator else "",
        "older_url": reverse("run", args=[run.previous_id]) if run.previous_id else "",  # type: ignore[attr-defined]
        "newer_url": reverse("run", args=[run.next_id]) if run.next_id else "",  # type: ignore[attr-defined]
    }


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), 10_000) if text.isdecimal() and len(text) < 6 else 1


def _pager(run: GeneratedReport, generated: ClientPage, *, find: str, page: int) -> dict[str, Any] | None:
    if page == 1 and not generated.has_more:
        return None
    base = reverse("run", args=[run.upstream_id])

    def url(number: int) -> str:
        return f"{base}?{runs_url(find=find, page=str(number)).partition('?')[2]}#generated"

    last = generated.first + len(generated.clients) - 1
    return {
        "text": f"Clients {generated.first:,} to {last:,}" if generated.clients else "No more clients",
        "newer_url": url(page - 1) if page > 1 else None,
        "older_url": url(page + 1) if generated.has_more else None,
        "newer_label": "Previous",
        "older_label": "Next",
    }
