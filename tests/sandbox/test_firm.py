"""The firm is a pure function of seed and clock: what was shown stays, and there is never too much of it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from reports_app.sandbox import SandboxFirm
from reports_app.sandbox.definitions import Cadence
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.moments import FIRM_ZONE, quarter_start
from tests.sandbox.asking import NOW

Shown = tuple[GeneratedReport, ...]


def test_two_firms_of_one_seed_agree_and_of_two_seeds_do_not(firm: SandboxFirm, shown: Shown) -> None:
    again, other = SandboxFirm(), SandboxFirm(8)
    later = again.generated_reports(
        NOW + timedelta(days=40)
    )  # started for another moment, then asked for this

    assert later
    assert tuple(again.generated_reports(NOW)) == shown
    assert {one.run_id for one in other.generated_reports(NOW)}.isdisjoint(one.run_id for one in shown)


@pytest.mark.parametrize("seed", [0, 7, 99])
@pytest.mark.parametrize("year", [2025, 2026, 2028])
def test_there_are_two_years_of_runs_and_at_most_five_thousand(seed: int, year: int) -> None:
    moment = datetime(year, 3, 31, 23, 59, 59, tzinfo=UTC)

    reports = SandboxFirm(seed).generated_reports(moment)

    assert 3000 < len(reports) <= 5000
    assert timedelta(days=725) < moment - reports[-1].completed_at < timedelta(days=730)


def test_a_run_once_shown_stays_the_same_until_it_leaves(firm: SandboxFirm, shown: Shown) -> None:
    for days in (0.04, 0.9, 30, 400):
        later = NOW + timedelta(days=days)
        then = {one.run_id: one for one in firm.generated_reports(later)}
        expected = {one.run_id: one for one in shown if one.leaves_at > later}

        assert {run_id: then.get(run_id) for run_id in expected} == expected


def test_only_drafts_leave_before_two_years(shown: Shown) -> None:
    stays = {(one.definition.cadence is Cadence.DRAFT, one.leaves_at - one.completed_at) for one in shown}

    assert stays == {(False, timedelta(days=730)), (True, timedelta(hours=1))}


def test_runs_are_listed_newest_first_and_none_twice(shown: Shown) -> None:
    keys = [(one.completed_at, one.run_id) for one in shown]

    assert keys == sorted(keys, reverse=True)
    assert len({one.run_id for one in shown}) == len(shown)
    assert all(one.started_at < one.completed_at <= NOW for one in shown)


def test_no_two_files_share_a_number(shown: Shown) -> None:
    ids = Counter(
        one.zip_file_id + offset for one in shown if one.generated for offset in range(1 + len(one.generated))
    )

    assert max(ids.values()) == 1
    assert max(ids) < 2**31


def test_a_run_is_not_there_while_it_runs(firm: SandboxFirm, shown: Shown) -> None:
    report = next(one for one in shown if one.definition.cadence is Cadence.QUARTERLY)
    just_before = report.completed_at - timedelta(milliseconds=10)

    assert firm.generated_report(report.run_id, now=just_before) is None
    assert firm.generated_report(report.run_id, now=report.completed_at) == report
    assert firm.generated_report(report.run_id, now=report.leaves_at) is None


def test_the_firm_has_the_size_it_promises(firm: SandboxFirm, shown: Shown) -> None:
    keys = {(one.kind, one.number) for one in firm.portfolios}

    assert len(keys) == 250
    assert len({one.definition.report_id for one in shown}) == 14
    assert len({one.creator.user_id for one in shown}) == 12
    assert len({number for _, number in keys}) == 249, "one number names an entity and a group"


def test_quarter_ends_are_busy_and_weekends_quiet(shown: Shown) -> None:
    kept = [one for one in shown if one.definition.cadence is not Cadence.DRAFT]
    days = [one.started_at.astimezone(FIRM_ZONE).date() for one in kept]
    weekend = sum(day.weekday() >= 5 for day in days)
    rush = sum((day - quarter_start(day)).days < 20 for day in days)

    assert weekend / len(days) < 0.02
    assert rush / len(days) > 0.33  # 22 % of the calendar


def test_a_smaller_firm_shows_the_newest(firm: SandboxFirm, shown: Shown) -> None:
    few = SandboxFirm(most_runs=120).generated_reports(NOW)

    assert tuple(few) == shown[:120]
    with pytest.raises(ValueError, match="between 0 and 5000"):
        SandboxFirm(most_runs=5001)
