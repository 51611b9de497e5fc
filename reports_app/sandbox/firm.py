"""The sandbox's firm as upstream would show it at a moment: a pure function of the seed and the clock.

Two firms of the same seed agree about every moment, whenever they were made. A run, once shown, never changes
but for the publishing of its clients, and leaves only at its age: two years, an hour for drafts (see `drafts`
for why). Nothing is stored; days are planned when first asked for.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reports_app.sandbox.definitions import DEFINITIONS
from reports_app.sandbox.drafts import FILE_NUMBERS_FROM, Drafts
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.history import KEPT_FOR, History
from reports_app.sandbox.membership import Membership
from reports_app.sandbox.moments import firm_day
from reports_app.sandbox.portfolios import Portfolio, make_portfolios

DEFAULT_SEED = 7
MOST_RUNS = 5000
ARCHIVED_AFTER = timedelta(days=400)
_HIGHEST_FILE_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class FirmFile:
    """One file of a run: the zip where portfolio is None, else that client's PDF."""

    file_id: int
    report: GeneratedReport
    portfolio: Portfolio | None
    is_archived: bool

    @property
    def archived_at(self) -> datetime:
        """When the file is or will be moved to the archive."""
        return min(self.report.leaves_at, self.report.completed_at + ARCHIVED_AFTER)


class SandboxFirm:
    """A firm with 250 portfolios, 14 report definitions, 12 creators and at most 5,000 runs."""

    def __init__(
        self,
        seed: int = DEFAULT_SEED,
        *,
        most_runs: int = MOST_RUNS,
        drafts_kept_for: timedelta = timedelta(hours=1),
    ) -> None:
        if not 0 <= most_runs <= MOST_RUNS:
            raise ValueError(f"A sandbox firm has between 0 and {MOST_RUNS} runs, not {most_runs}.")
        self.seed = seed
        self.portfolios = make_portfolios(seed)
        self.membership = Membership(self.portfolios, seed=seed)
        self._most_runs = most_runs
        self._history = History(self.membership, seed=seed)
        self._drafts = Drafts(self.membership, seed=seed, kept_for=drafts_kept_for)
        self._settled: tuple[date, list[GeneratedReport]] | None = None

    def generated_reports(self, now: datetime) -> list[GeneratedReport]:
        """Return what upstream lists at a moment, newest completion first, ties by id descending."""
        settled = self._settled_until(firm_day(now))
        shown = settled[
            bisect_right(settled, now - KEPT_FOR, key=_completion) : bisect_right(
                settled, now, key=_completion
            )
        ]
        shown += self._drafts.around(now)
        shown.sort(key=lambda report: report.sort_key, reverse=True)
        return shown[: self._most_runs]

    def generated_report(self, run_id: str, *, now: datetime) -> GeneratedReport | None:
        """Return one run as upstream shows it; None while it runs, after it left, or if it never was."""
        wanted = run_id.lower()
        return next((one for one in self.generated_reports(now) if one.run_id == wanted), None)

    def definitions_covering(self, kind: str, number: int, *, now: datetime) -> frozenset[int] | None:
        """Return the ids of the definitions whose standing list holds a portfolio; None for a stranger."""
        portfolio = next((one for one in self.portfolios if (one.kind, one.number) == (kind, number)), None)
        if portfolio is None:
            return None
        today = firm_day(now)
        return frozenset(
            one.report_id for one in DEFINITIONS if portfolio in self.membership.members(one, day=today)
        )

    def file(self, file_id: int, *, now: datetime) -> FirmFile | None:
        """Return a file of a completed run, archived or not; None if there is none of that number."""
        if not 0 < file_id <= _HIGHEST_FILE_NUMBER:
            return None
        if file_id >= FILE_NUMBERS_FROM:
            report: GeneratedReport | None = self._drafts.report_with_file(file_id)
        else:
            report = self._history.report_with_file(file_id)
        if report is None or report.completed_at > now:
            return None
        position = file_id - report.zip_file_id - 1
        if not report.generated or not -1 <= position < len(report.generated):
            return None
        portfolio = None if position == -1 else report.generated[position]
        found = FirmFile(file_id, report, portfolio, is_archived=False)
        return FirmFile(file_id, report, portfolio, is_archived=found.archived_at <= now)

    def _settled_until(self, last_day: date) -> list[GeneratedReport]:
        """Return the runs of the two years up to a day, oldest first; a day more on each side is planned."""
        if self._settled is None or self._settled[0] != last_day:
            days = KEPT_FOR.days + 4
            span = (last_day + timedelta(days=offset) for offset in range(-days, 2))
            reports = [report for day in span for report in self._history.day(day)]
            self._settled = (last_day, sorted(reports, key=lambda report: report.sort_key))
        return self._settled[1]


def _completion(report: GeneratedReport) -> datetime:
    return report.completed_at
