"""How a client fared in the last ten runs of a report, and what kind of failure that makes.

Every function is told pairs that a viewer may see; nothing here widens them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import OuterRef, Q, Subquery

from reports_app.models import GeneratedReport, PortfolioOutcome, Report, Standing

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
    """The last ten runs of a report for one client, oldest first."""

    runs: tuple[RunMark, ...]
    last_good: LastGood | None
    is_open: bool

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
        """Return the first good run after the given one, among the last ten."""
        later = [run for run in self.runs if (run.completed_at, run.run_id) > (after, run_id)]
        return next((run for run in later if run.mark == "good"), None)

    def _failing(self) -> list[RunMark]:
        failing: list[RunMark] = []
        for run in reversed(self.runs):
            if run.mark == "good":
                break
            if run.mark == "failed":
                failing.insert(0, run)
        return failing


def streaks_for(pairs: Iterable[Pair], *, upto: datetime | None = None) -> dict[Pair, Streak]:
    """Read the streak of each (report pk, portfolio pk) pair. Four queries, whatever the number of pairs.

    Shape: upto leaves out runs completed after it.
    """
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    runs = _last_runs({report for report, _ in wanted}, upto=upto)
    marks = _marks_of(runs, portfolios={portfolio for _, portfolio in wanted})
    standings = _standings_of(wanted)
    return {
        pair: _streak(pair, runs=runs.get(pair[0], []), marks=marks, standings=standings) for pair in wanted
    }


def _last_runs(reports: set[int], *, upto: datetime | None) -> dict[int, list[GeneratedReport]]:
    """Read the last runs of each report, oldest first; the tenth newest is found on the index."""
    before = Q(completed_at__lte=upto) if upto else Q()
    newest = GeneratedReport.objects.filter(before, report=OuterRef("pk")).order_by(
        "-completed_at", "-upstream_id"
    )
    tenth = Subquery(newest.values("completed_at")[LENGTH - 1 : LENGTH])
    cuts = Report.objects.filter(pk__in=reports).annotate(tenth=tenth).values_list("pk", "tenth")
    any_report = Q()
    for report_pk, completed_at in cuts:
        since = Q(completed_at__gte=completed_at) if completed_at else Q()
        any_report |= Q(report_id=report_pk) & since
    rows = GeneratedReport.objects.filter(before & any_report).only(
        "report_id", "upstream_id", "completed_at"
    )
    runs: dict[int, list[GeneratedReport]] = {}
    for run in rows.order_by("completed_at", "upstream_id"):
        runs.setdefault(run.report_id, []).append(run)
    return {report_pk: found[-LENGTH:] for report_pk, found in runs.items()}


def _marks_of(runs: dict[int, list[GeneratedReport]], *, portfolios: set[int]) -> dict[tuple[int, int], str]:
    """Read how each portfolio fared in each run; one that is in both lists of a run failed."""
    run_pks = [run.pk for found in runs.values() for run in found]
    rows = PortfolioOutcome.objects.filter(generated_report_id__in=run_pks, portfolio_id__in=portfolios)
    marks: dict[tuple[int, int], str] = {}
    for run_pk, portfolio_pk, is_failed in rows.order_by("is_failed").values_list(
        "generated_report_id", "portfolio_id", "is_failed"
    ):
        marks[run_pk, portfolio_pk] = "failed" if is_failed else "good"
    return marks


def _standings_of(pairs: Sequence[Pair]) -> dict[Pair, tuple[LastGood | None, bool]]:
    rows = Standing.objects.filter(
        report_id__in={report for report, _ in pairs}, portfolio_id__in={portfolio for _, portfolio in pairs}
    ).values_list("report_id", "portfolio_id", "good_run__upstream_id", "good_at", "is_open")
    return {
        (report, portfolio): (LastGood(good_id, good_at) if good_at else None, is_open)
        for report, portfolio, good_id, good_at, is_open in rows
    }


def _streak(
    pair: Pair,
    *,
    runs: list[GeneratedReport],
    marks: dict[tuple[int, int], str],
    standings: dict[Pair, tuple[LastGood | None, bool]],
) -> Streak:
    last_good, is_open = standings.get(pair, (None, False))
    seen = tuple(
        RunMark(marks.get((run.pk, pair[1]), "absent"), run.upstream_id, run.completed_at) for run in runs
    )
    return Streak(runs=seen, last_good=last_good, is_open=is_open)
