"""Where each (report, portfolio) pair stands, moved as runs arrive in any order.

A pair's newest good run and its newest failed run are maxima, so that adding runs is commutative: a first
sync from the newest run backwards and a day of new runs end in the same rows. A changed run is recounted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reports_app.models import PortfolioOutcome, Standing

Key = tuple[datetime, str]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Mark:
    """One portfolio in one run. Shape: key is (completed_at, run id), the order of "later"."""

    pair: Pair
    run_pk: int
    key: Key
    is_failed: bool


@dataclass
class _Newest:
    good: tuple[Key, int] | None = None
    failed: tuple[Key, int] | None = None

    def take(self, mark: Mark) -> bool:
        """Keep the mark if it is the newest of its kind; say whether it was."""
        current = self.failed if mark.is_failed else self.good
        if current is not None and mark.key <= current[0]:
            return False
        if mark.is_failed:
            self.failed = (mark.key, mark.run_pk)
        else:
            self.good = (mark.key, mark.run_pk)
        return True

    @property
    def is_open(self) -> bool:
        return self.failed is not None and (self.good is None or self.failed[0] >= self.good[0])


def add_marks(marks: Iterable[Mark]) -> None:
    """Move the standings by the outcomes of new runs."""
    by_pair: dict[Pair, list[Mark]] = {}
    for mark in marks:
        by_pair.setdefault(mark.pair, []).append(mark)
    if not by_pair:
        return
    stored = _read_standings(by_pair)
    moved: dict[Pair, _Newest] = {}
    for pair, new_marks in by_pair.items():
        newest = stored.get(pair, _Newest())
        were_newest = [newest.take(mark) for mark in new_marks]
        if any(were_newest):
            moved[pair] = newest
    _write_standings(moved)


def recount(pairs: Iterable[Pair]) -> None:
    """Build the standings of these pairs anew from the outcome rows."""
    wanted = set(pairs)
    if not wanted:
        return
    newest: dict[Pair, _Newest] = {pair: _Newest() for pair in wanted}
    for mark in read_marks(wanted):
        newest[mark.pair].take(mark)
    _write_standings(newest)


def read_marks(pairs: set[Pair]) -> Iterable[Mark]:
    """Yield every stored outcome of the pairs."""
    rows = PortfolioOutcome.objects.filter(
        portfolio_id__in={portfolio for _, portfolio in pairs},
        generated_report__report_id__in={report for report, _ in pairs},
    ).values_list(
        "generated_report__report_id",
        "portfolio_id",
        "generated_report_id",
        "generated_report__completed_at",
        "generated_report__upstream_id",
        "is_failed",
    )
    for report, portfolio, run_pk, completed_at, upstream_id, is_failed in rows.iterator():
        if (report, portfolio) in pairs:
            yield Mark((report, portfolio), run_pk, (completed_at, upstream_id), is_failed)


def _read_standings(pairs: Iterable[Pair]) -> dict[Pair, _Newest]:
    wanted = set(pairs)
    rows = Standing.objects.filter(report_id__in={report for report, _ in wanted}).values_list(
        "report_id", "portfolio_id", "good_at", "good_run__upstream_id", "good_run_id",
        "failed_at", "failed_run__upstream_id", "failed_run_id",
    )  # fmt: skip
    found: dict[Pair, _Newest] = {}
    for report, portfolio, good_at, good_id, good_pk, failed_at, failed_id, failed_pk in rows.iterator():
        if (report, portfolio) in wanted:
            found[report, portfolio] = _Newest(
                good=((good_at, good_id), good_pk) if good_at else None,
                failed=((failed_at, failed_id), failed_pk) if failed_at else None,
            )
    return found


def _write_standings(moved: dict[Pair, _Newest]) -> None:
    Standing.objects.bulk_create(
        [
            Standing(
                report_id=report,
                portfolio_id=portfolio,
                good_at=newest.good[0][0] if newest.good else None,
                good_run_id=newest.good[1] if newest.good else None,
                failed_at=newest.failed[0][0] if newest.failed else None,
                failed_run_id=newest.failed[1] if newest.failed else None,
                is_open=newest.is_open,
            )
            for (report, portfolio), newest in sorted(moved.items())
        ],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["report", "portfolio"],
        update_fields=["good_at", "good_run", "failed_at", "failed_run", "is_open"],
    )
