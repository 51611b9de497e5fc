"""The firm's working days: scheduled runs, reruns of what failed, and what people ask for in between.

One day's runs depend on the seed and the day alone. The stream of drafts that keeps a demo alive is `drafts`.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from reports_app.sandbox.definitions import BY_CADENCE, Cadence, Definition
from reports_app.sandbox.dice import dice
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.jobs import Job, run_job
from reports_app.sandbox.membership import Membership
from reports_app.sandbox.moments import (
    FIRST_DAY,
    at_firm_time,
    firm_day,
    workday_of_month,
    workday_of_quarter,
)
from reports_app.sandbox.people import CREATORS, SCHEDULER
from reports_app.sandbox.stories import Outage, is_canceled, is_template_broken, outage_on

KEPT_FOR = timedelta(days=730)
RUNS_A_DAY = 40
FILES_A_RUN = 300
_TRIED_AGAIN_AFTER = (timedelta(minutes=17, seconds=6), timedelta(minutes=53, seconds=41))


class History:
    """Plans the firm's days, each once."""

    def __init__(self, membership: Membership, *, seed: int) -> None:
        self._membership = membership
        self._seed = seed
        self._days: dict[date, tuple[GeneratedReport, ...]] = {}

    def day(self, day: date) -> tuple[GeneratedReport, ...]:
        """Return the runs that start on a day of the firm's calendar, in the order of their numbers."""
        planned = self._days.get(day)
        if planned is None:
            planned = self._days[day] = tuple(self._plan(day))
        return planned

    def report_with_file(self, file_id: int) -> GeneratedReport | None:
        """Return the run that a file number belongs to, visible or not; None if there is no such run."""
        days, ordinal = divmod(file_id // FILES_A_RUN, RUNS_A_DAY)
        planned = self.day(FIRST_DAY + timedelta(days=days))
        return planned[ordinal] if ordinal < len(planned) else None

    def _plan(self, day: date) -> Iterator[GeneratedReport]:
        drawn = dice(self._seed, key=f"day/{day}")
        ordinal = 0
        waiting = [*self._scheduled(day), *self._asked_for(day, drawn=drawn)]
        while waiting and ordinal < RUNS_A_DAY:
            job = replace(waiting.pop(0), key=f"{day}/{ordinal}")
            number = (day - FIRST_DAY).days * RUNS_A_DAY + ordinal
            report = run_job(job, seed=self._seed, zip_file_id=number * FILES_A_RUN, kept_for=KEPT_FOR)
            yield report
            waiting += self._rerun(job, report=report, drawn=drawn)
            ordinal += 1

    def _scheduled(self, day: date) -> Iterator[Job]:
        outage = outage_on(day)
        for definition in _due_on(day):
            job = self._job(definition, day=day, minutes=definition.minutes)
            if is_canceled(definition, day=day) and workday_of_quarter(day) == definition.turn:
                yield replace(job, stopped_as="CANCELED", stops_at=job.starts_at + _third_of(job))
            else:
                yield _under_outage(job, outage=outage)

    def _job(self, definition: Definition, *, day: date, minutes: float) -> Job:
        members = self._membership.members(definition, day=day)
        return Job("", definition, day, at_firm_time(day, minutes=minutes), members, SCHEDULER, "SCHEDULED")

    def _asked_for(self, day: date, *, drawn: Random) -> Iterator[Job]:
        """People ask for reports on working days, far more of them after a quarter has ended."""
        rush = 1 <= workday_of_quarter(day) <= 14
        weekend = day.weekday() >= 5
        count = (
            int(drawn.random() < 0.15) if weekend else drawn.randrange(2, 6) + rush * drawn.randrange(2, 8)
        )
        for _ in range(count):
            definition = drawn.choice(BY_CADENCE[Cadence.AD_HOC])
            size = 0 if drawn.random() < 0.01 else drawn.choice((1, 1, 1, 2, 2, 3, 4, 8, 15))
            members = self._membership.pick(drawn, definition=definition, day=day, count=size)
            starts_at = at_firm_time(day, minutes=drawn.triangular(480, 1130, 640))
            job = Job("", definition, day, starts_at, members, drawn.choice(CREATORS[1:]), "AD_HOC", 0.02)
            yield _perhaps_stopped(job, drawn=drawn)

    def _rerun(self, job: Job, *, report: GeneratedReport, drawn: Random) -> list[Job]:
        """Operations run what failed at night once more in the morning, unless the template is at fault."""
        worth_it = job.job_type == "SCHEDULED" and job.definition.cadence is not Cadence.DAILY
        broken = is_template_broken(job.definition, day=job.day, seed=self._seed)
        if not report.failed or not worth_it or broken or job.stopped_as == "CANCELED":
            return []
        if job.stopped_as is None and drawn.random() < 0.2:
            return []
        operator = drawn.choice(CREATORS[1:4])
        again = replace(job, members=report.failed, creator=operator, job_type="AD_HOC", failure_chance=0.06)
        in_vain = [
            _under_outage(replace(again, starts_at=report.completed_at + wait), outage=outage_on(job.day))
            for wait in _TRIED_AGAIN_AFTER
            if job.stopped_as == "ERROR"
        ]
        at_last = report.completed_at + timedelta(minutes=round(drawn.uniform(170, 420)))
        return [*in_vain, replace(again, starts_at=at_last, stopped_as=None, stops_at=None)]


def _due_on(day: date) -> Iterator[Definition]:
    """Yield what the schedule starts on a day; a canceled quarterly run starts again on the next workday."""
    for definition in BY_CADENCE[Cadence.QUARTERLY]:
        again = is_canceled(definition, day=day) and workday_of_quarter(day) == definition.turn + 1
        if again or workday_of_quarter(day) == definition.turn:
            yield definition
    yield from (one for one in BY_CADENCE[Cadence.MONTHLY] if workday_of_month(day) == one.turn)
    yield from (one for one in BY_CADENCE[Cadence.WEEKLY] if day.weekday() == one.turn)
    if day.weekday() < 5:
        yield from BY_CADENCE[Cadence.DAILY]


def _third_of(job: Job) -> timedelta:
    return timedelta(seconds=round(job.definition.seconds_each * len(job.members) / 3))


def _under_outage(job: Job, *, outage: Outage | None) -> Job:
    """Stop a job that is running when the platform goes down, or that starts while it is down."""
    if outage is None:
        return job
    begins, ends = (at_firm_time(job.day, minutes=minutes) for minutes in (outage.begins, outage.ends))
    expected_end = job.starts_at + 3 * _third_of(job)
    if job.starts_at >= ends or expected_end <= begins:
        return job
    return replace(job, stopped_as="ERROR", stops_at=max(begins, job.starts_at + timedelta(seconds=9)))


def _perhaps_stopped(job: Job, *, drawn: Random) -> Job:
    luck = drawn.random()
    if luck > 0.04 or firm_day(job.starts_at) != job.day:
        return job
    stops_at = job.starts_at + timedelta(milliseconds=10 * round(drawn.uniform(1500, 20_000)))
    return replace(job, stopped_as="ERROR" if luck < 0.02 else "CANCELED", stops_at=stops_at)
