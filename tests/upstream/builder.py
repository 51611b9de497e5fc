"""Make varied, repeatable runs with real PDFs, and real zips that agree with their metadata.

The same arguments always give equal runs. With count >= len(STORIES) every story is present.
"""

import itertools
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.upstream.firm import Run, StoredFile
from tests.upstream.moments import write_run_moment
from tests.upstream.pdfs import make_pdf
from tests.upstream.people import CREATORS, REPORTS, ROSTER, TWINS, Portfolio
from tests.upstream.stories import STORIES, TIE, Story

NEWEST = datetime(2024, 6, 28, 16, 30, 12, 340_000, tzinfo=UTC)


def make_runs(
    count: int, seed: int = 1, *, newest: datetime = NEWEST, unknown_statuses: int = 0, crowded: int = 0
) -> list[Run]:
    """Return runs, newest first.

    Shape: the first `crowded` runs complete within one second; after them `unknown_statuses` runs carry a
    status nobody documented; the others follow STORIES in turn.
    """
    rng = random.Random(seed)
    file_ids = itertools.count(1_000 + seed * 1_000_000)
    runs = []
    moment = newest
    for number, story in enumerate(_stories(count, unknown_statuses=unknown_statuses, crowded=crowded)):
        gap = story.after_previous
        if number:
            moment -= (
                timedelta(minutes=rng.randint(3, 700), milliseconds=10 * rng.randint(0, 99))
                if gap is None
                else gap
            )
        runs.append(_make_run(rng, story=story, completed_at=moment, file_ids=file_ids))
    return runs


def make_run(seed: int, *, story: Story = STORIES[0], completed_at: datetime = NEWEST) -> Run:
    """Return one run, for add_run; take another seed than the other runs have."""
    return _make_run(
        random.Random(seed),
        story=story,
        completed_at=completed_at,
        file_ids=itertools.count(1_000 + seed * 1_000_000),
    )


def _stories(count: int, *, unknown_statuses: int, crowded: int) -> Iterator[Story]:
    crowd = itertools.repeat(Story(generated=1, after_previous=TIE), crowded)
    odd = (Story(status=("PARTIAL", "ARCHIVED")[number % 2]) for number in range(unknown_statuses))
    return itertools.islice(itertools.chain(crowd, odd, itertools.cycle(STORIES)), count)


def _make_run(rng: random.Random, *, story: Story, completed_at: datetime, file_ids: Iterator[int]) -> Run:
    report_id, report_name = rng.choice(REPORTS)
    chosen = rng.sample(ROSTER, story.generated + story.failed)
    if story.has_twins:
        chosen[: len(TWINS)] = TWINS
    run = Run(
        run_id=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        attributes={
            "report_id": report_id,
            "report_name": report_name,
            "status": story.status,
            "started_at": write_run_moment(completed_at - timedelta(seconds=rng.randint(20, 20_000))),
            "completed_at": write_run_moment(completed_at),
            "job_type": story.job_type,
            "generated_portfolios": [],
            "failed_portfolios": [_row(one) for one in chosen[story.generated :]],
        },
        creator=rng.choice(CREATORS),
    )
    if story.job_type is None:
        del run.attributes["job_type"]
    for position, portfolio in enumerate(chosen[: story.generated]):
        _generate(
            run, portfolio, file_id=next(file_ids), published=_published(rng, story=story, position=position)
        )
    _attach_zip(run, file_id=next(file_ids))
    if story.has_extras:
        _add_extras(run)
    return run


def _row(portfolio: Portfolio) -> dict[str, Any]:
    return {
        "portfolio_type": portfolio.portfolio_type,
        "portfolio_id": portfolio.portfolio_id,
        "portfolio_name": portfolio.name,
    }


def _published(rng: random.Random, *, story: Story, position: int) -> bool | None:
    if story.published == "none" or (story.published == "some" and position % 3 == 0):
        return None
    return rng.random() < 0.6


def _generate(run: Run, portfolio: Portfolio, *, file_id: int, published: bool | None) -> None:
    row = {**_row(portfolio), "file_id": file_id}
    if published is not None:
        row["has_been_published"] = published
    run.attributes["generated_portfolios"].append(row)
    key = (portfolio.portfolio_type, portfolio.portfolio_id)
    lines = (run.attributes["report_name"], portfolio.name, f"{key[0]} {key[1]}", f"file {file_id}")
    content = make_pdf(title=f"{portfolio.name} - {run.attributes['report_name']}", lines=lines)
    run.files[file_id] = StoredFile(
        file_id, f"{portfolio.name}.pdf", content, "application/PDF", run.completed_at, owner=key
    )


def _attach_zip(run: Run, *, file_id: int) -> None:
    if run.files:
        name = f"{run.attributes['report_name']} at {run.completed_at:%m-%d-%Y}.zip"
        run.zipped_file = StoredFile(file_id, name, run.pack(), "application/zip", run.completed_at)


def _add_extras(run: Run) -> None:
    run.attributes["delivery_channel"] = {"kind": "portal", "attempts": [1, 2.5, None]}
    run.extra_members["meta"] = {"revision": 7, "note": "nobody documented this"}
    run.extra_relationships["brand"] = {"data": {"type": "teams", "id": "5"}}
