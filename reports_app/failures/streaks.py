"""How a client fared in the last ten runs of a report, and what kind of failure that makes.

Every function is told pairs that a viewer may see; nothing here widens them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reports_app.models import PortfolioOutcome, Standing

from .newest_runs import NewestRun, newest_runs_of

Pair = tuple[int, int]
LENGTH = 10
CHRONIC_FROM = 3
LAPSES_AFTER = 3

KIND_RULES = {
    "new": "Failed in the newest run or two it was in, and not before in the last ten.",
    "chronic": "Failed at least three times in a row.",
    "flapping": "Failed, went well and failed again within the last ten runs.",
    "healed": "A later run generated it.",
    "lapsed": "The last three runs of this report were not for this client.",
}


class Kind(StrEnum):
    """What the marks say; the rules are in KIND_RULES, for pages to show."""

    NEW = "new"
    CHRONIC = "chronic"
    FLAPPING = "flapping"
    HEALED = "healed"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class RunMark:
    """One run of the report as the client saw it. Shape: mark is good, failed or absent."""

    mark: str
    run_id: str
    completed_at: datetime


@dataclass(frozen=True)
class LastGood:
    run_id: str
    completed_at: datetime


@dataclass(frozen=True)
class Streak:
    """The last ten runs of a report for one client, oldest first.

    until, after: the ten runs up to a run and the ten after it, where the streak was read for an older run.
    """

    runs: tuple[RunMark, ...]
    last_good: LastGood | None
    is_open: bool
    until: tuple[RunMark, ...] = ()
    after: tuple[RunMark, ...] = ()

    @property
    def marks(self) -> list[str]:
        return [run.mark for run in self.runs]

    @property
    def in_a_row(self) -> int:
        """Count the failures since the last good run, runs without the client left out."""
        return len(self._failing())

    @property
    def since(self) -> datetime | None:
        """Return when the present row of failures began, as far as the last ten runs tell."""
        failing = self._failing()
        return failing[0].completed_at if failing else None

    @property
    def kind(self) -> Kind:
        if not self.is_open:
            return Kind.HEALED
        if len(self.runs) >= LAPSES_AFTER and set(self.marks[-LAPSES_AFTER:]) == {"absent"}:
            return Kind.LAPSED
        if self.in_a_row >= CHRONIC_FROM:
            return Kind.CHRONIC
        return Kind.FLAPPING if self.marks.count("failed") > self.in_a_row else Kind.NEW

    @property
    def rule(self) -> str:
        """Return the rule behind the kind, as a sentence."""
        return KIND_RULES[self.kind]

    def healed_by(self, *, after: datetime, run_id: str) -> RunMark | None:
        """Return the first good run after the given one, among the runs that were read."""
        later = [run for run in (*self.after, *self.runs) if (run.completed_at, run.run_id) > (after, run_id)]
        return next((run for run in later if run.mark == "good"), None)

    def _failing(self) -> list[RunMark]:
        failing: list[RunMark] = []
        for run in reversed(self.runs):
            if run.mark == "good":
                break
            if run.mark == "failed":
                failing.insert(0, run)
        return failing


def streaks_for(pairs: Iterable[Pair]) -> dict[Pair, Streak]:
    """Read the streak of each (report pk, portfolio pk) pair. Two queries, whatever the number of pairs."""
    return streaks_of(read_standings(set(pairs)))


def read_standings(wanted: set[Pair]) -> list[Standing]:
    """Return the standings of these pairs with their report and newest good run. One query."""
    if not wanted:
        return []
    standings = Standing.objects.filter(
        report_id__in={report for report, _ in wanted},
        portfolio_id__in={portfolio for _, portfolio in wanted},
    ).select_related("report", "good_run")
    found = standings.defer("good_run__raw")
    return [each for each in found if (each.report_id, each.portfolio_id) in wanted]


def streaks_of(standings: Sequence[Standing]) -> dict[Pair, Streak]:
    """Read the streak of each standing, by its pair. One query.

    Shape: standings come with their report, and with good_run where last_good is wanted.
    """
    runs = {standing.report_id: newest_runs_of(standing.report)[-LENGTH:] for standing in standings}
    run_pks = {run.run_pk for found in runs.values() for run in found}
    marks = (
        _marks_of(run_pks, portfolios={standing.portfolio_id for standing in standings}) if run_pks else {}
    )
    return {
        (standing.report_id, standing.portfolio_id): build_streak(
            standing, runs[standing.report_id], marks=marks
        )
        for standing in standings
    }


def _marks_of(run_pks: set[int], *, portfolios: set[int]) -> dict[tuple[int, int], str]:
    """Read how each portfolio fared in each run; one that is in both lists of a run failed."""
    rows = PortfolioOutcome.objects.filter(generated_report_id__in=run_pks, portfolio_id__in=portfolios)
    marks: dict[tuple[int, int], str] = {}
    for run_pk, portfolio_pk, is_failed in rows.order_by("is_failed").values_list(
        "generated_report_id", "portfolio_id", "is_failed"
    ):
        marks[run_pk, portfolio_pk] = "failed" if is_failed else "good"
    return marks


def build_streak(
    standing: Standing, runs: Sequence[NewestRun], *, marks: dict[tuple[int, int], str]
) -> Streak:
    """Put a standing and the marks of its client in these runs together; a run without a mark is absent."""
    seen = tuple(
        RunMark(marks.get((run.run_pk, standing.portfolio_id), "absent"), run.run_id, run.completed_at)
        for run in runs
    )
    good = (
        LastGood(standing.good_run.upstream_id, standing.good_run.completed_at) if standing.good_run else None
    )
    return Streak(runs=seen, last_good=good, is_open=standing.is_open)
