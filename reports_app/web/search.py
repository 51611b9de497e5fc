"""Search: one box for clients, reports, creators and run ids, with a page and with options below the box."""

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from reports_app.queries.search import Found, find
from reports_app.sync.clean_text import clean, fold

from .context import Reading, reading_of
from .search_groups import groups_of

LONGEST, SHORTEST = 200, 2
OPTIONS, RESULTS = 6, 25


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Answer with a page of results, or with the options of the search box (?fragment=1).

    A whole run id typed into the box leads straight to its run.
    """
    reading, text = reading_of(request), _text(request)
    is_fragment = "fragment" in request.GET
    found = _find(reading, text=text, limit=OPTIONS if is_fragment else RESULTS)
    run = found.runs.rows[0] if found and len(found.runs.rows) == 1 else None
    if run and run.upstream_id == text and not is_fragment:
        return redirect("run", run_id=run.upstream_id)
    groups = groups_of(found, zone=ZoneInfo(reading.time_zone_name)) if found else []
    if is_fragment:
        # Without the request: options need nothing of the frame, and so cost none of its queries.
        options = {"groups": groups, "query": text}
        return HttpResponse(render_to_string("reports_app/_search_results.html", options))
    context = {"groups": groups, "search_text": text, "is_short": len(text) < SHORTEST}
    return render(request, "reports_app/search/search.html", context)


def _text(request: HttpRequest) -> str:
    """Return what was typed, as the database can compare it."""
    return clean(request.GET.get("q", ""))[:LONGEST].strip()


def _find(reading: Reading, *, text: str, limit: int) -> Found | None:
    if reading.firm is None or len(text) < SHORTEST:
        return None
    return find(reading.viewer, firm=reading.firm, text=text, fold=fold, limit=limit)
