"""The firm the journeys walk through: one night with a failure that was healed and one that was not.

Pure data for the pretend upstream; it knows nothing of the product.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.upstream import STORIES, Run, Story, StrictUpstream, make_run, make_runs

NOW = datetime.now(UTC).replace(microsecond=0)
MARKUP = "<img src=x onerror=alert(1)>"
HOSTILE = f"{MARKUP}</title><script>alert(2)</script>\u202eRTL \0 \N{UNICORN FACE} " + "Household" * 30
HEALED, OPEN = ("entity", 9001), ("entity", 9002)


@dataclass(frozen=True)
class House:
    """The runs that a journey leads to. Shape: newest is the newest run of each report, by its name."""

    upstream: StrictUpstream
    broken: Run
    healer: Run
    hostile: Run
    newest: dict[str, Run]


def build(upstream: StrictUpstream) -> House:
    """Add the runs of the journeys to a running upstream."""
    for run in make_runs(60, seed=5, newest=NOW - timedelta(hours=30)):
        upstream.add_run(run)
    broken = _add(upstream, seed=901, hours=9, story=Story(status="ERROR", generated=4, failed=2))
    healer = _add(upstream, seed=902, hours=7)
    hostile = _add(upstream, seed=903, hours=5, story=STORIES[1])
    _break_and_heal(broken, healer)
    upstream.change_run(hostile.run_id, report_id=4711, report_name=HOSTILE)
    for row in hostile.portfolios:
        row["portfolio_name"] = HOSTILE + str(row["portfolio_id"])
    newest = {}
    for seed, name in ((904, "Morning Letter"), (905, "Evening Letter")):
        run = newest[name] = _add(upstream, seed=seed, hours=seed - 902)
        upstream.change_run(run.run_id, report_id=5000 + seed, report_name=name)
    return House(upstream, broken, healer, hostile, newest)


def _add(upstream: StrictUpstream, *, seed: int, hours: int, story: Story = STORIES[0]) -> Run:
    run = make_run(seed, story=story, completed_at=NOW - timedelta(hours=hours))
    upstream.add_run(run)
    return run


def _break_and_heal(broken: Run, healer: Run) -> None:
    """Let two clients fail in the one run, and the later run of the same report make the first of them."""
    names = {HEALED: "Alder Household", OPEN: "Birch Household"}
    rows: list[dict[str, Any]] = [
        {"portfolio_type": kind, "portfolio_id": number, "portfolio_name": name}
        for (kind, number), name in names.items()
    ]
    for run in (broken, healer):
        run.attributes |= {"report_id": 4712, "report_name": "Nightly Statement"}
    broken.attributes["failed_portfolios"] = rows
    healer.attributes["generated_portfolios"][0] |= rows[0]
