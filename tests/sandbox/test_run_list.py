"""The list of runs: zero-based pages, strict filters, links that keep them."""

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest

from reports_app.sandbox import SandboxFirm, make_app
from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.moments import print_hundredths
from tests.sandbox.asking import NOW, ask

Shown = tuple[GeneratedReport, ...]
PATH = "/v1/generated_reports"


def _ids(app: WsgiApp, query: str) -> list[str]:
    reply = ask(app, f"{PATH}?{query}")
    assert reply.status == 200, reply.body
    return [one["id"] for one in reply.document["data"]]


def _bound(moment: datetime) -> str:
    return print_hundredths(moment)


def test_following_next_meets_every_run_once_and_in_order(app: WsgiApp, shown: Shown) -> None:
    seen: list[str] = []
    target: str | None = f"{PATH}?page[size]=700"
    while target:
        document = ask(app, target).document
        seen += [one["id"] for one in document["data"]]
        target = document["links"]["next"]

    assert seen == [one.run_id for one in shown]


@pytest.mark.parametrize(
    "path", ["/v1/generated_reports", "/v1/generated_reports/", "/api/v1/generated_reports/"]
)
def test_without_parameters_fifty_are_shown(app: WsgiApp, shown: Shown, path: str) -> None:
    document = ask(app, path).document

    assert [one["id"] for one in document["data"]] == [one.run_id for one in shown[:50]]
    assert document["links"] == {"next": "/v1/generated_reports?page[number]=1&page[size]=50"}


def test_a_page_past_the_end_is_empty_and_the_last(app: WsgiApp) -> None:
    document = ask(app, f"{PATH}?page[number]=400").document

    assert document == {"data": [], "included": [], "links": {"next": None}}


def test_a_page_that_ends_with_the_last_run_has_no_next(firm: SandboxFirm) -> None:
    app = make_app(SandboxFirm(most_runs=20), clock=lambda: NOW, limits=())

    assert ask(app, f"{PATH}?page[size]=20").document["links"]["next"] is None
    assert ask(app, f"{PATH}?page[size]=19").document["links"]["next"] is not None


def test_an_oversized_page_is_cut_to_two_thousand(app: WsgiApp) -> None:
    document = ask(app, f"{PATH}?page[size]=9999").document

    assert len(document["data"]) == 2000
    assert document["links"]["next"] == f"{PATH}?page[number]=1&page[size]=2000"


@pytest.mark.parametrize(
    "query",
    [
        *(
            "page[size]=0",
            "page[size]=x",
            "page[number]=-1",
            "page[limit]=5",
            "page[after]=x",
            "include=creator",
        ),
        *("sort=id", "fields[generated_reports]=status", "filter[status]=Canceled", "filter[status]="),
        *("filter[completed_after]=2026-01-01", "filter[completed_before]=yesterday", "filter[entityId]=x"),
        *("filter[entityId]=1&filter[groupId]=1", "filter[name]=x", "page[size]=1&page[size]=2"),
        "filter[completed_after]=2026-02-01T00:00:00Z&filter[completed_before]=2026-01-01T00:00:00Z",
        "filter[completed_after]=2026-02-01T00:00:00Z&filter[completed_before]=2026-02-01T00:00:00Z",
        "filter[entityId]=1&filter[generated_reports][groupId]=1",
        "filter[entityId]=1&filter[generated_reports][entityId]=2",
    ],
)
def test_a_parameter_that_is_unknown_or_malformed_is_400(app: WsgiApp, query: str) -> None:
    reply = ask(app, f"{PATH}?{query}")

    assert reply.status == 400
    assert reply.document["errors"][0]["source"]["parameter"] in query


def test_both_bounds_are_exclusive_and_compare_completion(app: WsgiApp, shown: Shown) -> None:
    newer, middle, older = shown[600], shown[601], shown[602]
    window = f"filter[completed_after]={_bound(older.completed_at)}"
    window += f"&filter[completed_before]={_bound(newer.completed_at)}"

    assert _ids(app, window) == [middle.run_id]
    assert all(one.started_at < one.completed_at for one in (newer, middle, older))


def test_a_window_of_whole_seconds_finds_what_completed_inside_it(app: WsgiApp, shown: Shown) -> None:
    second = shown[700].completed_at.replace(microsecond=0)
    query = f"filter[completed_after]={second - timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"
    query += f"&filter[completed_before]={second + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"

    assert shown[700].run_id in _ids(app, query)
    assert shown[700].run_id in _ids(app, quote(query, safe="=&"))


@pytest.mark.parametrize("text", ["ERROR,CANCELED", "[ERROR, CANCELED]", "CANCELED,ERROR"])
def test_a_status_list_shows_any_of_them(app: WsgiApp, shown: Shown, text: str) -> None:
    expected = [one.run_id for one in shown if one.status in ("ERROR", "CANCELED")]

    assert _ids(app, f"page[size]=2000&filter[status]={quote(text)}") == expected


def test_a_portfolio_finds_the_runs_it_failed_in_as_well(app: WsgiApp, shown: Shown) -> None:
    report = next(one for one in shown if one.failed)
    client = report.failed[0]
    key = "entityId" if client.kind == "entity" else "groupId"
    expected = [one.run_id for one in shown if client in one.generated or client in one.failed]

    assert _ids(app, f"page[size]=2000&filter[{key}]={client.number}") == expected
    assert _ids(app, f"page[size]=2000&filter[generated_reports][{key}]={client.number}") == expected
    assert report.run_id in expected


def test_a_number_shared_by_an_entity_and_a_group_finds_each_its_own(app: WsgiApp, firm: SandboxFirm) -> None:
    numbers = [one.number for one in firm.portfolios]
    shared = next(number for number in numbers if numbers.count(number) == 2)

    entity = set(_ids(app, f"page[size]=2000&filter[entityId]={shared}"))
    group = set(_ids(app, f"page[size]=2000&filter[groupId]={shared}"))

    assert entity and group and entity != group


def test_a_stranger_finds_nothing(app: WsgiApp) -> None:
    assert _ids(app, "filter[entityId]=999999999999") == []


def test_a_run_without_results_has_no_zip_in_the_list(app: WsgiApp, shown: Shown) -> None:
    empty = next(one for one in shown if not one.generated)
    position = shown.index(empty)

    resource = ask(app, f"{PATH}?page[size]=1&page[number]={position}").document["data"][0]

    assert resource["id"] == empty.run_id
    assert resource["relationships"]["zipped_file"]["data"] is None
    assert resource["relationships"]["zipped_file"]["links"]["related"].endswith("/zipped_file")
