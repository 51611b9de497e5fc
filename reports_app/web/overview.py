"""The overview: today in ten seconds, and the button that asks for a sync.

It decides what is shown in which state of the mirror; what is true comes from queries and failures.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reports_app import conf, tasks
from reports_app.failures.open_failures import read_open_failures
from reports_app.models import Firm
from reports_app.queries.day_counts import read_day_totals
from reports_app.queries.overview import day_start, read_budget, read_newest_runs, read_waiting_files

from .context import Reading, reading_of
from .overview_figures import figures
from .overview_words import Facts, sentence
from .sync_notes import sync_job, sync_notes
from .welcome import first_run_redirect

CHART_DAYS, LAPSES_AFTER_DAYS, SHOWN = 90, 180, 5
EVENING = time(18)


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is true now, in whatever state the mirror is."""
    first_run = first_run_redirect(request)
    if first_run:
        return first_run
    reading = reading_of(request)
    context: dict[str, Any] = {"today": reading.today, "state": _state(reading)}
    if context["state"] == "full" and reading.firm:
        context |= _full(reading, firm=reading.firm)
    elif reading.sync_health:
        context["job"] = sync_job(reading.sync_health)
    return render(request, "reports_app/overview/overview.html", context)


@require_POST
@login_required
def sync_now(request: HttpRequest) -> HttpResponse:
    """Queue a sync for a member of staff, and go back to the overview."""
    reading = reading_of(request)
    if not reading.viewer.is_admin:
        raise PermissionDenied("Only staff may ask for a sync: it spends the firm's requests.")
    if reading.firm is None:
        messages.error(request, "No firm is configured, so there is nothing to sync.")
    else:
        tasks.request_sync(reading.firm, requested_by=request.user)  # type: ignore[arg-type]
        messages.success(request, "A sync is queued. It starts within seconds.")
    return redirect("overview")


@require_safe
@login_required
def sync_state(request: HttpRequest) -> HttpResponse:
    """Answer the page that watches a sync with the same markup, as far as it is now."""
    reading = reading_of(request)
    if not reading.viewer.sees_all or reading.sync_health is None:
        raise PermissionDenied("Only staff may watch a sync.")
    return render(request, "reports_app/overview/_sync_state.html", {"job": sync_job(reading.sync_health)})


def _state(reading: Reading) -> str:
    """Name what the page can show: no_firm, no_clients, first_sync, or full."""
    if reading.firm is None or reading.sync_health is None:
        return "no_firm"
    if not reading.viewer.sees_all:
        return "no_clients"
    has_read = reading.sync_health.last_complete or reading.firm.fully_read_at or reading.firm.unread_before
    return "full" if has_read else "first_sync"


def _full(reading: Reading, *, firm: Firm) -> dict[str, Any]:
    viewer, today, zone = reading.viewer, reading.today, conf.firm_zone()
    fresh_since, night = _night(reading.now.astimezone(zone))
    open_from = today - timedelta(days=LAPSES_AFTER_DAYS)
    failures = read_open_failures(
        viewer, firm=firm, since=day_start(open_from, zone=zone), fresh_since=fresh_since, shown=SHOWN
    )
    waiting = read_waiting_files(viewer, firm=firm, today=today, zone=zone)
    facts = Facts(failures, waiting, reading.now, today, open_from, fresh_since.date(), night)
    days = read_day_totals(viewer, firm=firm, today=today, days=CHART_DAYS)
    newest = read_newest_runs(viewer, firm=firm, limit=SHOWN)
    gauges = read_budget(firm, limits=conf.request_limits(), now=reading.now)
    health = reading.sync_health
    interval = timedelta(seconds=conf.sync_interval_seconds())
    connect_url = reverse("welcome") if getattr(reading.request.user, "is_superuser", False) else ""
    return {
        "sentence": sentence(facts),
        "notes": sync_notes(health, gauges=gauges, interval=interval, connect_url=connect_url)
        if health
        else [],
        "job": sync_job(health) if health and health.running else None,
        "days": days,
        "newest": newest[0] if newest else None,
        "runs": [run for run in newest if run.completed_at >= day_start(today, zone=zone)] or newest,
        "failures": failures,
        **figures(facts, day=days[-1], health=health, gauges=gauges, zone=zone),
    }


def _night(local: datetime) -> tuple[datetime, str]:
    """Return since when a failure counts as fresh: before noon since last evening, later since midnight."""
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if local.hour < 12:
        return datetime.combine(local.date() - timedelta(days=1), EVENING, tzinfo=local.tzinfo), "overnight"
    return midnight, "today"
