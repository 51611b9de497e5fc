"""One client of a run as the run page says it: name then, id, state, streak, and what healed it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports_app.failures.streaks import LENGTH, Kind, LastGood, RunMark, Streak
from reports_app.models import GeneratedReport, PortfolioOutcome

from .links import client_url, client_words


@dataclass(frozen=True)
class ClientRow:
    """One client in a run, by what the run and Addepar said of it."""

    outcome: PortfolioOutcome

    @property
    def name(self) -> str:
        """Return the name as it was in this run."""
        return self.outcome.name_then or str(self.outcome.portfolio)

    @property
    def addepar_id(self) -> str:
        return client_words(self.outcome.portfolio)

    @property
    def url(self) -> str:
        return client_url(self.outcome.portfolio)

    @property
    def publish_key(self) -> str:
        told = {True: "published", False: "not_published", None: "publish_unknown"}
        return told[self.outcome.has_been_published]


@dataclass(frozen=True)
class FailedRow(ClientRow):
    """A client that failed in this run. streak is None where the last ten runs are not known."""

    run: GeneratedReport
    streak: Streak | None

    @property
    def is_healed(self) -> bool:
        return bool(self.outcome.is_healed)  # type: ignore[attr-defined]

    @property
    def kind(self) -> str:
        if self.is_healed:
            return str(Kind.HEALED)
        return str(self.streak.kind) if self.streak else "failed"

    @property
    def rule(self) -> str:
        """Return the rule behind the kind, as a sentence; empty where none applies."""
        return self.streak.rule if self.streak and self.kind == self.streak.kind else ""

    @property
    def marks(self) -> list[str]:
        """Return the ten runs to draw: the last ones, or those up to this run where it is older."""
        if self.streak is None:
            return []
        return [each.mark for each in self.streak.until] or self.streak.marks

    @property
    def healed_by(self) -> RunMark | LastGood | None:
        """Return the first later good run, or the newest good one where the first is long past."""
        if self.streak is None or not self.is_healed:
            return None
        first = self.streak.healed_by(after=self.run.completed_at, run_id=self.run.upstream_id)
        return first or self.streak.last_good

    @property
    def last_good(self) -> RunMark | LastGood | None:
        """Return the newest good run before the failure; None where the runs that were read do not tell."""
        if self.streak is None:
            return None
        if not self.is_healed:
            return self.streak.last_good
        return next((each for each in reversed(self._until_now) if each.mark == "good"), None)

    @property
    def in_a_row(self) -> int | None:
        """Count the failures without a good run between: up to now, or up to this run where it is healed."""
        if self.streak is None or not self._until_now:
            return None
        failing = 0
        for each in reversed(self._until_now):
            if each.mark == "good":
                break
            failing += each.mark == "failed"
        return failing

    @property
    def may_be_more(self) -> bool:
        """Say whether the row of failures may have begun before the last ten runs."""
        if self.streak is None:
            return False
        is_full = len(self.streak.until or self.streak.runs) == LENGTH
        return is_full and self.in_a_row == len(self._until_now)

    @property
    def _until_now(self) -> Sequence[RunMark]:
        """Return the marks that the row of failures is counted on."""
        if self.streak is None:
            return ()
        if self.streak.until or not self.is_healed:
            return self.streak.until or self.streak.runs
        place = (self.run.completed_at, self.run.upstream_id)
        until = [each for each in self.streak.runs if (each.completed_at, each.run_id) <= place]
        return until if until and until[-1].run_id == self.run.upstream_id else ()


def failed_rows(
    run: GeneratedReport, outcomes: Iterable[PortfolioOutcome], streaks: dict[tuple[int, int], Streak]
) -> list[FailedRow]:
    """Put each failed client beside its streak, in the order they come."""
    return [FailedRow(each, run, streaks.get((run.report_id, each.portfolio_id))) for each in outcomes]
