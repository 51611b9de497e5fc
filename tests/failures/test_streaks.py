"""Streaks: the last ten runs of a report as one client saw them, and the kind that makes."""

from datetime import timedelta

import pytest

from reports_app.failures.newest_runs import recount_newest
from reports_app.failures.standings import recount
from reports_app.failures.streaks import Kind, streaks_for
from reports_app.models import Standing
from tests.factories import NOON, make_portfolio, make_report, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def firm(settings):
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = "http://127.0.0.1:9", "1"


def run_through(history):
    """Write one run for each letter: g good, f failed, a absent; oldest first."""
    report, client, other = make_report(), make_portfolio(), make_portfolio()
    for number, letter in enumerate(history):
        generated = [client] if letter == "g" else [other]
        failed = [client] if letter == "f" else []
        make_run(
            report=report, generated=generated, failed=failed, completed_at=NOON + timedelta(hours=number)
        )
    pair = (report.pk, client.pk)
    recount([pair])
    return pair


@pytest.mark.parametrize(
    ("history", "kind", "in_a_row"),
    [
        ("ggggggggggf", Kind.NEW, 1),
        ("f", Kind.NEW, 1),
        ("ggggff", Kind.NEW, 2),
        ("gggfff", Kind.CHRONIC, 3),
        ("gfafaf", Kind.CHRONIC, 3),
        ("gfgggf", Kind.FLAPPING, 1),
        ("gfgff", Kind.FLAPPING, 2),
        ("gggfg", Kind.HEALED, 0),
        ("gggfaaa", Kind.LAPSED, 1),
        ("fgggggggggggf", Kind.NEW, 1),
    ],
)
def test_the_marks_decide_the_kind(history, kind, in_a_row):
    pair = run_through(history)

    streak = streaks_for([pair])[pair]

    assert (streak.kind, streak.in_a_row) == (kind, in_a_row)
    letters = {"g": "good", "f": "failed", "a": "absent"}
    assert streak.marks == [letters[letter] for letter in history[-10:]]


def test_it_names_the_run_that_healed_and_the_last_good_one():
    pair = run_through("gffgg")

    streak = streaks_for([pair])[pair]

    healer = streak.healed_by(after=streak.runs[1].completed_at, run_id=streak.runs[1].run_id)
    assert healer == streak.runs[3]
    assert streak.last_good.run_id == streak.runs[4].run_id


def test_many_pairs_cost_two_queries(django_assert_num_queries):
    pairs = [run_through("gf" * 6) for _ in range(8)]

    with django_assert_num_queries(2):
        streaks = streaks_for(pairs)

    assert len(streaks) == 8 == Standing.objects.filter(is_open=True).count()


def test_the_last_ten_runs_are_the_same_in_any_order_and_by_a_recount():
    report = make_report()
    runs = [
        make_run(report, completed_at=NOON + timedelta(hours=hour))
        for hour in (5, 1, 9, 3, 12, 7, 2, 11, 4, 8, 6, 10)
    ]
    report.refresh_from_db()
    noted = report.newest_runs

    recount_newest([report.pk])
    report.refresh_from_db()

    newest = sorted(runs, key=lambda run: run.completed_at)[-10:]
    assert noted == report.newest_runs
    assert [run_id for _, run_id, _ in noted] == [run.upstream_id for run in newest]
