"""One run: who failed first, then who was generated, what changed since the run before, and the zip."""

from math import ceil
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports_app.failures.past_streaks import is_past, streaks_at
from reports_app.failures.streaks import streaks_for
from reports_app.models import GeneratedReport
from reports_app.queries.run_clients import (
    FAILED_SHOWN,
    GENERATED_SHOWN,
    RunClients,
    read_changes,
    read_clients,
)
from reports_app.sync.clean_text import fold

from .context import Reading, reading_of
from .links import runs_url
from .run_clients import ClientRow, failed_rows
from .run_facts import beside_previous, opening, publish_unknown_count, usual_duration, why_no_zip
from .run_reading import find_visible
from .run_words import RunRow
from .run_zip import panel_of


@require_safe
@login_required
def run_page(request: HttpRequest, run_id: str) -> HttpResponse:
    """Show a run that the viewer may see; any other id is an id that never was."""
    reading = reading_of(request)
    run = find_visible(reading, run_id)
    find, page = _asked(request, run)
    clients = read_clients(reading.viewer, run=run, words=tuple(fold(find).split()), page=page)
    context = {
        "run": run,
        "row": RunRow(run, day=reading.today),
        "panel": panel_of(reading, run),
        "no_zip": why_no_zip(run),
        "find": find,
        "generated": [ClientRow(each) for each in clients.generated],
        "pager": _pager(run, clients, find=find, page=page),
        **_facts(run),
        **_failed(run, clients),
        **_changes(reading, run),
    }
    return render(request, "reports_app/run/run.html", context)


def _asked(request: HttpRequest, run: GeneratedReport) -> tuple[str, int]:
    """Read what to find and which page; what is no page of this run is the nearest one that is."""
    find, page = request.GET.get("find", "").replace("\0", " ").strip()[:200], request.GET.get("page", "")
    last = max(ceil(run.generated_count / GENERATED_SHOWN), 1)
    return find, min(max(int(page), 1), last) if page.isdecimal() and len(page) < 9 else 1


def _facts(run: GeneratedReport) -> dict[str, Any]:
    report_id, older, newer = run.report.upstream_id, run.previous_id, run.next_id  # type: ignore[attr-defined]
    return {
        "usual": usual_duration(run),
        "comparison": beside_previous(run),
        "publish_unknown": publish_unknown_count(run),
        "report_url": runs_url(report=report_id),
        "failures_url": runs_url(report=report_id, outcome=["partial", "failed"]),
        "creator_url": runs_url(creator=run.creator.upstream_id) if run.creator else "",
        "older_url": reverse("run", args=[older]) if older else "",
        "newer_url": reverse("run", args=[newer]) if newer else "",
    }


def _failed(run: GeneratedReport, clients: RunClients) -> dict[str, Any]:
    portfolios = [each.portfolio_id for each in clients.failed]
    is_older = bool(portfolios) and is_past(run)
    pairs = [(run.report_id, portfolio) for portfolio in portfolios]
    streaks = streaks_at(run, portfolios=portfolios) if is_older else streaks_for(pairs)
    return {
        "failed": failed_rows(run, clients.failed, streaks),
        "is_older": is_older,
        "failed_hidden": max(run.failed_count - FAILED_SHOWN, 0),
        "open_count": run.failed_count - clients.healed_count,
        "opening": opening(run, healed=clients.healed_count),
    }


def _changes(reading: Reading, run: GeneratedReport) -> dict[str, Any]:
    changes = read_changes(reading.viewer, run=run)
    if changes is None:
        return {"changes": None}
    return {
        "changes": changes,
        "joined": [ClientRow(each) for each in changes.joined],
        "dropped": [ClientRow(each) for each in changes.dropped],
    }


def _pager(run: GeneratedReport, clients: RunClients, *, find: str, page: int) -> dict[str, Any] | None:
    if page == 1 and not clients.has_more:
        return None
    base = reverse("run", args=[run.upstream_id])

    def url(number: int) -> str:
        return f"{base}?{runs_url(find=find, page=str(number)).partition('?')[2]}#generated"

    last = clients.first + len(clients.generated) - 1
    of = "" if find else f" of {run.generated_count:,}"
    return {
        "text": f"Clients {clients.first:,} to {last:,}{of}" if clients.generated else "No more clients",
        "newer_url": url(page - 1) if page > 1 else None,
        "older_url": url(page + 1) if clients.has_more else None,
        "newer_label": "Previous",
        "older_label": "Next",
    }
