"""Pages are numbered from zero, and the link to the next one keeps what was asked for."""

import pytest

from reports_app.jsonapi import pagination
from reports_app.jsonapi.errors import ParameterError

PATH = "/v1/generated_reports"


def test_without_parameters_the_first_fifty_are_asked_for() -> None:
    page = pagination.read_page({})

    assert (page.number, page.size, page.start, page.stop) == (0, 50, 0, 50)


def test_a_page_is_at_most_two_thousand_items() -> None:
    page = pagination.read_page({"page[size]": "5000", "page[number]": "2"})

    assert (page.size, page.start, page.stop) == (2000, 4000, 6000)


@pytest.mark.parametrize("params", [{"page[size]": "0"}, {"page[number]": "-1"}, {"page[number]": "x"}])
def test_a_page_that_cannot_be_is_refused(params: dict[str, str]) -> None:
    with pytest.raises(ParameterError):
        pagination.read_page(params)


def test_the_next_link_of_the_first_page_is_the_published_one() -> None:
    link = pagination.next_link(PATH, page=pagination.read_page({}), params={}, has_more=True)

    assert link == "/v1/generated_reports?page[number]=1&page[size]=50"


def test_the_next_link_keeps_the_filters_after_the_paging() -> None:
    params = {"page[size]": "20", "filter[entityId]": "1234", "filter[status]": "FINISHED,ERROR"}
    params |= {"page[number]": "3", "filter[completed_before]": "2021-05-14T12:03:39Z"}

    link = pagination.next_link(PATH, page=pagination.read_page(params), params=params, has_more=True)

    assert link == (
        "/v1/generated_reports?page[number]=4&page[size]=20&filter[entityId]=1234"
        "&filter[status]=FINISHED,ERROR&filter[completed_before]=2021-05-14T12:03:39Z"
    )


def test_a_value_cannot_break_out_of_its_parameter() -> None:
    link = pagination.link("/v1/reports", params={"filter[name]": "a&page[size]=1#x é"})

    assert link == "/v1/reports?filter[name]=a%26page[size]%3D1%23x%20%C3%A9"


def test_there_is_no_link_after_the_last_page() -> None:
    page = pagination.read_page({})

    assert pagination.next_link(PATH, page=page, params={}, has_more=False) is None
    assert pagination.cursor_link("/v1/reports", after=None, limit=500, params={}) is None


def test_a_cursor_link_replaces_the_old_cursor() -> None:
    params = {"page[after]": "2", "page[limit]": "3", "filter[name]": "x"}

    link = pagination.cursor_link("/v1/reports", after="5", limit=3, params=params)

    assert link == "/v1/reports?page[limit]=3&page[after]=5&filter[name]=x"
