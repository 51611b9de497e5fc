"""The five figures of the overview and the table of what waits: each with the list behind it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from reports_app.failures.open_failures import OpenFailure
from reports_app.failures.streaks import LENGTH
from reports_app.queries.day_counts import DayTotal
from reports_app.queries.overview import WaitingFiles
from reports_app.queries.shell import SyncHealth
from reports_app.quota import Gauges
from reports_app.vocabulary import Outcome

from .links import client_words, runs_url
from .overview_words import Facts, Piece

KINDS = ("new", "chronic", "flapping")
NEEDS_A_LOOK = (Outcome.PARTIAL, Outcome.FAILED)


@dataclass(frozen=True)
class Need:
    """A client that needs a person.

    Shape: since_word is a day of the firm's calendar; may_be_earlier: the streak fills every run looked at.
    namesake: what tells this client from another of the same name in the list; else empty.
    """

    failure: OpenFailure
    since_word: str
    may_be_earlier: bool
    namesake: str


@dataclass(frozen=True)
class Bucket:
    """PDFs that have waited about as long. share: percent of the largest bucket, for the bar."""

    label: str
    files: int
    url: str
    share: int


def figures(
    facts: Facts, *, day: DayTotal, health: SyncHealth | None, gauges: Gauges, zone: ZoneInfo
) -> dict[str, Any]:
    """Return what the strip of figures and the table of waiting PDFs show."""
    today = facts.today
    return {
        "health": health,
        "gauges": gauges,
        "day_used": [("accent", gauges.day.used)],
        "day_reserve": gauges.day.allowed - gauges.day.reserved,
        "left_of": f"of {gauges.day.allowed:,}",
        "day_label": f"{gauges.day.used:,} of {gauges.day.allowed:,} requests used in 24 hours",
        "open_url": facts.open_url,
        "kinds": _kinds(facts),
        "needs": _needs(facts, zone=zone),
        "day": day,
        "day_url": runs_url(since=today, until=today),
        "outcomes": _outcomes(facts, day=day),
        "waiting": facts.waiting,
        "waiting_url": facts.waiting_url,
        "buckets": _buckets(facts.waiting),
        "chart_url": f"{reverse('runs')}?from={{first}}&to={{last}}",
    }


def _needs(facts: Facts, *, zone: ZoneInfo) -> list[Need]:
    clients = {row.standing.portfolio for row in facts.failures.rows}
    names = Counter(str(client) for client in clients)
    return [
        Need(
            failure=row,
            since_word=_since(row.since, facts=facts, zone=zone),
            may_be_earlier=row.streak is not None and row.streak.in_a_row == LENGTH,
            namesake=client_words(row.standing.portfolio) if names[str(row.standing.portfolio)] > 1 else "",
        )
        for row in facts.failures.rows
    ]


def _since(moment: datetime | None, *, facts: Facts, zone: ZoneInfo) -> str:
    if moment is None:
        return "unknown"
    day = moment.astimezone(zone).date()
    if day == facts.today:
        return "Today"
    return f"{day:%b} {day.day}" if day.year == facts.today.year else f"{day:%b} {day.day}, {day.year}"


def _kinds(facts: Facts) -> str:
    """Say how many of each kind: "5 new, 11 chronic, 7 flapping"; empty where kinds were not told."""
    kinds = facts.failures.kinds
    told = [f"{kinds[kind]:,} {kind}" for kind in KINDS if kinds.get(kind)]
    lapsed = facts.failures.lapsed
    return ", ".join(told + ([f"{lapsed:,} more lapsed"] if lapsed else []))


def _outcomes(facts: Facts, *, day: DayTotal) -> list[Piece]:
    """Say how the day's runs ended; what needs a look is a link."""
    pieces: list[Piece] = []
    for outcome in Outcome:
        number = day.by_outcome.get(outcome, 0)
        if not number:
            continue
        url = runs_url(outcome=outcome, since=day.day, until=day.day) if outcome in NEEDS_A_LOOK else ""
        pieces += [Piece(", ")] if pieces else []
        pieces.append(Piece(f"{number:,} {outcome}", url=url))
    return pieces


def _buckets(waiting: WaitingFiles) -> list[Bucket]:
    day = timedelta(days=1)
    stretches = (
        ("Last 3 days", waiting.recent, waiting.recent_from, None),
        ("3 to 7 days", waiting.days, waiting.week_until, waiting.recent_from - day),
        ("7 days or more", waiting.week, waiting.since, waiting.week_until - day),
    )
    largest = max(files for _, files, _, _ in stretches) or 1
    return [
        Bucket(
            label=label,
            files=files,
            url=runs_url(published=["waiting", "partly"], since=since, until=until),
            share=max(round(files / largest * 100), 1) if files else 0,
        )
        for label, files, since, until in stretches
    ]
