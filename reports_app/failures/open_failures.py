"""The failures that nothing has healed: who they hit, of what kind they are, how many there are.

It moves nothing and closes nothing; a failure closes by itself when a later run generates the client.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from reports_app.access import Viewer
from reports_app.models import Firm, Standing

from .streaks import Kind, Streak, streaks_of

COUNTED = 1000
# A kind costs a look at the client's last runs; beyond this many, only those shown are judged.
KINDS_COUNTED = 200


@dataclass(frozen=True)
class OpenFailure:
    """One client that a report failed for, with how it fared before."""

    standing: Standing
    streak: Streak | None

    @property
    def kind(self) -> str:
        return str(self.streak.kind) if self.streak else ""

    @property
    def since(self) -> datetime | None:
        """Return when it began: the first of the failures in a row, as far as its last runs tell."""
        return self.streak.since if self.streak else self.standing.failed_at


@dataclass(frozen=True)
class OpenFailures:
    """Shape: rows newest failure first, cut to what a page shows. is_capped: COUNTED were read, more exist.

    kinds: count by kind; fresh: the new ones of the last night. Empty and None where too many to judge.
    lapsed: how many more stand open for clients that the report's last three runs left out; not in count.
    runs: how many runs they failed in, which is the length of the list behind the figure.
    """

    rows: list[OpenFailure]
    count: int
    kinds: dict[str, int] = field(default_factory=dict)
    runs: int = 0
    fresh: int | None = 0
    is_capped: bool = False
    lapsed: int = 0


def read_open_failures(
    viewer: Viewer, *, firm: Firm, since: datetime, fresh_since: datetime, shown: int
) -> OpenFailures:
    """Read what stands open, newest first.

    Shape: one query, and one for the streaks. Beyond KINDS_COUNTED failures the older ones are not judged.
    Times: a failure before since has lapsed and is not counted; fresh counts new ones from fresh_since on.
    """
    if not viewer.sees_all:
        return OpenFailures(rows=[], count=0)
    newest = list(
        Standing.objects.filter(is_open=True, failed_at__gte=since)
        .select_related("report", "portfolio", "failed_run", "good_run")
        .defer("failed_run__raw", "good_run__raw")
        .order_by("-failed_at", "pk")[: COUNTED + 1]
    )
    # The firm is told here: as a condition of the query it makes SQLite read every standing of every report.
    standings = [standing for standing in newest[:COUNTED] if standing.report.firm_id == firm.pk]
    is_judged = len(standings) <= KINDS_COUNTED
    judged = standings if is_judged else standings[:KINDS_COUNTED]
    streaks = streaks_of(judged)
    failures = [
        OpenFailure(standing, streaks.get((standing.report_id, standing.portfolio_id))) for standing in judged
    ]
    lapsed = {failure.standing.pk for failure in failures if failure.kind == Kind.LAPSED}
    failures = [failure for failure in failures if failure.standing.pk not in lapsed]
    standings = [standing for standing in standings if standing.pk not in lapsed]
    return OpenFailures(
        rows=failures[:shown],
        count=len(standings),
        is_capped=len(newest) > COUNTED,
        kinds=dict(Counter(failure.kind for failure in failures)) if is_judged else {},
        lapsed=len(lapsed),
        runs=len({standing.failed_run_id for standing in standings}),
        fresh=sum(_is_fresh(failure, since=fresh_since) for failure in failures) if is_judged else None,
    )


def _is_fresh(failure: OpenFailure, *, since: datetime) -> bool:
    failed_at = failure.standing.failed_at
    return failure.kind == "new" and failed_at is not None and failed_at >= since
