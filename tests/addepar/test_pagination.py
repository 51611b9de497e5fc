"""`links.next` says whether more exists, is refused where it is no link, and is never followed (F-26)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from reports_app.addepar import AddeparClient, ForeignLink, MalformedDocument, PaginationLoop, ReportQuery
from tests.addepar.odd_server import OddServer, answer, document

Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]
PAGE_TWO = "/v1/generated_reports?page[number]=1&page[size]=50"

ENDS: dict[str, dict[str, Any]] = {
    "no links": {},
    "null links": {"links": None},
    "missing": {"links": {}},
    "null": {"links": {"prev": None, "next": None}},
    "empty": {"links": {"next": ""}},
    "null href": {"links": {"next": {"href": None}}},
}
GOES_ON: dict[str, Any] = {
    "path": PAGE_TWO,
    "path with filter": f"{PAGE_TWO}&filter[entityId]=1234",
    "encoded": PAGE_TWO.replace("[", "%5B").replace("]", "%5D"),
    "with api": f"/api{PAGE_TWO}",
    "link object": {"href": PAGE_TWO},
}
NO_LINK: dict[str, Any] = {
    "number": 1,
    "zero": 0,
    "true": True,
    "array": [PAGE_TWO],
    "object without href": {"url": PAGE_TWO},
    "href of a number": {"href": 7},
    "10 kB": f"{PAGE_TWO}&x={'y' * 10_000}",
}


@pytest.mark.parametrize("members", ENDS.values(), ids=[f"F-26 {name}" for name in ENDS])
def test_a_list_without_next_ends(members: dict[str, Any], serve: Serve, client_for: ClientFor) -> None:
    page = client_for(serve(document([], **members))).list_page(ReportQuery())

    assert page.has_next is False


@pytest.mark.parametrize("link", GOES_ON.values(), ids=[f"F-26 {name}" for name in GOES_ON])
def test_a_list_with_next_goes_on_and_is_not_followed(link: Any, serve: Serve, client_for: ClientFor) -> None:
    server = serve(document([], links={"next": link}))

    page = client_for(server).list_page(ReportQuery())

    assert page.has_next is True
    assert server.connections == 1


@pytest.mark.parametrize("link", NO_LINK.values(), ids=[f"F-26 {name}" for name in NO_LINK])
def test_a_next_that_is_no_link_is_malformed(link: Any, serve: Serve, client_for: ClientFor) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        client_for(serve(document([], links={"next": link}))).list_page(ReportQuery())

    assert refusal.value.pointer.startswith("/links/next")


@pytest.mark.parametrize("links", [7, "next", [PAGE_TWO]])
def test_links_that_are_no_object_are_malformed(links: Any, serve: Serve, client_for: ClientFor) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        client_for(serve(document([], links=links))).list_page(ReportQuery())

    assert refusal.value.pointer == "/links"


@pytest.mark.parametrize("link", ["v1/generated_reports?page[number]=1", "?page[number]=1", " /v1/x", "#"])
def test_a_relative_next_without_slash_is_foreign(link: str, serve: Serve, client_for: ClientFor) -> None:
    with pytest.raises(ForeignLink):
        client_for(serve(document([], links={"next": link}))).list_page(ReportQuery())


def test_only_documented_parameters_are_sent(serve: Serve, client_for: ClientFor) -> None:
    server = serve(document([]))
    query = ReportQuery(
        page_size=500,
        page_number=3,
        completed_after=datetime(2021, 2, 14, 10, 15, 30, 250000, tzinfo=UTC),
        completed_before=datetime(2021, 2, 14, 10, 15, 30, 250000, tzinfo=UTC),
        statuses=("FINISHED", "ERROR"),
        entity_id="1234",
    )

    client_for(server).list_page(query)

    assert server.requests[0].path == "/api/v1/generated_reports"
    assert "[" not in server.requests[0].target
    assert server.requests[0].parameters == {
        "page[number]": "3",
        "page[size]": "500",
        "filter[completed_after]": "2021-02-14T10:15:30Z",
        # Whole seconds are all upstream takes: the window grows to hold what was asked for.
        "filter[completed_before]": "2021-02-14T10:15:31Z",
        "filter[status]": "FINISHED,ERROR",
        "filter[entityId]": "1234",
    }


def test_a_plain_query_sends_the_page_and_nothing_else(serve: Serve, client_for: ClientFor) -> None:
    server = serve(document([]))

    client_for(server).list_page(ReportQuery(group_id="31"))

    assert server.requests[0].parameters == {
        "page[number]": "0",
        "page[size]": "50",
        "filter[groupId]": "31",
    }


@pytest.mark.parametrize(
    "members",
    [
        {"page_size": 0},
        {"page_number": -1},
        {"entity_id": "1", "group_id": "2"},
        {"completed_after": datetime(2021, 1, 1)},  # noqa: DTZ001
        {"statuses": ("FINISHED&include=creator",)},
        {"statuses": ("",)},
    ],
)
def test_a_query_that_upstream_cannot_answer_is_refused_before_it_is_sent(members: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        ReportQuery(**members)


def report(report_id: Any, **attributes: Any) -> dict[str, Any]:
    return {"type": "reports", "id": report_id, "attributes": attributes}


def test_the_report_list_is_read_to_its_end_by_id(serve: Serve, client_for: ClientFor) -> None:
    first = document([report("1"), report("2")], links={"next": "/v1/reports?page[after]=2"})
    server = serve(first, document([report("3")], links={"next": None}))
    client = client_for(server)

    reports = list(client.iter_reports())

    assert [found.report_id for found in reports] == ["1", "2", "3"]
    assert [request.parameters for request in server.requests] == [
        {"page[limit]": "500"},
        {"page[limit]": "500", "page[after]": "2"},
    ]
    assert client.requests_sent == 2


def test_a_report_list_that_repeats_itself_is_stopped(serve: Serve, client_for: ClientFor) -> None:
    """F-25."""
    client = client_for(serve(document([report("1")], links={"next": "/v1/reports?page[after]=1"})))

    with pytest.raises(PaginationLoop) as refusal:
        list(client.iter_reports())

    assert (refusal.value.reason, client.requests_sent) == ("pagination_loop", 2)


def test_a_report_list_elsewhere_is_refused(serve: Serve, client_for: ClientFor) -> None:
    evil = serve(answer())
    link = f"http://127.0.0.1:{evil.port}/v1/reports"

    with pytest.raises(ForeignLink):
        list(client_for(serve(document([report("1")], links={"next": link}))).iter_reports())

    assert evil.connections == 0


def test_both_spellings_of_a_report_are_read(serve: Serve, client_for: ClientFor) -> None:
    sample = report(
        "13",
        name="Quarterly",
        created_at="2017-05-24T01:19:34Z",
        modified_at="2018-01-02T03:04:05Z",
        num_associated_perspectives=7,
    )
    table = report(
        14,
        report_name="Quarterly",
        created_on_date="2017-05-24",
        last_update_date="2018-01-02",
        num_associated_portfolios=7,
    )

    reports = list(client_for(serve(document([sample, table]))).iter_reports())

    assert [(found.report_id, found.name, found.portfolio_count) for found in reports] == [
        ("13", "Quarterly", 7),
        ("14", "Quarterly", 7),
    ]
    assert reports[0].created_at == datetime(2017, 5, 24, 1, 19, 34, tzinfo=UTC)
    assert reports[1].created_at == datetime(2017, 5, 24, tzinfo=UTC)
    assert reports[1].modified_at == datetime(2018, 1, 2, tzinfo=UTC)
