"""The overview's sentence is right in every case: none, one, many, more than were counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from reports_app.failures.open_failures import COUNTED, OpenFailures
from reports_app.queries.overview import WaitingFiles
from reports_app.web.overview_words import Facts, amount, sentence

NOW = datetime(2026, 11, 17, 14, 42, tzinfo=UTC)
TODAY = date(2026, 11, 17)


def _facts(*, count: int = 0, fresh: int | None = 0, night: str = "overnight", **waiting: object) -> Facts:
    files = WaitingFiles(TODAY - timedelta(days=89), date(2026, 11, 11), date(2026, 11, 15), **waiting)  # type: ignore[arg-type]
    return Facts(
        failures=OpenFailures(rows=[], count=count, fresh=fresh, is_capped=count == COUNTED),
        waiting=files,
        now=NOW,
        today=TODAY,
        open_from=date(2026, 5, 21),
        fresh_from=date(2026, 11, 16),
        night=night,
    )


def _text(facts: Facts) -> str:
    return "".join(piece.text for piece in sentence(facts))


NOTHING_NEW = "; none of them began overnight."


@pytest.mark.parametrize(
    ("count", "fresh", "said"),
    [
        (0, 0, "No client is waiting: every failure has a later good run."),
        (1, 0, "One failure has no later good run; it did not begin overnight."),
        (23, 0, f"23 failures have no later good run{NOTHING_NEW}"),
        (COUNTED, None, "More than 1,000 failures have no later good run. "),
        (1, 1, "One client failed overnight for the first time and has no later good run."),
        (2, 2, "Two clients failed overnight for the first time and have no later good run."),
        (2, 1, "One client failed overnight for the first time, and two failures have no later good run."),
        (23, 12, "12 clients failed overnight for the first time, and 23 failures have no later good run."),
    ],
)
def test_failures_are_told_in_correct_grammar(count: int, fresh: int | None, said: str) -> None:
    assert _text(_facts(count=count, fresh=fresh)).startswith(said)


READY = "ready but not published;"


@pytest.mark.parametrize(
    ("files", "age", "is_capped", "said"),
    [
        (0, None, False, "No PDF of the last 90 days waits to be published."),
        (
            1,
            timedelta(hours=3),
            False,
            f"One PDF of the last 90 days is {READY} it has waited less than a day.",
        ),
        (1, timedelta(days=1), False, f"One PDF of the last 90 days is {READY} it has waited 1 day."),
        (
            41,
            timedelta(days=7),
            False,
            f"41 PDFs of the last 90 days are {READY} the oldest has waited 7 days.",
        ),
        (9000, timedelta(days=88), True, f"are {READY} the oldest has waited 88 days."),
    ],
)
def test_what_waits_is_told_in_correct_grammar(
    files: int, age: timedelta | None, is_capped: bool, said: str
) -> None:
    text = _text(_facts(recent=files, oldest_at=NOW - age if age else None, is_capped=is_capped))

    assert text.endswith(said)
    assert ("More than 9,000 PDFs" in text) == is_capped


def test_in_the_afternoon_it_speaks_of_today() -> None:
    assert "failed today for the first time" in _text(_facts(count=3, fresh=1, night="today"))


def test_every_figure_leads_to_its_list() -> None:
    facts = _facts(count=23, fresh=2, recent=41, oldest_at=NOW - timedelta(days=7))

    assert [(piece.text, piece.url) for piece in sentence(facts) if piece.url] == [
        ("Two clients", "/runs/?healed=open&from=2026-11-16&to=2026-11-17"),
        ("23 failures", "/runs/?healed=open&from=2026-05-21"),
        ("41 PDFs", "/runs/?published=waiting&published=partly&from=2026-08-20"),
    ]


@pytest.mark.parametrize(
    ("number", "written"), [(0, "No clients"), (1, "One client"), (9, "Nine clients"), (10, "10 clients")]
)
def test_small_numbers_are_words(number: int, written: str) -> None:
    assert amount(number, "client") == written


def test_a_lapsed_failure_is_not_called_healed() -> None:
    facts = _facts()
    lapsed = replace(facts, failures=replace(facts.failures, lapsed=3))

    assert _text(lapsed).startswith("No client is waiting: every failure has a later good run or has lapsed.")
