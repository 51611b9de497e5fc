"""RFC 3339 moments are read exactly, or not at all (quirk 14, F-32)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports_app.addepar.moments import format_second, parse_moment, parse_moment_or_date


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [
        ("2021-02-14T10:15:30Z", 0),
        ("2021-02-14T10:15:30.0Z", 0),
        ("2021-02-14T10:15:30.00Z", 0),
        ("2021-02-14T10:15:30.25Z", 250_000),
        ("2021-02-14T10:15:30.123456Z", 123_456),
        ("2021-02-14T10:15:30.999999999Z", 999_999),
        ("2021-02-14t10:15:30.5z", 500_000),
        ("2021-02-14T05:15:30.5-05:00", 500_000),
        ("2021-02-14T20:45:30.5+10:30", 500_000),
        ("2021-02-14T10:15:30-00:00", 0),
    ],
)
def test_a_moment_is_read_as_utc_whatever_its_digits_and_zone(text: str, microsecond: int) -> None:
    moment = parse_moment(text)

    assert moment == datetime(2021, 2, 14, 10, 15, 30, microsecond, tzinfo=UTC)
    assert moment is not None
    assert moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-14T10:15:30",
        "2021-02-14 10:15:30Z",
        "2021-02-14",
        "2021-02-14T10:15Z",
        "2021-02-14T10:15:30.Z",
        "2021-02-14T10:15:30.1234567890Z",
        "2021-02-30T10:15:30Z",
        "2021-13-01T10:15:30Z",
        "2021-02-14T24:15:30Z",
        "2021-02-14T10:15:61Z",
        "2021-02-14T10:15:30+24:00",
        "2021-02-14T10:15:30+05:60",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "２021-02-14T10:15:30Z",
        "2021-02-14T10:15:30Z\n",
        "",
        " ",
        "soon",
        None,
        0,
        1613297730,
        1.5,
        True,
        [],
        {},
    ],
)
def test_anything_else_is_no_moment(text: object) -> None:
    assert parse_moment(text) is None


def test_a_leap_second_is_the_next_second() -> None:
    assert parse_moment("2016-12-31T23:59:60Z") == datetime(2017, 1, 1, tzinfo=UTC)


def test_the_last_leap_second_of_time_is_refused_and_breaks_nothing() -> None:
    assert parse_moment("9999-12-31T23:59:60Z") is None


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2900, 1, 1)))  # noqa: DTZ001
def test_every_moment_python_writes_is_read_back(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    parse_moment(text)
    parse_moment_or_date(text)


def test_a_bare_date_is_its_midnight_only_where_dates_are_documented() -> None:
    assert parse_moment_or_date("2023-05-18") == datetime(2023, 5, 18, tzinfo=UTC)
    assert parse_moment_or_date("2023-05-18T01:02:03Z") == datetime(2023, 5, 18, 1, 2, 3, tzinfo=UTC)
    assert parse_moment_or_date("2023-02-30") is None
    assert parse_moment("2023-05-18") is None


def test_a_moment_is_written_for_filters_in_utc_and_whole_seconds() -> None:
    moment = datetime(2021, 2, 14, 5, 15, 30, 990000, tzinfo=timezone(timedelta(hours=-5)))

    assert format_second(moment) == "2021-02-14T10:15:30Z"
