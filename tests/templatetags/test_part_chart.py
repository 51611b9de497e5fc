"""The chart of runs a day: bars to scale, honest ticks, the worst day by name, and a table that agrees."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template

from reports_app.templatetags.chart_geometry import FOOT, bars, call, grid_step, quarter_ends, ticks
from reports_app.templatetags.part_chart import weeks_of

TODAY = date(2026, 11, 17)


def _day(day: date, *, complete: int = 0, partial: int = 0, failed: int = 0, other: int = 0) -> Any:
    return SimpleNamespace(day=day, complete=complete, partial=partial, failed=failed, other=other)


def _days(count: int = 90, **figures: int) -> list[Any]:
    return [_day(TODAY - timedelta(days=back), **figures) for back in range(count - 1, -1, -1)]


@pytest.mark.parametrize(("highest", "step"), [(1, 1), (2, 1), (5, 2), (41, 20), (100, 50), (4100, 2000)])
def test_grid_lines_stand_at_round_figures(highest: int, step: int) -> None:
    assert grid_step(highest) == step


def test_failed_stands_at_the_foot_and_complete_on_top() -> None:
    (bar,) = bars([_day(TODAY, complete=10, partial=2, failed=3)], pixels_per_run=4, url="")

    assert [rect.kind for rect in bar.rects] == ["bad", "part", "rest"]
    assert float(bar.rects[0].y) + float(bar.rects[0].height) == FOOT
    assert float(bar.rects[0].height) == pytest.approx(3 * 4 - 0.8, abs=0.05)
    assert float(bar.rects[1].y) > float(bar.rects[2].y)


def test_a_single_failure_among_thousands_can_be_seen() -> None:
    (bar,) = bars([_day(TODAY, complete=5000, failed=1)], pixels_per_run=0.02, url="")

    assert float(bar.rects[0].height) >= 2


def test_a_day_without_runs_has_no_bar_and_keeps_its_place() -> None:
    days = [_day(TODAY - timedelta(days=1)), _day(TODAY, complete=1)]

    (bar,) = bars(days, pixels_per_run=4, url="")

    assert bar.slot_x == "50.00%"


def test_a_bar_says_its_day_and_links_to_its_runs() -> None:
    (bar,) = bars([_day(TODAY, complete=1, failed=6)], pixels_per_run=4, url="/runs/?from={first}&to={last}")

    assert bar.title == "Nov 17: 7 runs, 6 failed"
    assert bar.url == "/runs/?from=2026-11-17&to=2026-11-17"


def test_months_are_ticked_where_they_begin_and_not_over_the_ends() -> None:
    shown = [(tick.text, tick.x) for tick in ticks(_days(), today=TODAY)]

    assert shown == [
        ("Aug 20", "0%"),
        ("Today", "100%"),
        ("Sep", "13.33%"),
        ("Oct", "46.67%"),
        ("Nov", "81.11%"),
    ]


def test_a_chart_that_does_not_end_today_says_its_last_day() -> None:
    assert ticks(_days(), today=TODAY + timedelta(days=3))[1].text == "Nov 17"


@pytest.mark.parametrize(
    ("first_of_next", "text"),
    [(date(2026, 1, 1), "Q4 ends"), (date(2026, 4, 1), "Q1 ends"), (date(2026, 10, 1), "Q3 ends")],
)
def test_the_end_of_a_quarter_is_marked_by_its_name(first_of_next: date, text: str) -> None:
    days = [
        _day(first_of_next - timedelta(days=1)),
        _day(first_of_next),
        _day(first_of_next + timedelta(days=1)),
    ]

    assert [end.text for end in quarter_ends(days)] == [text]


def test_the_worst_day_is_called_out_above_its_neighbours() -> None:
    days = _days(complete=20)
    days[40].failed = 6

    worst = call(days, pixels_per_run=2)

    assert worst is not None
    assert worst.text == "Sep 29: 6 failed"
    assert float(worst.top) < FOOT - 26 * 2


def test_a_few_failures_are_not_called_out() -> None:
    days = _days(complete=5)
    days[3].failed = 2

    assert call(days, pixels_per_run=2) is None


def test_the_weeks_of_the_table_hold_every_run_of_the_chart() -> None:
    days = _days(complete=3, partial=2, failed=1, other=1)

    weeks = weeks_of(days, url="/runs/?from={first}&to={last}")

    assert sum(week.runs for week in weeks) == 90 * 7
    assert sum(week.failed for week in weeks) == 90
    assert weeks[0].first == date(2026, 11, 16)
    assert weeks[0].url == "/runs/?from=2026-11-16&to=2026-11-17"
    assert weeks[-1].first == days[0].day


def test_the_drawn_chart_has_the_summary_the_links_and_the_table() -> None:
    days = _days(complete=2)
    days[-1].failed = 4

    html = Template('{% load parts %}{% day_chart days today url="/runs/?d={first}" %}').render(
        Context({"days": days, "today": TODAY})
    )

    assert "184 runs in 90 days: 4 failed, 0 partial. Most failed on Nov 17: 4 failed." in html
    assert html.count('class="c-day"') == 90
    assert html.count("<tr>") == len(weeks_of(days)) + 1
    assert 'style="' not in html


def test_ninety_days_without_a_run_say_what_would_fill_them() -> None:
    html = Template("{% load parts %}{% day_chart days today %}").render(
        Context({"days": _days(), "today": TODAY})
    )

    assert "No runs in these days" in html
    assert '<svg class="day-chart"' not in html
