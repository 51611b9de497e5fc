"""Order, pages and filters of the list, and what the truth says of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.upstream import StrictUpstream, ask, make_run, make_runs
from tests.upstream.builder import NEWEST
from tests.upstream.moments import read_moment, write_file_moment

LIST = "/v1/generated_reports"
RUNS = make_runs(120, 3)


@pytest.fixture
def upstream() -> Iterator[StrictUpstream]:
    with StrictUpstream(RUNS, rate_limits=()) as running:
        yield running


def _walk(upstream: StrictUpstream, target: str) -> list[list[dict[str, Any]]]:
    pages = []
    while target:
        document = ask(upstream, quote(target, safe="/?&=%,:")).document()
        pages.append(document["data"])
        target = document["links"]["next"]
    return pages


def test_a_walk_along_next_gives_the_truth(upstream: StrictUpstream) -> None:
    pages = _walk(upstream, LIST)

    assert [len(page) for page in pages] == [50, 50, 20]
    assert [item for page in pages for item in page] == upstream.truth()


def test_the_newest_completion_is_first_and_ties_go_by_id(upstream: StrictUpstream) -> None:
    keys = [(read_moment(one["attributes"]["completed_at"]), one["id"]) for one in upstream.truth()]

    moments = [moment for moment, _ in keys]
    assert keys == sorted(keys, reverse=True)
    assert len(moments) - len(set(moments)) >= 10, "the runs hold too few ties to show the order of ties"


def test_pages_are_zero_based(upstream: StrictUpstream) -> None:
    first = ask(upstream, f"{LIST}?page[number]=0&page[size]=2").document()["data"]
    second = ask(upstream, f"{LIST}?page[number]=1&page[size]=2").document()["data"]

    assert [*first, *second] == upstream.truth()[:4]


def test_a_page_past_the_end_is_empty_and_last(upstream: StrictUpstream) -> None:
    document = ask(upstream, f"{LIST}?page[number]=9").document()

    assert document == {"data": [], "included": [], "links": {"next": None}}


def test_an_exactly_full_last_page_has_no_next(upstream: StrictUpstream) -> None:
    document = ask(upstream, f"{LIST}?page[size]=120").document()

    assert len(document["data"]) == 120
    assert document["links"]["next"] is None


def test_a_page_limit_shortens_pages_in_silence() -> None:
    with StrictUpstream(RUNS, page_limit=50) as upstream:
        document = ask(upstream, f"{LIST}?page[size]=500").document()

    assert len(document["data"]) == 50
    assert document["links"]["next"] == f"{LIST}?page[number]=1&page[size]=50"


def test_a_large_page_can_be_refused() -> None:
    with StrictUpstream(make_runs(2), refuse_page_size_over=50) as upstream:
        statuses = [ask(upstream, f"{LIST}?page[size]={size}").status for size in (50, 51)]

    assert statuses == [200, 400]


def test_encoded_brackets_and_a_final_slash_are_accepted(upstream: StrictUpstream) -> None:
    document = ask(upstream, f"{LIST}/?page%5Bsize%5D=3").document()

    assert document["data"] == upstream.truth()[:3]


def test_next_keeps_the_filters_after_the_paging(upstream: StrictUpstream) -> None:
    query = "filter[status]=FINISHED,ERROR&page[size]=5&filter[completed_before]=2024-06-20T00:00:00Z"

    document = ask(upstream, f"{LIST}?{query}").document()

    assert document["links"]["next"] == (
        f"{LIST}?page[number]=1&page[size]=5"
        "&filter[status]=FINISHED,ERROR&filter[completed_before]=2024-06-20T00:00:00Z"
    )


@pytest.mark.parametrize("spelling", ["ERROR,CANCELED", "ERROR,%20CANCELED", "[ERROR,CANCELED]"])
def test_the_status_filter_takes_any_of_its_statuses(upstream: StrictUpstream, spelling: str) -> None:
    document = ask(upstream, f"{LIST}?page[size]=200&filter[status]={spelling}").document()

    wanted = {"ERROR", "CANCELED"}
    expected = [one for one in upstream.truth() if one["attributes"]["status"] in wanted]
    assert document["data"] == expected
    assert {one["attributes"]["status"] for one in expected} == wanted


def test_the_bounds_of_time_are_strict() -> None:
    second = NEWEST.replace(microsecond=0)
    runs = [make_run(90 + offset, completed_at=second + timedelta(seconds=offset)) for offset in range(4)]

    with StrictUpstream(runs) as upstream:
        after, before = (write_file_moment(second + timedelta(seconds=offset)) for offset in (0, 3))
        query = f"filter[completed_after]={after}&filter[completed_before]={before}"
        document = ask(upstream, f"{LIST}?{query}").document()

    assert [one["id"] for one in document["data"]] == [runs[2].run_id, runs[1].run_id]


@pytest.mark.parametrize(("kind", "name"), [("entity", "entityId"), ("group", "groupId")])
def test_a_portfolio_filter_takes_failures_too_and_shows_whole_runs(
    upstream: StrictUpstream, kind: str, name: str
) -> None:
    document = ask(upstream, f"{LIST}?page[size]=200&filter[{name}]=31").document()

    def concerns(one: dict[str, Any]) -> bool:
        rows = [*one["attributes"]["generated_portfolios"], *one["attributes"]["failed_portfolios"]]
        return (kind, 31) in {(row["portfolio_type"], row["portfolio_id"]) for row in rows}

    assert document["data"] == [one for one in upstream.truth() if concerns(one)]
    assert 0 < len(document["data"]) < 120


def test_reports_come_by_id_with_a_cursor(upstream: StrictUpstream) -> None:
    pages = _walk(upstream, "/v1/reports?page[limit]=2")

    assert [[one["id"] for one in page] for page in pages] == [["42", "43"], ["44", "45"], ["46"]]
    members = {"name", "created_at", "modified_at", "num_associated_perspectives"}
    assert set(pages[0][0]["attributes"]) == members


def test_reports_are_filtered_strictly(upstream: StrictUpstream) -> None:
    targets = ("filter[name]=Market", "filter[entityId]=999999", "page[limit]=501", "filter[status]=ERROR")

    replies = [ask(upstream, f"/v1/reports?{target}") for target in targets]

    assert [reply.status for reply in replies] == [200, 404, 400, 400]
    assert [one["id"] for one in replies[0].document()["data"]] == ["43"]
