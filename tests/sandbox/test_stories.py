"""The troubles that admins meet are all there, in any quarter, and told by the calendar."""

import itertools
from collections import Counter
from datetime import timedelta

import pytest

from reports_app.sandbox import SandboxFirm
from reports_app.sandbox.definitions import Cadence
from reports_app.sandbox.generated_reports import GeneratedReport, PublishNote
from reports_app.sandbox.moments import firm_day, quarter_start
from reports_app.sandbox.names import CHRONIC_NAME, EQUAL_NAME, FLAPPING_NAME
from tests.sandbox.asking import NOW

Shown = tuple[GeneratedReport, ...]


def _of(shown: Shown, report_id: int) -> list[GeneratedReport]:
    return [one for one in shown if one.definition.report_id == report_id]


def _fails(report: GeneratedReport, name: str) -> bool:
    return any(portfolio.name == name for portfolio in report.failed)


def _has(report: GeneratedReport, name: str) -> bool:
    return any(portfolio.name == name for portfolio in (*report.generated, *report.failed))


def test_the_chronic_client_fails_in_every_run_since_march(shown: Shown) -> None:
    runs = [one for one in _of(shown, 58) if _has(one, CHRONIC_NAME)]
    this_year = [
        _fails(one, CHRONIC_NAME)
        for one in runs
        if firm_day(one.completed_at) >= firm_day(NOW).replace(month=3, day=3)
    ]
    winter = [_fails(one, CHRONIC_NAME) for one in runs if firm_day(one.started_at).month == 2]

    assert len(this_year) >= 9 and all(this_year)
    assert winter and not all(winter)


def test_the_flapping_client_fails_and_recovers_by_turns(shown: Shown) -> None:
    flips = [_fails(one, FLAPPING_NAME) for one in _of(shown, 75) if _has(one, FLAPPING_NAME)][:30]

    assert 8 < sum(flips) < 22
    assert sum(a != b for a, b in itertools.pairwise(flips)) > 15


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_each_quarter_one_template_is_broken_for_a_week(seed: int) -> None:
    failed_for_all = Counter(
        (quarter_start(firm_day(one.started_at)), one.definition.report_id)
        for one in SandboxFirm(seed).generated_reports(NOW)
        if one.status == "FINISHED" and len(one.failed) > 10 and not one.generated
    )

    assert len({quarter for quarter, _ in failed_for_all}) >= 8
    assert {report_id for _, report_id in failed_for_all} <= {70, 71, 75}


def test_on_a_platform_night_every_run_of_some_hours_is_an_error(shown: Shown) -> None:
    night = [one for one in shown if firm_day(one.started_at).isoformat() == "2026-11-03"]
    stopped = [one for one in night if one.started_at.hour < 9]

    assert [one.status for one in stopped] == ["ERROR"] * 6
    assert sum(bool(one.generated) for one in stopped) == 2, "two were half done, four were refused at once"
    assert len({one.completed_at for one in stopped}) == 3, "what went down together ended together"


def test_what_failed_on_a_platform_night_is_run_again_in_the_morning(shown: Shown) -> None:
    day = [one for one in _of(shown, 59) if firm_day(one.started_at).isoformat() == "2026-11-03"]
    last, *before = day
    nightly = before[-1]

    assert last.status == "FINISHED"
    assert set(last.generated) | set(last.failed) == set(nightly.failed)
    assert len(last.generated) > 0.8 * len(nightly.failed)


def test_each_quarter_one_quarter_end_run_is_canceled_and_run_again(shown: Shown) -> None:
    canceled = [
        one for one in shown if one.definition.cadence is Cadence.QUARTERLY and one.status == "CANCELED"
    ]

    assert len(canceled) >= 7
    for one in canceled:
        again = [
            later
            for later in _of(shown, one.definition.report_id)
            if timedelta() < later.started_at - one.started_at < timedelta(days=4)
        ]
        assert 0 < len(one.generated) < len(one.failed)
        assert any(len(later.generated) > 30 for later in again)


def test_two_clients_with_equal_names_are_in_one_run(shown: Shown) -> None:
    newest = next(one for one in _of(shown, 42) if len(one.generated) > 50)
    twins = [one for one in (*newest.generated, *newest.failed) if one.name == EQUAL_NAME]

    assert len(twins) == 2
    assert twins[0].number != twins[1].number


def test_publishing_comes_days_after_the_run(shown: Shown) -> None:
    waits = [
        one.published_at - one.completed_at
        for one in _of(shown, 42)
        if one.published_at and len(one.generated) > 50
    ]
    report = next(
        one for one in _of(shown, 42) if one.published_at and one.publish_note is PublishNote.EVERYWHERE
    )
    published_at = report.published_at or NOW
    states = [
        Counter(report.publish_state(position, now=moment) for position in range(len(report.generated)))
        for moment in (published_at - timedelta(seconds=1), published_at)
    ]

    assert min(waits) > timedelta(days=4)
    assert set(states[0]) == {False}
    assert states[1][True] > 0


def test_a_few_clients_are_forgotten_when_the_others_are_published(shown: Shown) -> None:
    later = NOW + timedelta(days=90)
    states = Counter(
        one.publish_state(position, now=later)
        for one in shown
        if one.definition.publishes_after_days and one.published_at
        for position in range(len(one.generated))
    )

    assert 0.01 < states[False] / states[True] < 0.1


def test_some_rows_do_not_say_whether_they_are_published_and_some_runs_not_how_they_began(
    shown: Shown,
) -> None:
    notes = Counter(one.publish_note for one in shown)
    job_types = Counter(one.job_type for one in shown)

    assert all(notes[note] > 50 for note in PublishNote)
    assert notes[PublishNote.EVERYWHERE] / len(shown) > 0.8
    assert 0.01 < job_types[None] / len(shown) < 0.06


def test_every_outcome_occurs(shown: Shown) -> None:
    seen = Counter((one.status, bool(one.generated), bool(one.failed)) for one in shown)

    assert seen[("FINISHED", True, False)] > seen[("FINISHED", True, True)] > 100
    for rare in (("FINISHED", False, False), ("FINISHED", False, True), ("ERROR", True, True)):
        assert seen[rare] >= 5, rare
    assert seen[("ERROR", False, True)] >= 5
    assert seen[("CANCELED", True, True)] >= 5


@pytest.mark.parametrize("days", [0, -21, -55, 38, 47, 90, 160])
def test_the_last_fifteen_weeks_have_every_story(firm: SandboxFirm, days: int) -> None:
    moment = NOW + timedelta(days=days)
    recent = [
        one for one in firm.generated_reports(moment) if moment - one.completed_at < timedelta(days=105)
    ]

    assert any(one.status == "CANCELED" and len(one.failed) > 20 for one in recent)
    assert any(one.status == "ERROR" and len(one.failed) > 20 for one in recent)
    assert any(one.status == "FINISHED" and not one.generated and len(one.failed) > 5 for one in recent)
