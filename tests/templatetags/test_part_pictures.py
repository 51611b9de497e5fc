"""Bars, streaks, trends and gauges: drawn to scale, never hiding a failure, and said in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.templatetags.part_pictures import bar_spans, gauge, outcome, outcome_bar, spark, streak


@given(good=st.integers(0, 10**6), bad=st.integers(0, 10**6), rest=st.integers(0, 10**6))
def test_a_bar_never_leaves_its_track_and_never_hides_a_failure(good: int, bad: int, rest: int) -> None:
    spans = bar_spans([("good", good), ("bad", bad)], total=good + bad + rest)

    assert all(span.x >= 0 and span.x + span.width <= 100.0001 for span in spans)
    assert [span.tone for span in spans] == [tone for tone, n in (("good", good), ("bad", bad)) if n]
    assert all(span.width >= 3 for span in spans)


def test_the_parts_of_a_full_bar_end_at_its_end() -> None:
    good, bad = bar_spans([("good", 116), ("bad", 4)], total=120)

    assert (good.x, bad.x, bad.x + bad.width) == (0, 96, 100)
    assert good.width == 95


def test_one_failure_in_a_thousand_takes_its_least_width_from_the_widest() -> None:
    good, bad = bar_spans([("good", 999), ("bad", 1)], total=1000)

    assert bad.width == 4
    assert good.x + good.width < bad.x


def test_an_outcome_says_its_figure_before_the_picture() -> None:
    html = outcome(generated=1284, failed=1)

    assert html.startswith(
        '<span class="outcome"><span><b>1,284</b> <span class="of">of 1,285</span></span><svg'
    )


def test_all_good_is_not_bold() -> None:
    assert "<b>" not in outcome(generated=120, failed=0)


def test_a_run_without_clients_says_so() -> None:
    assert outcome(generated=0, failed=0) == '<span class="quiet">no clients</span>'


def test_a_canceled_run_leaves_the_rest_of_its_bar_empty() -> None:
    html = outcome_bar(generated=12, failed=0, total=40)

    assert '<rect class="b-good" x="0.0%" width="30.0%"' in html
    assert "b-bad" not in html


def test_a_streak_is_read_aloud_in_runs() -> None:
    html = streak(["good"] * 3 + ["failed"] * 7)

    assert 'aria-label="Last 10 runs, oldest first: 3 good, then 7 failed"' in html
    assert html.count("<rect") == 10


def test_a_failure_of_a_streak_is_taller_than_a_good_run() -> None:
    heights = re.findall(
        r'b-(\w+)" x="\d+" y="\d+" width="5" height="(\d+)"', streak(["good", "failed", "absent"])
    )

    assert heights == [("good", "5"), ("bad", "14"), ("rest", "2")]


def test_a_client_without_runs_has_words_instead_of_a_streak() -> None:
    assert "no runs" in streak([])


@pytest.mark.parametrize("values", [[], [3]])
def test_a_trend_of_fewer_than_two_values_is_not_drawn(values: list[float]) -> None:
    assert spark(values, label="Duration") == ""


def test_a_flat_trend_is_drawn_without_dividing_by_zero() -> None:
    assert '<path d="M0.0 21.0 46.0 21.0 92.0 21.0"/>' in spark([5, 5, 5], label="Duration")


def test_a_gauge_is_to_scale_and_marks_the_reserve() -> None:
    html = gauge([("accent", 612)], total=1000, reserve=950, label="612 of 1,000 left")

    assert '<rect class="b-accent" x="0.0%" width="61.2%"' in html
    assert 'x1="95.0%"' in html
    assert 'role="img" aria-label="612 of 1,000 left"' in html


def test_a_gauge_past_its_total_stays_in_its_track() -> None:
    assert 'width="100.0%"' in gauge([("accent", 1200)], total=1000)
