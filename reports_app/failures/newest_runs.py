"""The last ten runs of each report, kept on the report's row so that a streak is no search.

Moved in the sync's transaction. The ten newest of a union are the same in whatever order runs arrive.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reports_app.models import GeneratedReport, Report

KEPT = 10


@dataclass(frozen=True, order=True)
class NewestRun:
    """One run of a report; later means greater (completed_at, run id)."""

    completed_at: datetime
    run_id: str
    run_pk: int


def newest_runs_of(report: Report) -> list[NewestRun]:
    """Return the report's last runs, oldest first."""
    return [
        NewestRun(datetime.fromisoformat(at), run_id, run_pk) for at, run_id, run_pk in report.newest_runs
    ]


def note_runs(runs: Iterable[GeneratedReport]) -> None:
    """Take new runs into the lists of their reports."""
    by_report: dict[int, set[NewestRun]] = {}
    for run in runs:
        marks = by_report.setdefault(run.report_id, set())
        marks.add(NewestRun(run.completed_at, run.upstream_id, run.pk))
    moved = []
    for report in Report.objects.filter(pk__in=by_report).only("newest_runs"):
        newest = sorted(by_report[report.pk] | set(newest_runs_of(report)))[-KEPT:]
        if newest != newest_runs_of(report):
            report.newest_runs = _as_stored(newest)
            moved.append(report)
    Report.objects.bulk_update(moved, ["newest_runs"], batch_size=1000)


def recount_newest(report_pks: Iterable[int]) -> None:
    """Build the lists of these reports anew from the runs, as after a run that changed."""
    for report_pk in set(report_pks):
        runs = GeneratedReport.objects.filter(report_id=report_pk).order_by("-completed_at", "-upstream_id")
        newest = [
            NewestRun(completed_at, upstream_id, pk)
            for completed_at, upstream_id, pk in runs.values_list("completed_at", "upstream_id", "pk")[:KEPT]
        ]
        Report.objects.filter(pk=report_pk).update(newest_runs=_as_stored(sorted(newest)))


def _as_stored(newest: list[NewestRun]) -> list[list[object]]:
    return [[run.completed_at.isoformat(), run.run_id, run.run_pk] for run in newest]
