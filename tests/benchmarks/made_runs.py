"""A pretend firm of any size: the same firm each time, two years of runs whatever their number.

It yields values in the order of the columns below and writes nothing. Counts, outcome and publish state
follow from the clients of a run by the product's own rules.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from reports_app.failures.newest_runs import KEPT
from reports_app.vocabulary import JobStatus, JobType, derive_outcome, derive_publish_state

END = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SPAN = timedelta(days=730)
ZONE = ZoneInfo("America/New_York")
REPORTS, PORTFOLIOS, CREATORS, GROUP = 40, 2000, 12, 5
CLIENTS_OF_REPORT = PORTFOLIOS // REPORTS
FIRST_RUN_ID = 40_000_000
# One client of each of these reports fails in every run of the last weeks: somebody the overview must name.
CHRONIC_REPORTS, CHRONIC_FOR = 12, timedelta(days=20)
RAW = '{"id":"0","type":"generated_reports","attributes":{"status":"FINISHED"},"relationships":{}}'

RUN_COLUMNS = (
    "id", "firm_id", "upstream_id", "report_id", "report_name", "creator_id", "status", "job_type", "outcome",
    "started_at", "completed_at", "generated_count", "failed_count", "published_count", "unpublished_count",
    "publish_state", "duration_seconds", "zipped_file_id", "has_odd_text", "raw", "content_hash",
    "first_seen_at", "changed_at", "gone_since",
)  # fmt: skip
OUTCOME_COLUMNS = (
    "id", "generated_report_id", "portfolio_id", "is_failed", "position", "file_id", "has_been_published",
    "name_then",
)  # fmt: skip


@dataclass
class Mirror:
    """What the sync keeps beside the runs, moved here as the runs are made, oldest first.

    Shape: standings by (report, portfolio): good run, its moment, failed run, its moment; days by
    (day, report, outcome): runs, generated, failed; newest by report: what Report.newest_runs holds.
    """

    standings: dict[tuple[int, int], list[object]] = field(default_factory=dict)
    days: dict[tuple[str, int, str], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )
    newest: dict[int, deque[list[object]]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=KEPT))
    )


@dataclass(frozen=True)
class MadeRun:
    """Shape: row in the order of RUN_COLUMNS, outcomes in that of OUTCOME_COLUMNS."""

    row: tuple[object, ...]
    outcomes: list[tuple[object, ...]]


def portfolio_name(number: int) -> str:
    """Return the name of a client; the first word is shared by fifty, the whole is its own."""
    families = (
        "Aldermoor",
        "Brackwell",
        "Castellane",
        "Dunmorrow",
        "Eastcourt",
        "Fenwarden",
        "Galloway",
        "Hartsong",
    )
    kinds = ("Family Trust", "Foundation", "Holdings", "Retirement Account", "Joint Account")
    return f"{families[number % 8]} {kinds[number % 5]} {number:04d}"


def report_name(number: int) -> str:
    """Return the name of a report."""
    periods = ("Daily", "Weekly", "Monthly", "Quarterly")
    return f"{periods[number % 4]} Statement {number:02d}"


def make_runs(runs: int, *, mirror: Mirror) -> Iterator[MadeRun]:
    """Yield the runs of the firm, oldest first, and move the mirror by each."""
    random, outcome_pk = Random(20261120), 1
    for number in range(runs):
        pk, completed_at = number + 1, END - SPAN + (number + 1) * SPAN / runs
        made = _make_run(pk, completed_at.replace(microsecond=0), outcome_pk=outcome_pk, random=random)
        outcome_pk += len(made.outcomes)
        _move(mirror, made)
        yield made


def _make_run(pk: int, completed_at: datetime, *, outcome_pk: int, random: Random) -> MadeRun:
    # Three runs in ten are of the first report: a filter by it finds full pages at either size.
    report = 1 if random.random() < 0.3 else random.randrange(2, REPORTS + 1)
    clients = _clients(report, random=random)
    status, failed = _fate(random)
    if report <= CHRONIC_REPORTS and END - completed_at < CHRONIC_FOR and clients[0] == _first_client(report):
        status, failed = JobStatus.FINISHED, max(failed, 1)
    told = _published(random, count=len(clients) - failed)
    outcomes: list[tuple[object, ...]] = [
        (
            outcome_pk + at, pk, portfolio, at < failed, at if at < failed else at - failed,
            "" if at < failed else f"f{outcome_pk + at}", None if at < failed else told[at - failed], "",
        )
        for at, portfolio in enumerate(clients)
    ]  # fmt: skip
    counts = {"generated": len(told), "published": told.count(True), "unpublished": told.count(False)}
    seconds = int(len(clients) * random.uniform(20, 60)) + random.randrange(0, 900)
    row = (
        pk, 1, str(FIRST_RUN_ID + pk), report, report_name(report), random.randrange(1, CREATORS + 1),
        status, JobType.AD_HOC if random.random() < 0.15 else JobType.SCHEDULED,
        derive_outcome(status, generated=len(told), failed=failed),
        completed_at - timedelta(seconds=seconds), completed_at, len(told), failed, counts["published"],
        counts["unpublished"], derive_publish_state(**counts), seconds, f"z{pk}", False, RAW, f"{pk:064x}",
        completed_at, completed_at, None,
    )  # fmt: skip
    return MadeRun(tuple(str(value) if isinstance(value, str) else value for value in row), outcomes)


def _first_client(report: int) -> int:
    return (report - 1) * CLIENTS_OF_REPORT + 1


def _clients(report: int, *, random: Random) -> list[int]:
    """Pick a group of the report's clients, most often the first: some clients are in every second run."""
    group = 0 if random.random() < 0.6 else random.randrange(1, CLIENTS_OF_REPORT // GROUP)
    first = _first_client(report) + group * GROUP
    return list(range(first, first + GROUP))


def _fate(random: Random) -> tuple[str, int]:
    """Return the status and how many clients fail: 95 in a hundred runs go well."""
    dice = random.random()
    if dice < 0.95:
        return JobStatus.FINISHED, 0
    if dice < 0.98:
        return (JobStatus.ERROR if dice < 0.97 else JobStatus.FINISHED), random.randrange(1, 3)
    if dice < 0.995:
        return JobStatus.ERROR, GROUP
    return (JobStatus.CANCELED, 0) if dice < 0.998 else ("RESCHEDULED", 0)


def _published(random: Random, *, count: int) -> list[bool | None]:
    dice = random.random()
    if dice < 0.8:
        return [True] * count
    if dice < 0.9:
        return [None] * count
    return [False] * count if dice < 0.95 else [at > 0 for at in range(count)]


def _move(mirror: Mirror, made: MadeRun) -> None:
    run = dict(zip(RUN_COLUMNS, made.row, strict=True))
    pk, report, at = run["id"], int(str(run["report_id"])), run["completed_at"]
    assert isinstance(at, datetime)
    for outcome in made.outcomes:
        standing = mirror.standings.setdefault((report, int(str(outcome[2]))), [None, None, None, None])
        place = 2 if outcome[3] else 0
        standing[place : place + 2] = [pk, at]
    day = mirror.days[at.astimezone(ZONE).date().isoformat(), report, str(run["outcome"])]
    for place, value in enumerate((1, run["generated_count"], run["failed_count"])):
        day[place] += int(str(value))
    mirror.newest[report].append([at.isoformat(), run["upstream_id"], pk])
