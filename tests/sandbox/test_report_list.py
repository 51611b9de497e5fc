"""The report list: cursor paging by id, filters with an order among their bounds."""

import pytest

from reports_app.sandbox import SandboxFirm
from reports_app.sandbox.app import WsgiApp
from tests.sandbox.asking import NOW, ask


def _ids(app: WsgiApp, query: str = "") -> list[str]:
    reply = ask(app, f"/v1/reports?{query}")
    assert reply.status == 200, reply.body
    return [one["id"] for one in reply.document["data"]]


def test_following_the_cursor_meets_all_fourteen_once_by_id(app: WsgiApp) -> None:
    seen: list[str] = []
    target: str | None = "/v1/reports?page[limit]=4"
    while target:
        document = ask(app, target).document
        seen += [one["id"] for one in document["data"]]
        target = document["links"]["next"]

    assert len(seen) == 14
    assert seen == sorted(seen, key=int) == _ids(app)


def test_the_cursor_is_exclusive_and_the_limit_capped(app: WsgiApp) -> None:
    assert _ids(app, "page[after]=42")[0] == "43"
    assert len(_ids(app, "page[limit]=9999")) == 14


def test_filters_narrow_the_list_and_stay_in_the_cursor_link(app: WsgiApp) -> None:
    assert _ids(app, "filter[name]=QUARTERLY") == ["42"]
    assert _ids(app, "filter[createdAfter]=2022-12-31T00:00:00Z") == ["84", "85"]
    assert _ids(app, "filter[createdBefore]=2017-06-01T00:00:00Z") == ["42"]
    assert _ids(app, "filter[modifiedBefore]=2000-01-01T00:00:00Z") == []
    link = ask(app, "/v1/reports?filter[name]=draft&page[limit]=1").document["links"]["next"]
    assert link == "/v1/reports?page[limit]=1&page[after]=84&filter[name]=draft"


def test_a_portfolio_finds_the_reports_that_cover_it(app: WsgiApp, firm: SandboxFirm) -> None:
    chronic = firm.portfolios[0]

    assert {"42", "51", "58", "64", "75"} <= set(_ids(app, f"filter[entityId]={chronic.number}"))
    assert firm.definitions_covering("group", chronic.number, now=NOW) is None
    assert ask(app, f"/v1/reports?filter[groupId]={chronic.number}").status == 404


@pytest.mark.parametrize(
    "query",
    [
        *(
            "include=x",
            "page[number]=1",
            "page[limit]=0",
            "page[after]=x",
            "filter[entityId]=1&filter[groupId]=2",
        ),
        "filter[createdAfter]=2022-01-02T00:00:00Z&filter[createdBefore]=2022-01-01T00:00:00Z",
        "filter[modifiedAfter]=2022-01-01T00:00:00Z&filter[modifiedBefore]=2022-01-01T00:00:00Z",
        "filter[createdAfter]=2022-01-02T00:00:00Z&filter[modifiedBefore]=2022-01-01T00:00:00Z",
    ],
)
def test_what_cannot_be_asked_is_400(app: WsgiApp, query: str) -> None:
    assert ask(app, f"/v1/reports?{query}").status == 400
