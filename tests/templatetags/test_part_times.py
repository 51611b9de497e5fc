"""Times, ages and durations read as a person of that zone and clock would write them."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from reports_app.templatetags.part_times import duration

NOW = datetime(2026, 11, 17, 14, 42, tzinfo=UTC)
RUN = datetime(2026, 11, 17, 14, 31, 8, tzinfo=UTC)


def _render(tag: str, *, zone: str = "America/New_York", clock: str = "12", **values: object) -> str:
    person = SimpleNamespace(time_zone_name=zone, clock=clock)
    return Template(f"{{% load parts %}}{tag}").render(Context({"person": person, "now": NOW, **values}))


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("short", "Nov 17, 9:31 AM EST"),
        ("full", "Nov 17, 2026, 9:31 AM EST"),
        ("seconds", "Nov 17, 2026, 9:31:08 AM EST"),
        ("time", "9:31 AM EST"),
        ("date", "Nov 17, 2026"),
        ("day", "Tuesday, November 17"),
    ],
)
def test_a_moment_is_written_in_each_style(style: str, text: str) -> None:
    html = _render("{% moment run style %}", run=RUN, style=style)

    assert html == f'<time datetime="2026-11-17T09:31:08-05:00">{text}</time>'


def test_the_same_moment_follows_the_zone_and_clock_of_the_person() -> None:
    html = _render("{% moment run %}", zone="Europe/Zurich", clock="24", run=RUN)

    assert html == '<time datetime="2026-11-17T15:31:08+01:00">Nov 17, 15:31 CET</time>'


def test_summer_and_winter_of_one_zone_are_told_apart() -> None:
    summer, winter = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)

    html = _render("{% moment summer 'time' %} {% moment winter 'time' %}", summer=summer, winter=winter)

    assert ">1:30 AM EDT<" in html
    assert ">1:30 AM EST<" in html


def test_midnight_and_noon_are_twelve() -> None:
    midnight, noon = datetime(2026, 11, 17, 5, 0, tzinfo=UTC), datetime(2026, 11, 17, 17, 0, tzinfo=UTC)

    html = _render("{% moment a 'time' %} {% moment b 'time' %}", a=midnight, b=noon)

    assert ">12:00 AM EST<" in html
    assert ">12:00 PM EST<" in html


@pytest.mark.parametrize(
    ("zone", "text"), [("America/Sao_Paulo", "11:31 AM UTC-3"), ("Asia/Kathmandu", "8:16 PM UTC+5:45")]
)
def test_a_zone_without_letters_is_named_by_its_offset(zone: str, text: str) -> None:
    assert f">{text}<" in _render("{% moment run 'time' %}", zone=zone, run=RUN)


def test_another_year_is_printed_even_in_the_short_style() -> None:
    html = _render("{% moment run %}", run=datetime(2025, 7, 20, 14, 15, tzinfo=UTC))

    assert ">Jul 20, 2025, 10:15 AM EDT<" in html


def test_new_year_is_judged_in_the_zone_of_the_person() -> None:
    html = _render("{% moment run %}", run=datetime(2026, 1, 1, 3, 0, tzinfo=UTC))

    assert ">Dec 31, 2025, 10:00 PM EST<" in html


def test_a_date_names_no_zone_and_does_not_move() -> None:
    html = _render("{% moment day 'date' %}", zone="Pacific/Honolulu", day=date(2026, 3, 31))

    assert html == '<time datetime="2026-03-31">Mar 31, 2026</time>'


def test_no_moment_is_the_word_unknown() -> None:
    assert "unknown" in _render("{% moment run %}", run=None)


def test_who_is_signed_out_reads_the_zone_of_the_firm() -> None:
    html = Template("{% load parts %}{% moment run 'time' %}").render(
        Context({"firm_time_zone": "America/Chicago", "now": NOW, "run": RUN})
    )

    assert ">8:31 AM CST<" in html


def test_an_unusable_zone_falls_back_to_the_active_one() -> None:
    assert ">2:31 PM UTC<" in _render("{% moment run 'time' %}", zone="Mars/Olympus", run=RUN)


@pytest.mark.parametrize(
    ("back", "text"),
    [
        (timedelta(seconds=59), "moments ago"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=47, minutes=59), "47 h ago"),
        (timedelta(hours=48), "2 days ago"),
        (timedelta(hours=-21), "in 21 h"),
    ],
)
def test_an_age_is_one_unit_and_carries_the_exact_time(back: timedelta, text: str) -> None:
    html = _render("{% age run %}", run=NOW - back)

    assert f">{text}</time>" in html
    assert 'title="Nov ' in html


def test_an_age_can_drop_its_direction() -> None:
    assert ">6 min</time>" in _render("{% age run 'length' %}", run=NOW - timedelta(minutes=6))


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "Eastern time, EST today"),
        ("Europe/Zurich", "Zurich time, CET today"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time, UTC-3 today"),
    ],
)
def test_the_zone_is_named_as_people_there_name_it(zone: str, text: str) -> None:
    assert _render("{% zone %}", zone=zone) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (-1, "unknown"),
        (0, "0.0 s"),
        (1.44, "1.4 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.6, "1 m 00 s"),
        (842, "14 m 02 s"),
        (timedelta(hours=1, minutes=4), "1 h 04 m"),
        (timedelta(days=2, hours=3), "2 d 03 h"),
    ],
)
def test_a_duration_uses_two_units_at_most(value: object, text: str) -> None:
    assert duration(value) == text
