"""States are a word and a shape, whatever arrives; counts and sizes read as people write them."""

import re
from pathlib import Path

import pytest

from reports_app.templatetags.part_words import STATES, badge, count, count_up_to, icon, size, state
from reports_app.vocabulary import FileState, Outcome, SyncState, WorkState

SPRITE = Path(__file__).resolve().parents[2] / "static/reports_app/sprite.svg"
DRAWN = set(re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text()))


def test_every_state_of_the_vocabulary_has_a_look() -> None:
    words = {each.value for kind in (Outcome, SyncState, WorkState, FileState) for each in kind}

    assert words - set(STATES) == set()


def test_every_state_has_a_drawn_shape() -> None:
    assert {look.icon for look in STATES.values()} - DRAWN == set()


def test_outcomes_differ_in_shape_and_not_only_in_colour() -> None:
    shapes = [STATES[each].icon for each in Outcome]

    assert len(set(shapes)) == len(Outcome)


def test_a_state_is_a_shape_and_a_word() -> None:
    html = state(Outcome.PARTIAL)

    assert html == (
        '<span class="state is-part"><svg class="icon" aria-hidden="true">'
        '<use href="/static/reports_app/sprite.svg#partial"/></svg><span>Partial</span></span>'
    )


def test_a_status_we_do_not_know_is_shown_verbatim_and_safely() -> None:
    html = state("unknown", label="<b>PAUSED & HELD</b>")

    assert "<span>&lt;b&gt;PAUSED &amp; HELD&lt;/b&gt;</span>" in html
    assert "#unknown" in html


def test_a_state_without_a_look_keeps_its_own_text() -> None:
    assert ">rerouted<" in state("rerouted")


def test_a_long_word_may_wrap_and_ours_do_not() -> None:
    assert " wraps" in state("unknown", label="A" * 300)
    assert " wraps" not in state("complete")


def test_a_badge_carries_its_tone_and_its_word() -> None:
    html = badge("failed")

    assert html.startswith('<span class="badge is-bad">')
    assert html.endswith("Failed</span>")


def test_an_icon_is_decoration_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in icon("sync")
    assert 'role="img" aria-label="Sync &quot;now&quot;"' in icon("sync", label='Sync "now"')


@pytest.mark.parametrize(("value", "text"), [(None, "unknown"), (0, "0"), (1284, "1,284")])
def test_a_count_has_its_thousands_apart(value: int | None, text: str) -> None:
    assert count(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(10_000, "10,000"), (10_001, "more than 10,000"), (None, "unknown")]
)
def test_a_count_past_the_cap_says_so(value: int | None, text: str) -> None:
    assert count_up_to(value, 10_000) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown size"),
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (4_600_000, "4.6 MB"),
        (9_960_000, "10 MB"),
        (214_000_000, "214 MB"),
        (999_600_000, "1.0 GB"),
        (5_000_000_000_000_000, "5,000 TB"),
    ],
)
def test_a_size_is_rounded_to_what_a_person_needs(value: int | None, text: str) -> None:
    assert size(value) == text
