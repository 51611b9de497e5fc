"""A place in a list of runs travels in an address: what we wrote is read back, what others made up is not."""

import base64
import json
from datetime import timedelta

import pytest

from reports_app.queries.run_pages import COLUMNS, Sort, read_place, sort_key, write_place
from tests.factories import NOON, make_run

MOMENT = "2026-11-17T17:00:00+00:00"


def word(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.fixture(autouse=True)
def firm(settings):
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = "http://127.0.0.1:9", "1"


@pytest.mark.django_db
@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("run_id", ["b7e19c52-40a6", "läuft/ü?&=#", "\N{UNICORN FACE}"])
def test_a_place_is_read_back_as_it_was_written(sort, run_id):
    run = make_run(upstream_id=run_id, completed_at=NOON + timedelta(microseconds=7))

    place = read_place(write_place(run, sort), sort, is_backward=True)

    assert place is not None
    assert place.values == sort_key(run, sort)
    assert place.is_backward


@pytest.mark.parametrize(
    "made_up",
    [
        "",
        "[",
        "é",
        "zzz",
        word(None),
        word(5),
        word("ab"),
        word([MOMENT]),
        word([MOMENT, "a", "b"]),
        word([MOMENT, 5]),
        word([MOMENT, "a\0"]),
        word([MOMENT, "\ud800"]),
        word(["2026-11-17T17:00:00", "a"]),
        word(["0001-01-01T00:00:00+14:00", "a"]),
        word(["9999-12-31T23:59:59-14:00", "a"]),
        word([["a"], ["b"]]),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    ],
)
def test_what_was_made_up_is_no_place(made_up):
    assert read_place(made_up, Sort.NEWEST, is_backward=False) is None


@pytest.mark.parametrize("number", [-1, 2**31, 10**400, 1.5, True, "1", None])
def test_a_number_that_no_column_holds_is_no_place(number):
    assert read_place(word([number, MOMENT, "a"]), Sort.LONGEST, is_backward=False) is None


def test_a_place_of_one_sort_is_none_of_another():
    for sort in (Sort.MOST_FAILED, Sort.LONGEST):
        assert len(COLUMNS[sort]) == 3
        assert read_place(word([MOMENT, "a"]), sort, is_backward=False) is None
