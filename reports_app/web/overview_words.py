"""The overview in words: the sentence it opens with, and the note when the sync is not as it should be.

Facts come in, pieces of a sentence go out; a template prints them, so that moments get the person's zone.
"""

from dataclasses import dataclass
from datetime import date, datetime

from reports_app.failures.open_failures import OpenFailures
from reports_app.queries.overview import WaitingFiles

from .links import runs_url

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence: plain text, a linked figure, or a moment."""

    text: str = ""
    url: str = ""
    at: datetime | None = None
    style: str = "short"


@dataclass(frozen=True)
class Facts:
    """What the sentence is made of. Days are of the firm's calendar.

    night: the word for the stretch, from fresh_from on, in which the fresh failures happened.
    """

    failures: OpenFailures
    waiting: WaitingFiles
    now: datetime
    today: date
    open_from: date
    fresh_from: date
    night: str

    @property
    def open_url(self) -> str:
        """The runs behind every open failure."""
        return runs_url(healed="open", since=self.open_from)

    @property
    def waiting_url(self) -> str:
        """The runs behind every PDF that waits."""
        return runs_url(published=["waiting", "partly"], since=self.waiting.since)


def amount(number: int, noun: str, *, is_least: bool = False) -> str:
    """Write a number with its noun as a sentence begins: "One client", "23 failures", "More than 9 PDFs"."""
    figure = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    words = f"{figure} {noun if number == 1 else noun + 's'}"
    return f"More than {words}" if is_least else words


def sentence(facts: Facts) -> list[Piece]:
    """Say what is true now: new failures, failures without a later good run, PDFs that wait."""
    return [*_failures(facts), Piece(" "), *_waiting(facts)]


def _failures(facts: Facts) -> list[Piece]:
    count, fresh = facts.failures.count, facts.failures.fresh
    if count == 0:
        healed = "every failure has a later good run"
        return [Piece(f"No client is waiting: {healed}{' or has lapsed' if facts.failures.lapsed else ''}.")]
    every = amount(count, "failure", is_least=facts.failures.is_capped)
    have = "has" if count == 1 else "have"
    if fresh is None:
        return [Piece(every, url=facts.open_url), Piece(f" {have} no later good run.")]
    if fresh == 0:
        began = "it did not begin" if count == 1 else "none of them began"
        tail = f" {have} no later good run; {began} {facts.night}."
        return [Piece(every, url=facts.open_url), Piece(tail)]
    fresh_url = runs_url(healed="open", since=facts.fresh_from, until=facts.today)
    first = [
        Piece(amount(fresh, "client"), url=fresh_url),
        Piece(f" failed {facts.night} for the first time"),
    ]
    if fresh == count:
        return [*first, Piece(f" and {have} no later good run.")]
    rest = Piece(f"{every[0].lower()}{every[1:]}", url=facts.open_url)
    return [*first, Piece(", and "), rest, Piece(f" {have} no later good run.")]


def _waiting(facts: Facts) -> list[Piece]:
    waiting = facts.waiting
    if waiting.oldest_at is None or waiting.total == 0:
        return [Piece("No PDF of the last 90 days waits to be published.")]
    days = (facts.now - waiting.oldest_at).days
    waited = "less than a day" if days < 1 else "1 day" if days == 1 else f"{days} days"
    is_one = waiting.total == 1 and not waiting.is_capped
    tail = (
        f" of the last 90 days is ready but not published; it has waited {waited}."
        if is_one
        else f" of the last 90 days are ready but not published; the oldest has waited {waited}."
    )
    text = amount(waiting.total, "PDF", is_least=waiting.is_capped)
    return [Piece(text, url=facts.waiting_url), Piece(tail)]
