"""Streaks as they stood at a run that is no longer among the last ten of its report.

`streaks` tells how things stand now. This adds what came before such a run, and right after it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from django.db.models import FilteredRelation, Q, Subquery, Value
from django.db.models.functions import Coalesce

from reports_app.models import GeneratedReport

from .newest_runs import NewestRun, newest_runs_of
from .streaks import LENGTH, Pair, RunMark, Streak, build_streak, read_standings

Marks = dict[tuple[int, int], str]
# Before and after every run: for a report that has fewer than ten runs on that side.
ENDS = {"lt": datetime(1900, 1, 1, tzinfo=UTC), "gt": datetime(9000, 1, 1, tzinfo=UTC)}


def is_past(run: GeneratedReport) -> bool:
    """Say whether the run is older than the last ten of its report. Shape: run comes with its report."""
    return all(each.run_pk != run.pk for each in newest_runs_of(run.report))


def streaks_at(run: GeneratedReport, *, portfolios: Iterable[int]) -> dict[Pair, Streak]:
    """Read the streaks of these clients with the ten runs up to this one and the ten after. Two queries.

    Shape: run comes with its report.
    """
    wanted = set(portfolios)
    standings = read_standings({(run.report_id, portfolio) for portfolio in wanted})
    runs, marks = _read_marks(run, portfolios=wanted)
    place = (run.completed_at, run.upstream_id)
    until = [each for each in runs if (each.completed_at, each.run_id) <= place][-LENGTH:]
    after = [each for each in runs if (each.completed_at, each.run_id) > place][:LENGTH]
    newest = newest_runs_of(run.report)[-LENGTH:]
    return {
        (each.report_id, each.portfolio_id): replace(
            build_streak(each, newest, marks=marks),
            until=_marked(until, portfolio=each.portfolio_id, marks=marks),
            after=_marked(after, portfolio=each.portfolio_id, marks=marks),
        )
        for each in standings
    }


def _marked(runs: list[NewestRun], *, portfolio: int, marks: Marks) -> tuple[RunMark, ...]:
    return tuple(
        RunMark(marks.get((each.run_pk, portfolio), "absent"), each.run_id, each.completed_at)
        for each in runs
    )


def _read_marks(run: GeneratedReport, *, portfolios: set[int]) -> tuple[list[NewestRun], Marks]:
    """Read the runs around this one and the newest ones, in order, with how each client fared in them."""
    outcomes = FilteredRelation(
        "portfolio_outcomes", condition=Q(portfolio_outcomes__portfolio__in=portfolios)
    )
    newest = [each.run_pk for each in newest_runs_of(run.report)]
    # A stretch of the report's index, not keys in a subquery: beside "or", PostgreSQL would try them on all.
    near = Q(report=run.report_id, completed_at__gte=_end(run, "lt"), completed_at__lte=_end(run, "gt"))
    found = GeneratedReport.objects.filter(near | Q(pk__in=newest)).annotate(outcome_of=outcomes)
    runs: set[NewestRun] = set()
    marks: Marks = {}
    # Failed last: a client that is in both lists of a run failed.
    for run_pk, run_id, completed_at, portfolio, is_failed in found.order_by(
        "outcome_of__is_failed"
    ).values_list("pk", "upstream_id", "completed_at", "outcome_of__portfolio_id", "outcome_of__is_failed"):
        runs.add(NewestRun(completed_at, run_id, run_pk))
        if portfolio is not None:
            marks[run_pk, portfolio] = "failed" if is_failed else "good"
    return sorted(runs), marks


def _end(run: GeneratedReport, word: str) -> Coalesce:
    """Return when the tenth run of the report before this one ended, by "lt", or the tenth after, by "gt"."""
    runs = GeneratedReport.objects.filter(
        report=run.report_id, **{f"completed_at__{word}e": run.completed_at}
    )
    runs = runs.order_by("-completed_at" if word == "lt" else "completed_at")
    return Coalesce(Subquery(runs.values("completed_at")[LENGTH : LENGTH + 1]), Value(ENDS[word]))
