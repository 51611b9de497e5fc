"""The pages that are measured, by a name for the table. Both sizes are asked for the same kind of page."""

from django.urls import reverse

from reports_app.models import GeneratedReport
from reports_app.queries.run_pages import Sort, write_place

from .made_runs import CLIENTS_OF_REPORT, portfolio_name

# The first client of the second report: in most runs of it.
CLIENT = CLIENTS_OF_REPORT + 1

FILTERS = {
    "oldest first": "sort=oldest",
    "most failed first": "sort=failed",
    "longest first": "sort=longest",
    "failed": "outcome=failed",
    "partial or failed": "outcome=partial&outcome=failed",
    "status ERROR": "status=ERROR",
    "one report": "report=r1",
    "one report, partial": "report=r1&outcome=partial",
    "one creator": "creator=c3",
    "ad hoc": "job_type=AD_HOC",
    "waiting or partly published": "published=waiting&published=partly",
    "one client": f"client=entity-{CLIENT}",
    "one client by name": f"client={portfolio_name(CLIENT).replace(' ', '+')}",
    "clients that share a word": "client=foundation",
    "one month": "from=2026-03-01&to=2026-03-31",
    "open failures": "healed=open",
    "ERROR of one report in a year": "report=r1&status=ERROR&from=2026-01-01",
    "partial or failed, most failed first": "outcome=partial&outcome=failed&sort=failed",
    # A filter by one index in the order of another: where a list is likeliest to walk every match.
    "partial, most failed first": "outcome=partial&sort=failed",
    "one report, most failed first": "report=r1&sort=failed",
    "one report, oldest first": "report=r1&sort=oldest",
    "one creator, longest first": "creator=c3&sort=longest",
    "status ERROR, longest first": "status=ERROR&sort=longest",
    "one client, failed": f"client=entity-{CLIENT}&outcome=failed",
    "one client, longest first": f"client=entity-{CLIENT}&sort=longest",
    # What few runs or none match: no full page ends the search early.
    "a status nobody documented": "status=RESCHEDULED",
    "empty, of which there is none": "outcome=empty",
    "one report and one creator, failed": "report=r2&creator=c3&outcome=failed",
}


def page_addresses() -> dict[str, str]:
    """Return the address of each page, read from the database where it names a run."""
    runs = GeneratedReport.objects.defer("raw")
    middle = runs.get(pk=runs.order_by("-pk").values_list("pk", flat=True)[0] // 2)
    partial = runs.filter(report=1, outcome="partial").order_by("-completed_at", "-upstream_id")[5]
    lists = {f"runs: {name}": f"{reverse('runs')}?{query}" for name, query in FILTERS.items()}
    return {
        "overview": reverse("overview"),
        "runs": reverse("runs"),
        "runs: in the middle": f"{reverse('runs')}?after={write_place(middle, Sort.NEWEST)}",
        "runs: in the middle, backwards": f"{reverse('runs')}?before={write_place(middle, Sort.NEWEST)}",
        **lists,
        "run": reverse("run", args=[partial.upstream_id]),
        "search: client": f"{reverse('search')}?q=foundation",
        "search: run id": f"{reverse('search')}?q={middle.upstream_id[:-1]}",
        "search: nothing": f"{reverse('search')}?q=zzzzzz",
        "admin: runs": reverse("admin:reports_app_generatedreport_changelist"),
        "admin: runs with failures": reverse("admin:reports_app_generatedreport_changelist")
        + "?outcome=with_failures",
        "admin: runs of a client": reverse("admin:reports_app_generatedreport_changelist")
        + f"?q={portfolio_name(CLIENT).replace(' ', '+')}",
    }
