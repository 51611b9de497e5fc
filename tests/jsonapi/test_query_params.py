"""Parameters are taken strictly: raw or encoded brackets, known names, well-formed values."""

from datetime import UTC, datetime

import pytest

from reports_app.jsonapi import query_params
from reports_app.jsonapi.errors import ParameterError

ALLOWED = ("page[size]", "page[number]", "filter[status]", "filter[completed_after]")


@pytest.mark.parametrize("query", ["page[size]=5", "page%5Bsize%5D=5", "page%5bsize]=5", "page[size]=%35"])
def test_brackets_may_be_raw_or_encoded(query: str) -> None:
    assert query_params.read_query(query, allowed=ALLOWED) == {"page[size]": "5"}


@pytest.mark.parametrize(
    ("query", "blamed"),
    [
        ("include=creator", "include"),
        ("page[size]=5&sort=id", "sort"),
        ("Page[size]=5", "Page[size]"),
        ("page[size]=5&page%5Bsize%5D=6", "page[size]"),
        ("page[size]=%ff", ""),
        ("&".join(f"page[size]={number}" for number in range(60)), ""),
    ],
)
def test_what_is_unknown_repeated_or_unreadable_is_refused_by_name(query: str, blamed: str) -> None:
    with pytest.raises(ParameterError) as refused:
        query_params.read_query(query, allowed=ALLOWED)

    assert refused.value.parameter == blamed
    assert refused.value.status == 400


def test_a_whole_number_is_cut_at_its_maximum_without_a_word() -> None:
    assert query_params.whole_number({"n": "9999"}, "n", default=50, minimum=1, maximum=2000) == 2000
    assert query_params.whole_number({"n": "2000"}, "n", default=50, minimum=1, maximum=2000) == 2000
    assert query_params.whole_number({}, "n", default=50, minimum=1) == 50


@pytest.mark.parametrize("text", ["", "five", "1.0", "+1", " 1", "٣", "0", "-1", "9" * 19, "1e3", "0x10"])
def test_what_is_no_whole_number_in_range_is_refused(text: str) -> None:
    with pytest.raises(ParameterError) as refused:
        query_params.whole_number({"page[size]": text}, "page[size]", default=50, minimum=1)

    assert refused.value.parameter == "page[size]"


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [
        ("2021-05-14T12:03:39Z", 0),
        ("2021-05-14T12:03:39.5Z", 500_000),
        ("2021-05-14T12:03:39.07Z", 70_000),
        ("2021-05-14T12:03:39.123456789Z", 123_456),
    ],
)
def test_a_moment_may_carry_a_fraction(text: str, microsecond: int) -> None:
    expected = datetime(2021, 5, 14, 12, 3, 39, microsecond, tzinfo=UTC)

    assert query_params.instant({"at": text}, "at") == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "2021-05-14", "2021-05-14T12:03:39", "2021-05-14T12:03:39+00:00", "2021-05-14 12:03:39Z"),
        *("2021-02-30T12:03:39Z", "2021-05-14T24:03:39Z", "0000-01-01T00:00:00Z", "2021-05-14T12:03:39.Z"),
    ],
)
def test_what_is_no_utc_moment_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        query_params.instant({"at": text}, "at")


@pytest.mark.parametrize("text", ["ERROR,FINISHED", " ERROR , FINISHED ", "[FINISHED, ERROR]"])
def test_a_list_of_words_tolerates_spaces_and_brackets(text: str) -> None:
    found = query_params.choices({"s": text}, "s", allowed=("FINISHED", "ERROR", "CANCELED"))

    assert found == {"FINISHED", "ERROR"}


@pytest.mark.parametrize("text", ["", "error", "FINISHED,", "CANCELLED", "[FINISHED"])
def test_a_word_outside_the_list_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        query_params.choices({"s": text}, "s", allowed=("FINISHED", "ERROR", "CANCELED"))


def test_an_absent_parameter_is_none() -> None:
    assert query_params.instant({}, "at") is None
    assert query_params.choices({}, "s", allowed=("A",)) is None
    assert query_params.optional_id({}, "filter[entityId]") is None
    assert query_params.optional_id({"filter[entityId]": "0"}, "filter[entityId]") == 0
