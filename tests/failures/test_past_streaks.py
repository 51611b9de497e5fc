"""Streaks at a run that is older than the last ten of its report."""

from datetime import timedelta

import pytest

from reports_app.failures.past_streaks import is_past, streaks_at
from reports_app.failures.standings import recount
from tests.factories import NOON, make_portfolio, make_report, make_run

pytestmark = pytest.mark.django_db
LETTERS = {"good": "g", "failed": "f", "absent": "a"}


@pytest.fixture(autouse=True)
def firm(settings):
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = "http://127.0.0.1:9", "1"


def run_through(history):
    """Write one run for each letter, oldest first: g good, f failed, a absent. Each run has its report."""
    report, client, other = make_report(), make_portfolio(), make_portfolio()
    runs = [
        make_run(
            report,
            generated=[client] if letter == "g" else [other],
            failed=[client] if letter == "f" else [],
            completed_at=NOON + timedelta(hours=number),
        )
        for number, letter in enumerate(history)
    ]
    recount([(report.pk, client.pk)])
    report.refresh_from_db()
    for run in runs:
        run.report = report
    return runs, (report.pk, client.pk)


def written(marks):
    return "".join(LETTERS[each.mark] for each in marks)


def streak_at(runs, place, pair):
    return streaks_at(runs[place], portfolios=[pair[1]])[pair]


def test_a_run_is_past_once_ten_later_ones_are_known():
    runs, _ = run_through("g" * 11)

    assert [is_past(run) for run in runs] == [True, *[False] * 10]


def test_the_runs_up_to_it_and_after_it_are_told():
    runs, pair = run_through("gggafffgagggggggggggggggfggg")

    streak = streak_at(runs, 6, pair)

    assert written(streak.until) == "gggafff"
    assert written(streak.after) == "gagggggggg"
    assert written(streak.runs) == "ggggggfggg"


def test_only_the_ten_nearest_on_either_side_are_told():
    runs, pair = run_through("f" + "g" * 14 + "f" + "g" * 30)

    streak = streak_at(runs, 15, pair)

    assert written(streak.until) == "gggggggggf"
    assert written(streak.after) == "gggggggggg"


def test_the_first_run_after_it_that_went_well_healed_it():
    runs, pair = run_through("ffag" + "g" * 20)

    healed_by = streak_at(runs, 0, pair).healed_by(after=runs[0].completed_at, run_id=runs[0].upstream_id)

    assert healed_by.run_id == runs[3].upstream_id


def test_runs_of_one_moment_are_told_apart_by_their_id():
    report, client = make_report(), make_portfolio()
    ids = [f"run-{letter}" for letter in "abc"]
    runs = [make_run(report, failed=[client], upstream_id=run_id) for run_id in ids]
    for number in range(10):
        make_run(report, generated=[client], completed_at=NOON + timedelta(hours=1 + number))
    recount([(report.pk, client.pk)])
    report.refresh_from_db()
    runs[1].report = report

    streak = streaks_at(runs[1], portfolios=[client.pk])[report.pk, client.pk]

    assert [each.run_id for each in streak.until] == ["run-a", "run-b"]
    assert streak.after[0].run_id == "run-c"


def test_runs_of_other_reports_and_other_clients_are_left_out():
    runs, pair = run_through("f" + "g" * 12)
    other = make_portfolio()
    make_run(make_report(), failed=[other], completed_at=NOON + timedelta(minutes=30))

    told = streaks_at(runs[0], portfolios=[pair[1]])

    assert set(told) == {pair}
    assert written(told[pair].until) == "f"
    assert written(told[pair].after) == "g" * 10


def test_it_costs_two_queries_for_any_number_of_clients(django_assert_num_queries):
    report, clients = make_report(), [make_portfolio() for _ in range(5)]
    old = make_run(report, failed=clients)
    for number in range(12):
        make_run(report, generated=clients, completed_at=NOON + timedelta(hours=1 + number))
    recount([(report.pk, client.pk) for client in clients])
    report.refresh_from_db()
    old.report = report

    with django_assert_num_queries(2):
        told = streaks_at(old, portfolios=[client.pk for client in clients])

    assert len(told) == 5
