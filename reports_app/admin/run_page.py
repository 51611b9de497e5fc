"""The clients of one run: the failed first with what healed them, then the generated, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from reports_app.models import GeneratedReport, PortfolioOutcome, Standing

ROWS_A_PAGE = 200


@dataclass(frozen=True)
class FailedClient:
    """A failed portfolio. healed_by: the newest later run of the same report that generated it, if any."""

    outcome: PortfolioOutcome
    healed_by: GeneratedReport | None
    last_good: GeneratedReport | None


@dataclass(frozen=True)
class ClientPage:
    """One page of a run's clients, failed before generated. Shape: ROWS_A_PAGE rows at most."""

    failed: list[FailedClient]
    generated: list[PortfolioOutcome]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / ROWS_A_PAGE))

    @property
    def text(self) -> str:
        first = (self.number - 1) * ROWS_A_PAGE + 1
        last = first + len(self.failed) + len(self.generated) - 1
        return f"Clients {first:,} to {last:,} of {self.total:,}"

    @property
    def newer_url(self) -> str:
        return f"?clients={self.number - 1}" if self.number > 1 else ""

    @property
    def older_url(self) -> str:
        return f"?clients={self.number + 1}" if self.number < self.pages else ""

    newer_label = "Previous"
    older_label = "Next"


def read_clients(run: GeneratedReport, *, page: str) -> ClientPage:
    """Read one page of the run's clients; two queries. A page that is not there is the first."""
    total = run.total_count
    pages = max(1, ceil(total / ROWS_A_PAGE))
    number = int(page) if page.isdecimal() and len(page) < 9 and 1 <= int(page) <= pages else 1
    start = (number - 1) * ROWS_A_PAGE
    outcomes = PortfolioOutcome.objects.filter(generated_report=run).select_related("portfolio")
    rows = list(outcomes.order_by("-is_failed", "position")[start : start + ROWS_A_PAGE])
    failed = [row for row in rows if row.is_failed]
    return ClientPage(
        failed=_with_standing(run, failed=failed),
        generated=[row for row in rows if not row.is_failed],
        number=number,
        total=total,
    )


def _with_standing(run: GeneratedReport, *, failed: Sequence[PortfolioOutcome]) -> list[FailedClient]:
    if not failed:
        return []
    standings = {
        standing.portfolio_id: standing
        for standing in Standing.objects.filter(
            report_id=run.report_id, portfolio_id__in=[row.portfolio_id for row in failed]
        )
        .select_related("good_run")
        .defer("good_run__raw")
    }
    return [_failed_client(run, outcome=row, standing=standings.get(row.portfolio_id)) for row in failed]


def _failed_client(
    run: GeneratedReport, *, outcome: PortfolioOutcome, standing: Standing | None
) -> FailedClient:
    good = standing.good_run if standing else None
    # Later means greater (completed_at, run id): two runs may end in the same second.
    heals = good is not None and (good.completed_at, good.upstream_id) > (run.completed_at, run.upstream_id)
    return FailedClient(outcome=outcome, healed_by=good if heals else None, last_good=None if heals else good)
