"""Runs a day as bars: where each stroke of the chart stands. It draws nothing.

Across, all is in percent, so that text keeps its shape at any width; down, in pixels of a fixed height.
Failed stands at the foot, on one common line; partial is striped above it; the rest is quiet and on top.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from .part_times import MONTHS, date_text

HEIGHT, FOOT, TOP = 174, 150, 30
BAR_SHARE, GAP, LEAST = 0.72, 0.8, 2.2
WORTH_A_CALL = 3
TICK_ROOM_PERCENT, CALL_REACH_PERCENT = 7.0, 5.0


class Day(Protocol):
    """What the chart needs of one day; the days come oldest first, without a gap."""

    day: date
    complete: int
    partial: int
    failed: int
    other: int


class Rect(NamedTuple):
    kind: str
    y: str
    height: str


class Tick(NamedTuple):
    x: str
    text: str
    anchor: str


class Call(NamedTuple):
    """The worst day by name: a label at the end of a stem; y of the label's foot and of the stem's."""

    x: str
    text: str
    anchor: str
    top: str
    foot: str


@dataclass(frozen=True)
class Bar:
    """One day: its place, its stacked parts, what a pointer reads, and the list behind it."""

    x: str
    width: str
    slot_x: str
    slot_width: str
    rects: tuple[Rect, ...]
    title: str
    url: str


def runs_of(day: Day) -> int:
    """Count all runs of a day."""
    return day.complete + day.partial + day.failed + day.other


def grid_step(highest: int) -> int:
    """Choose the distance of the two grid lines: 1, 2 or 5 times a power of ten, by the highest day."""
    wanted, power = max(1, highest / 2), 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * 1.25 >= wanted:
                return factor * power
        power *= 10


def _rects(day: Day, *, pixels_per_run: float) -> Iterator[Rect]:
    y = float(FOOT)
    for kind, amount in (("bad", day.failed), ("part", day.partial), ("rest", day.complete + day.other)):
        if amount:
            height = max(LEAST, amount * pixels_per_run - GAP)
            yield Rect(kind, f"{y - height:.1f}", f"{height:.1f}")
            y -= height + GAP


def _title(day: Day) -> str:
    named = ((day.failed, "failed"), (day.partial, "partial"))
    rest = "".join(f", {amount} {word}" for amount, word in named if amount)
    runs = runs_of(day)
    return f"{date_text(day.day, with_year=False)}: {runs} {'run' if runs == 1 else 'runs'}{rest}"


def list_url(pattern: str, *, first: date, last: date) -> str:
    """Fill {first} and {last} of a URL pattern with ISO dates; an empty pattern stays empty."""
    return pattern.replace("{first}", first.isoformat()).replace("{last}", last.isoformat())


def bars(days: Sequence[Day], *, pixels_per_run: float, url: str) -> list[Bar]:
    slot = 100 / len(days)
    return [
        Bar(
            x=f"{(place + (1 - BAR_SHARE) / 2) * slot:.2f}%",
            width=f"{BAR_SHARE * slot:.2f}%",
            slot_x=f"{place * slot:.2f}%",
            slot_width=f"{slot:.2f}%",
            rects=tuple(_rects(day, pixels_per_run=pixels_per_run)),
            title=_title(day),
            url=list_url(url, first=day.day, last=day.day),
        )
        for place, day in enumerate(days)
        if runs_of(day)
    ]


def ticks(days: Sequence[Day], *, today: date) -> list[Tick]:
    slot = 100 / len(days)
    last = "Today" if days[-1].day == today else date_text(days[-1].day, with_year=False)
    ticks = [Tick("0%", date_text(days[0].day, with_year=False), "start"), Tick("100%", last, "end")]
    for place, day in enumerate(days):
        if day.day.day == 1 and TICK_ROOM_PERCENT < place * slot < 100 - TICK_ROOM_PERCENT:
            ticks.append(Tick(f"{place * slot:.2f}%", MONTHS[day.day.month - 1], "start"))
    return ticks


def quarter_ends(days: Sequence[Day]) -> list[Tick]:
    slot = 100 / len(days)
    return [
        Tick(
            f"{place * slot:.2f}%",
            f"Q{(day.day.month - 1) // 3 or 4} ends",
            "end" if place * slot > 90 else "start",
        )
        for place, day in enumerate(days)
        if place and day.day.day == 1 and day.day.month % 3 == 1
    ]


def call(days: Sequence[Day], *, pixels_per_run: float) -> Call | None:
    """Name the worst day, when it is worth it, above its neighbours; the label leans away from the edges."""
    place, worst = max(enumerate(days), key=lambda pair: (pair[1].failed, pair[0]))
    if worst.failed < WORTH_A_CALL:
        return None
    x = (place + 0.5) * 100 / len(days)
    reach = round(CALL_REACH_PERCENT * len(days) / 100)
    crowd = max(runs_of(day) for day in days[max(0, place - reach) : place + reach + 1])
    return Call(
        x=f"{x:.2f}%",
        text=f"{date_text(worst.day, with_year=False)}: {worst.failed} failed",
        anchor="start" if x < 8 else "end" if x > 92 else "middle",
        top=f"{max(12, FOOT - crowd * pixels_per_run - 10):.1f}",
        foot=f"{FOOT - runs_of(worst) * pixels_per_run - 4:.1f}",
    )
