"""Drafts keep a demo alive: one every two to four minutes, kept for an hour, no more memory than that."""

import itertools
from datetime import timedelta

from reports_app.sandbox import SandboxFirm
from reports_app.sandbox.definitions import Cadence
from reports_app.sandbox.drafts import Drafts
from reports_app.sandbox.generated_reports import GeneratedReport
from tests.sandbox.asking import NOW

Shown = tuple[GeneratedReport, ...]
DAY = timedelta(hours=24)
KEPT_FOR = timedelta(hours=1)


def test_a_new_one_comes_every_two_to_four_minutes(shown: Shown) -> None:
    moments = [one.completed_at for one in shown if one.definition.cadence is Cadence.DRAFT]
    gaps = [later - earlier for later, earlier in itertools.pairwise(moments)]

    assert 15 <= len(moments) <= 30
    assert timedelta(minutes=2) <= min(gaps) and max(gaps) <= timedelta(minutes=4)
    assert NOW - moments[0] <= timedelta(minutes=4)


def test_one_is_shown_from_its_completion_for_exactly_an_hour(firm: SandboxFirm, shown: Shown) -> None:
    draft = shown[0]

    def is_there(moment: timedelta) -> bool:
        reports = firm.generated_reports(draft.completed_at + moment)
        return draft in reports

    assert draft.definition.cadence is Cadence.DRAFT
    assert [is_there(timedelta(milliseconds=10) * step) for step in (-1, 0)] == [False, True]
    assert [is_there(KEPT_FOR + timedelta(milliseconds=10) * step) for step in (-1, 0)] == [True, False]


def test_how_long_they_are_kept_does_not_change_what_they_are() -> None:
    def shown_now(kept_for: timedelta) -> tuple[GeneratedReport, ...]:
        return tuple(SandboxFirm(drafts_kept_for=kept_for).generated_reports(NOW))

    def contents(shown: Shown) -> dict[str, tuple[object, ...]]:
        return {one.run_id: (one.completed_at, one.generated, one.zip_file_id) for one in shown}

    short, long = shown_now(KEPT_FOR), shown_now(DAY)

    assert sum(one.definition.cadence is Cadence.DRAFT for one in short) in range(15, 31)
    assert contents(short).items() <= contents(long).items()


def test_a_server_that_runs_for_days_holds_one_day_of_drafts(firm: SandboxFirm) -> None:
    drafts = Drafts(firm.membership, seed=7, kept_for=DAY)

    for days in range(5):
        drafts.around(NOW + timedelta(days=days))

    assert len(drafts._slots) <= 484


def test_no_schedule_uses_their_definitions(shown: Shown) -> None:
    kinds = {(one.definition.cadence, one.job_type) for one in shown}

    assert (Cadence.DRAFT, "SCHEDULED") not in kinds
    assert (Cadence.DRAFT, "AD_HOC") in kinds


def test_every_draft_has_room_for_its_files(shown: Shown) -> None:
    sizes = [len(one.generated) for one in shown if one.definition.cadence is Cadence.DRAFT]

    assert 1 < max(sizes) < 32
    assert min(sizes) == 0
