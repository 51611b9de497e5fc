"""What the run page says of a run in words: its sentence, its figures, its clients one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from reports_app.failures.streaks import RunMark, Streak
from reports_app.models import GeneratedReport, PortfolioOutcome
from reports_app.vocabulary import Outcome

from .links import client_url
from .run_words import JUDGED_FROM_CLIENTS

NAMES_OF_TYPES = {"entity": "Entity", "group": "Group"}


@dataclass(frozen=True)
class ClientRow:
    """One client of the run. streak is None for generated ones."""

    outcome: PortfolioOutcome
    run: GeneratedReport
    streak: Streak | None = None

    @property
    def name(self) -> str:
        """Return the name as it was in this run."""
        return self.outcome.name_then or str(self.outcome.portfolio)

    @property
    def addepar_id(self) -> str:
        portfolio = self.outcome.portfolio
        kind = NAMES_OF_TYPES.get(portfolio.portfolio_type, portfolio.portfolio_type)
        return f"{kind} {portfolio.upstream_id}"

    @property
    def url(self) -> str:
        return client_url(self.outcome.portfolio)

    @property
    def publish_key(self) -> str:
        told = {True: "published", False: "not_published", None: "publish_unknown"}
        return told[self.outcome.has_been_published]

    @property
    def healed_by(self) -> RunMark | None:
        """Return the first later good run, or the newest good one where the first is long past."""
        if self.streak is None:
            return None
        first = self.streak.healed_by(after=self.run.completed_at, run_id=self.run.upstream_id)
        good = self.streak.last_good
        if (
            first
            or good is None
            or (good.completed_at, good.run_id) <= (self.run.completed_at, self.run.upstream_id)
        ):
            return first
        return RunMark("good", good.run_id, good.completed_at)

    @property
    def kind(self) -> str:
        if self.healed_by:
            return "healed"
        return str(self.streak.kind) if self.streak else "failed"


def failed_rows(
    run: GeneratedReport, outcomes: Iterable[PortfolioOutcome], streaks: dict[tuple[int, int], Streak]
) -> list[ClientRow]:
    """Put each failed client beside its streak; those that nothing healed come first."""
    rows = [ClientRow(each, run, streaks.get((run.report_id, each.portfolio_id))) for each in outcomes]
    return sorted(rows, key=lambda row: row.kind == "healed")


def opening(run: GeneratedReport, *, healed: int) -> str:
    """Say in a few words how the failures stand; the figures before it are the template's."""
    if not run.failed_count:
        return ""
    if healed == 0:
        return "none of them healed by a later run"
    if healed == run.failed_count:
        return "healed by a later run" if healed == 1 else "all of them healed by later runs"
    return f"{healed:,} {'is' if healed == 1 else 'are'} already healed by a later run"


def why_no_zip(run: GeneratedReport) -> str:
    """Say why there is no zip to ask for; empty where there is one."""
    if run.zipped_file_id:
        return ""
    if run.outcome in (Outcome.FAILED, Outcome.EMPTY) or not run.generated_count:
        return "This run generated no PDF, so there is no zip."
    return "Addepar names no zip for this run."


def usual_duration(run: GeneratedReport) -> timedelta | None:
    """Return how long a run of so many clients usually takes, or None where that cannot be said."""
    told = [getattr(run, f"usual_{number}", None) for number in range(3)]
    paces = [each for each in told if each is not None]
    if len(paces) < len(told) or run.total_count < JUDGED_FROM_CLIENTS:
        return None
    return timedelta(seconds=round(median(paces) * run.total_count))
