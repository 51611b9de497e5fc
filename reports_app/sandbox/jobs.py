"""Run one job of the sandbox's firm: who succeeds, who fails, when it ends and what upstream says of it.

When a job starts and whom it covers comes from `history` or `drafts`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from reports_app.sandbox.definitions import Definition
from reports_app.sandbox.dice import dice, stable_uuid
from reports_app.sandbox.generated_reports import GeneratedReport, PublishNote
from reports_app.sandbox.people import Creator
from reports_app.sandbox.portfolios import Portfolio
from reports_app.sandbox.stories import always_fails, is_template_broken

_SETTING_UP_SECONDS = 18.0


@dataclass(frozen=True, slots=True)
class Job:
    """A job about to run; `stops_at` is when a person cancels it or the platform goes down under it."""

    key: str
    definition: Definition
    day: date
    starts_at: datetime
    members: tuple[Portfolio, ...]
    creator: Creator
    job_type: str
    failure_chance: float = 0.012
    stopped_as: str | None = None  # CANCELED or ERROR
    stops_at: datetime | None = None


def run_job(job: Job, *, seed: int, zip_file_id: int, kept_for: timedelta) -> GeneratedReport:
    """Return what upstream will show once the job has ended."""
    drawn = dice(seed, key=f"job/{job.key}")
    generated, failed, completed_at = _work_through(job, drawn=drawn, seed=seed)
    status = job.stopped_as or "FINISHED"
    return GeneratedReport(
        run_id=stable_uuid(seed, key=f"run/{job.key}"),
        zip_file_id=zip_file_id,
        definition=job.definition,
        status=status,
        # Older runs upstream do not say how they were started.
        job_type=None if drawn.random() < 0.03 else job.job_type,
        started_at=job.starts_at,
        completed_at=completed_at,
        creator=job.creator,
        generated=generated,
        failed=failed,
        published_at=_published_at(job, drawn=drawn, completed_at=completed_at, status=status),
        publish_note=_publish_note(drawn),
        leaves_at=completed_at + kept_for,
    )


def _work_through(
    job: Job, *, drawn: Random, seed: int
) -> tuple[tuple[Portfolio, ...], tuple[Portfolio, ...], datetime]:
    """Make the clients' reports one after the other; what was not reached when the job stopped has failed."""
    broken = is_template_broken(job.definition, day=job.day, seed=seed)
    pace = job.definition.seconds_each * drawn.uniform(0.8, 1.25)
    clock = job.starts_at + _hundredths(_SETTING_UP_SECONDS * drawn.uniform(0.7, 1.6))
    generated: list[Portfolio] = []
    failed: list[Portfolio] = []
    for portfolio in job.members:
        clock += _hundredths(pace)
        late = job.stops_at is not None and clock > job.stops_at
        unlucky = drawn.random() < job.failure_chance
        bound = always_fails(portfolio, definition=job.definition, day=job.day)
        (failed if late or unlucky or broken or bound else generated).append(portfolio)
    if job.stopped_as is not None and job.stops_at is not None:
        clock = job.stops_at
    return tuple(generated), tuple(failed), clock


def _published_at(job: Job, *, drawn: Random, completed_at: datetime, status: str) -> datetime | None:
    """Return when the clients get to see the reports; stopped runs are never published."""
    days = job.definition.publishes_after_days
    wait = timedelta(days=days or 0, minutes=drawn.uniform(35, 900))
    if days is None or status != "FINISHED" or drawn.random() < 0.05:
        return None
    return completed_at + wait


def _publish_note(drawn: Random) -> PublishNote:
    luck = drawn.random()
    if luck < 0.06:
        return PublishNote.NOWHERE
    return PublishNote.SOME_ROWS if luck < 0.12 else PublishNote.EVERYWHERE


def _hundredths(seconds: float) -> timedelta:
    """Round to what upstream prints, so that a filter compares what a reader sees."""
    return timedelta(milliseconds=10 * round(seconds * 100))
