"""The stream of drafts that keeps a demo alive: one run every two to four minutes, day and night.

At that pace two years would hold 350,000 runs and a first sync could never be small: a bounded list, an
unbroken stream and runs that never leave cannot all be had. So drafts are a kind of their own, of two
definitions that no schedule uses, and upstream keeps each for an hour: `kept_for` after its completion
it leaves the list and its files are archived. Everything else stays for two years.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from reports_app.sandbox.definitions import BY_CADENCE, Cadence
from reports_app.sandbox.dice import dice
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.jobs import Job, run_job
from reports_app.sandbox.membership import Membership
from reports_app.sandbox.moments import FIRST_DAY, firm_day
from reports_app.sandbox.people import CREATORS

SLOT = timedelta(minutes=3)
_JITTER_HUNDREDTHS = 3000
FILE_NUMBERS_FROM = 1_000_000_000
FILES_A_DRAFT = 32
_EPOCH = datetime.combine(FIRST_DAY, time(), tzinfo=UTC)


class Drafts:
    """Plans the drafts, one a slot of three minutes; completions are two to four minutes apart."""

    def __init__(self, membership: Membership, *, seed: int, kept_for: timedelta) -> None:
        self._membership = membership
        self._seed = seed
        self._kept_for = kept_for
        self._slots: dict[int, GeneratedReport] = {}

    def around(self, now: datetime) -> list[GeneratedReport]:
        """Return the drafts that upstream shows at a moment, newest first."""
        newest = (now - _EPOCH) // SLOT + 1
        oldest = (now - self._kept_for - _EPOCH) // SLOT - 1
        self._forget_before(oldest)
        drafts = [self._slot(number) for number in range(newest, oldest, -1)]
        return [draft for draft in drafts if draft.is_visible_at(now)]

    def report_with_file(self, file_id: int) -> GeneratedReport:
        """Return the draft that a file number belongs to, visible or not."""
        return self._plan((file_id - FILE_NUMBERS_FROM) // FILES_A_DRAFT)

    def _slot(self, number: int) -> GeneratedReport:
        draft = self._slots.get(number)
        if draft is None:
            draft = self._slots[number] = self._plan(number)
        return draft

    def _forget_before(self, oldest: int) -> None:
        """Keep memory flat: a server that runs for months holds no more than the drafts it shows."""
        for number in [number for number in list(self._slots) if number < oldest]:
            self._slots.pop(number, None)

    def _plan(self, number: int) -> GeneratedReport:
        drawn = dice(self._seed, key=f"draft/{number}")
        jitter = drawn.randint(-_JITTER_HUNDREDTHS, _JITTER_HUNDREDTHS)
        ends_at = _EPOCH + SLOT * number + timedelta(milliseconds=10 * jitter)
        day = firm_day(ends_at)
        definition = drawn.choice(BY_CADENCE[Cadence.DRAFT])
        size = 0 if drawn.random() < 0.01 else drawn.choice((1, 1, 1, 2, 2, 3, 3, 5, 8))
        members = self._membership.pick(drawn, definition=definition, day=day, count=size)
        luck = drawn.random()
        stopped_as = "ERROR" if luck < 0.015 else "CANCELED" if luck < 0.03 else None
        stops_at = ends_at + timedelta(seconds=drawn.randrange(2, 60)) if stopped_as else None
        creator = drawn.choice(CREATORS[1:])
        job = Job(f"draft/{number}", definition, day, ends_at, members, creator, "AD_HOC", 0.03)
        draft = run_job(
            replace(job, stopped_as=stopped_as, stops_at=stops_at),
            seed=self._seed,
            zip_file_id=FILE_NUMBERS_FROM + number * FILES_A_DRAFT,
            kept_for=self._kept_for,
        )
        return _ending_at(draft, ends_at=ends_at)


def _ending_at(draft: GeneratedReport, *, ends_at: datetime) -> GeneratedReport:
    """Move a draft in time so that it ends, not starts, at its slot's moment."""
    shift = draft.completed_at - ends_at
    return replace(
        draft,
        started_at=draft.started_at - shift,
        completed_at=ends_at,
        leaves_at=draft.leaves_at - shift,
    )
