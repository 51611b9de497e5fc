"""Runs become records; what cannot be read is set aside with its place (F-30 to F-37)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from reports_app.addepar import (
    AddeparClient,
    GeneratedReportPage,
    MalformedDocument,
    PortfolioRecord,
    ReportQuery,
)
from tests.addepar.odd_server import OddServer, answer, document
from tests.addepar.samples import RUN_ID, portfolio, run

ReadPage = Callable[[Any], GeneratedReportPage]
Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]


@pytest.fixture
def read_page(serve: Serve, client_for: ClientFor) -> ReadPage:
    return lambda data: client_for(serve(document(data))).list_page(ReportQuery())


def without(name: str) -> dict[str, Any]:
    item = run()
    del item["attributes"][name]
    return item


def test_a_published_run_is_read_member_by_member(read_page: ReadPage) -> None:
    record = read_page([run()]).records[0]

    assert (record.run_id, record.report_id, record.report_name) == (
        RUN_ID,
        "42",
        "Quarterly Performance Report",
    )
    assert (record.status, record.job_type) == ("ERROR", "AD_HOC")
    assert record.started_at == datetime(2021, 2, 14, 10, 15, 30, tzinfo=UTC)
    assert record.completed_at == datetime(2021, 2, 14, 14, 25, 45, tzinfo=UTC)
    assert (record.creator_id, record.zipped_file_id) == ("84", "61")
    assert [(p.portfolio_type, p.portfolio_id, p.portfolio_name) for p in record.failed] == [
        ("entity", "22", "Client B")
    ]
    assert record.generated == (
        PortfolioRecord(
            portfolio_type="entity",
            portfolio_id="21",
            portfolio_name="Client A",
            file_id="101",
            has_been_published=False,
        ),
        PortfolioRecord(
            portfolio_type="group", portfolio_id="31", portfolio_name="Household A", file_id="102"
        ),
    )
    assert record.raw == run()


@pytest.mark.parametrize(
    ("data", "run_ids"),
    [([run("a"), run("b")], ["a", "b"]), (run("a"), ["a"]), ([], []), (None, [])],
    ids=["F-30 array", "F-30 object", "F-30 empty", "F-30 null"],
)
def test_data_may_be_a_list_an_object_or_null(data: Any, run_ids: list[str], read_page: ReadPage) -> None:
    page = read_page(data)

    assert [record.run_id for record in page.records] == run_ids
    assert (page.size, page.rejected) == (len(run_ids), ())


@pytest.mark.parametrize("members", [{"has_been_published": True}, {"has_been_published": False}, {}])
def test_absent_published_is_unknown_and_not_false(members: dict[str, bool], read_page: ReadPage) -> None:
    record = read_page([run(generated_portfolios=[portfolio(**members)])]).records[0]

    assert record.generated[0].has_been_published is members.get("has_been_published")


REJECTED: list[tuple[str, Any, str]] = [
    ("F-30 item is null", None, "/data/1"),
    ("F-30 item is a text", "run", "/data/1"),
    ("F-30 item is a list", [run()], "/data/1"),
    ("F-32 no id", {key: value for key, value in run().items() if key != "id"}, "/data/1/id"),
    ("F-32 id null", run(None), "/data/1/id"),
    ("F-32 id empty", run(""), "/data/1/id"),
    ("F-36 id true", run(True), "/data/1/id"),
    ("F-36 id 42.0", run(42.0), "/data/1/id"),
    ("F-32 id list", run([1]), "/data/1/id"),
    ("F-32 id huge", run("x" * 256), "/data/1/id"),
    ("F-36 id of 400 digits", run(10**400), "/data/1/id"),
    ("F-37 id with NUL", run("a\x00"), "/data/1/id"),
    ("F-37 id with surrogate", run("a\ud800"), "/data/1/id"),
    ("F-32 no attributes", {"id": "b"}, "/data/1/attributes"),
    ("F-32 attributes list", {"id": "b", "attributes": []}, "/data/1/attributes"),
    ("F-32 no completed_at", without("completed_at"), "/data/1/attributes/completed_at"),
    ("F-32 completed_at null", run(completed_at=None), "/data/1/attributes/completed_at"),
    ("F-32 completed_at empty", run(completed_at=""), "/data/1/attributes/completed_at"),
    ("F-32 completed_at number", run(completed_at=1613), "/data/1/attributes/completed_at"),
    ("F-32 no zone", run(completed_at="2021-02-14T14:25:45"), "/data/1/attributes/completed_at"),
    ("F-32 list null", run(failed_portfolios=None), "/data/1/attributes/failed_portfolios"),
    ("F-32 list object", run(generated_portfolios={}), "/data/1/attributes/generated_portfolios"),
    ("F-32 list text", run(failed_portfolios="none"), "/data/1/attributes/failed_portfolios"),
    ("odd client", run(failed_portfolios=[7]), "/data/1/attributes/failed_portfolios/0"),
    (
        "client without id",
        run(generated_portfolios=[portfolio(), {"portfolio_type": "entity"}]),
        "/data/1/attributes/generated_portfolios/1/portfolio_id",
    ),
    (
        "client without type",
        run(failed_portfolios=[portfolio(portfolio_type=None)]),
        "/data/1/attributes/failed_portfolios/0/portfolio_type",
    ),
    (
        "F-36 client id 21.0",
        run(failed_portfolios=[portfolio(portfolio_id=21.0)]),
        "/data/1/attributes/failed_portfolios/0/portfolio_id",
    ),
    (
        "F-36 file id true",
        run(generated_portfolios=[portfolio(file_id=True)]),
        "/data/1/attributes/generated_portfolios/0/file_id",
    ),
    ("F-36 report id 42.0", run(report_id=42.0), "/data/1/attributes/report_id"),
    ("F-36 report id true", run(report_id=True), "/data/1/attributes/report_id"),
]


@pytest.mark.parametrize(("item", "pointer"), [row[1:] for row in REJECTED], ids=[row[0] for row in REJECTED])
def test_one_bad_item_is_set_aside_and_the_others_stay(item: Any, pointer: str, read_page: ReadPage) -> None:
    page = read_page([run("a"), item, run("c")])

    assert [record.run_id for record in page.records] == ["a", "c"]
    assert [rejected.pointer for rejected in page.rejected] == [pointer]
    assert json.loads(page.rejected[0].raw) == item
    assert page.rejected[0].reason.startswith(pointer)
    assert page.rejected[0].reason.endswith(".")
    assert page.size == 3


def test_a_rejected_item_names_its_run_where_it_can(read_page: ReadPage) -> None:
    page = read_page([run("a", completed_at=None), {"attributes": {}}, 7])

    assert [item.run_id for item in page.rejected] == ["a", None, None]


def test_a_rejected_item_is_kept_up_to_a_mebibyte_in_ascii(read_page: ReadPage) -> None:
    page = read_page([run("a", completed_at=None, note="é\x00\ud800" * 300_000)])

    assert len(page.rejected[0].raw) == 1024 * 1024
    assert page.rejected[0].raw.isascii()
    assert page.rejected[0].raw.isprintable()


OPTIONAL = ["report_id", "report_name", "status", "started_at", "job_type"]


@pytest.mark.parametrize("name", OPTIONAL)
def test_an_optional_member_may_be_missing_or_null(name: str, read_page: ReadPage) -> None:
    page = read_page([without(name), run("b", **{name: None})])

    assert [getattr(record, name) for record in page.records] == [None, None]
    assert [name in record.raw["attributes"] for record in page.records] == [False, True]


@pytest.mark.parametrize("name", ["report_name", "status", "started_at", "job_type"])
@pytest.mark.parametrize("value", [7, True, 1.5, [], {}], ids=str)
def test_an_optional_member_of_another_type_is_absent_and_kept_raw(
    name: str, value: Any, read_page: ReadPage
) -> None:
    """F-32."""
    record = read_page([run(**{name: value})]).records[0]

    assert getattr(record, name) is None
    assert record.raw["attributes"][name] == value


def test_absent_portfolio_lists_are_empty(read_page: ReadPage) -> None:
    item = run()
    del item["attributes"]["generated_portfolios"], item["attributes"]["failed_portfolios"]

    record = read_page([item]).records[0]

    assert (record.generated, record.failed) == ((), ())


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (2**31, "2147483648"),
        (2**63, "9223372036854775808"),
        (-1, "-1"),
        ("42", "42"),
        (0, "0"),
        ("007", "007"),
    ],
    ids=["F-36 2^31", "F-36 2^63", "F-36 -1", "F-36 text", "F-36 zero", "F-36 leading zeros"],
)
def test_ids_are_kept_exactly_as_text_whatever_their_type(
    number: Any, text: str, read_page: ReadPage
) -> None:
    item = run(number, report_id=number, failed_portfolios=[portfolio(portfolio_id=number, file_id=number)])
    item["relationships"]["creator"]["data"]["id"] = number
    item["relationships"]["zipped_file"]["data"]["id"] = number

    record = read_page([item]).records[0]

    assert {record.run_id, record.report_id, record.creator_id, record.zipped_file_id} == {text}
    assert (record.failed[0].portfolio_id, record.failed[0].file_id) == (text, text)
    assert record.raw["attributes"]["report_id"] == number


@pytest.mark.parametrize("value", ["PARTIAL", "Canceled", "", "完了"])
def test_unknown_words_are_kept_as_they_came(value: str, read_page: ReadPage) -> None:
    """F-31."""
    record = read_page(
        [run(status=value, job_type=value, failed_portfolios=[portfolio(portfolio_type=value or "new")])]
    ).records[0]

    assert (record.status, record.job_type) == (value, value)
    assert record.failed[0].portfolio_type == (value or "new")


NAMES = [
    "NUL \x00",
    "lone \ud800",
    "\u202edetrever",
    "👩\u200d👩\u200d👧",
    "e" + "\u0301" * 1000,
    "x" * 100_000,
    "<b>&",
    "a\r\nb",
]


@pytest.mark.parametrize("name", NAMES, ids=[f"F-37 {number}" for number in range(len(NAMES))])
def test_names_come_through_exactly(name: str, read_page: ReadPage) -> None:
    record = read_page([run(report_name=name, failed_portfolios=[portfolio(portfolio_name=name)])]).records[0]

    assert (record.report_name, record.failed[0].portfolio_name) == (name, name)
    assert record.raw["attributes"]["report_name"] == name


def test_unknown_members_are_ignored_and_kept_exactly(read_page: ReadPage) -> None:
    """F-34."""
    item = run(cost={"amount": [1, 2.5, None, {"deep": [[]]}]}) | {"meta": {"a": 2**70}, "links": {"x": None}}
    item["relationships"]["owner"] = {"data": {"type": "teams", "id": 3}}

    record = read_page([item]).records[0]

    assert json.dumps(record.raw) == json.dumps(item)


@pytest.mark.parametrize(
    "relationships",
    [
        None,
        [],
        {},
        {"creator": None},
        {"creator": {"data": None}, "zipped_file": {"data": []}},
        {"creator": {"data": {}}},
    ],
)
def test_odd_relationships_name_nobody(relationships: Any, read_page: ReadPage) -> None:
    record = read_page([run() | {"relationships": relationships}]).records[0]

    assert (record.creator_id, record.zipped_file_id) == (None, None)


@pytest.mark.parametrize("kind", ["files", "archive/files", "other", None])
def test_the_type_of_the_zip_does_not_matter(kind: Any, read_page: ReadPage) -> None:
    item = run()
    item["relationships"]["zipped_file"]["data"]["type"] = kind

    assert read_page([item]).records[0].zipped_file_id == "61"


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (None, "/data"),
        ([], "/data"),
        ([run("a"), run("b")], "/data"),
        ("a", "/data"),
        ([7], "/data/0"),
        (run("a", completed_at=""), "/data/attributes/completed_at"),
        ({"id": "a"}, "/data/attributes"),
    ],
)
def test_a_single_run_that_cannot_be_read_is_refused_with_route_and_place(
    data: Any, pointer: str, serve: Serve, client_for: ClientFor
) -> None:
    with pytest.raises(
        MalformedDocument, match=r"In the answer to /v1/generated_reports/a, /data"
    ) as refusal:
        client_for(serve(document(data))).get_generated_report("a")

    assert refusal.value.pointer == pointer


def test_a_crowded_run_is_read(serve: Serve, client_for: ClientFor) -> None:
    """F-39, in small: 10,000 clients in one run."""
    crowd = [portfolio(portfolio_id=number) for number in range(10_000)]
    server = serve(answer(json.dumps({"data": [run(generated_portfolios=crowd)]}).encode()))

    record = client_for(server).list_page(ReportQuery()).records[0]

    assert len(record.generated) == 10_000
    assert record.generated[-1].portfolio_id == "9999"
