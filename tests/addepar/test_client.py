"""Each question goes to its route and comes back as its record; the published documents are the measure."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reports_app.addepar import AddeparClient, MalformedDocument, NotFound, ReportQuery
from tests.addepar.odd_server import OddServer, answer, document
from tests.addepar.samples import RUN_ID, USER, ZIP_FILE, run

CONTRACT = Path(__file__).resolve().parent.parent / "contract"
Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]

ROUTES: list[tuple[str, Callable[[AddeparClient], Any], Any]] = [
    ("/generated_reports/a%20b", lambda client: client.get_generated_report("a b").run_id, run("a b")),
    ("/generated_reports/a/creator", lambda client: client.get_creator("a").user_id, USER),
    ("/generated_reports/a/zipped_file", lambda client: client.get_zipped_file("a").size_bytes, ZIP_FILE),
    (
        "/generated_reports/a/relationships/creator",
        lambda client: client.get_creator_linkage("a"),
        {"id": 84},
    ),
    (
        "/generated_reports/a/relationships/zipped_file",
        lambda client: client.get_zipped_file_linkage("a"),
        {"type": "archive/files", "id": "61"},
    ),
    ("/files/61", lambda client: client.get_file("61").name, ZIP_FILE),
    ("/users/me", lambda client: client.get_me().email, USER),
]
FOUND = [
    "a b",
    "84",
    36599,
    "84",
    "61",
    "Quarterly Performance Report at 05-15-2021.zip",
    "alex.doe@example.com",
]


@pytest.mark.parametrize("prefix", ["/api", "", "/api/", "/api/v1"])
@pytest.mark.parametrize(
    ("route", "expected"), list(zip(ROUTES, FOUND, strict=True)), ids=[row[0] for row in ROUTES]
)
def test_each_question_goes_to_its_route_below_any_base(
    prefix: str, route: Any, expected: Any, serve: Serve, client_for: ClientFor
) -> None:
    path, ask, data = route
    server = serve(document(data))
    client = client_for(f"http://127.0.0.1:{server.port}{prefix}")

    found = ask(client)

    assert found == expected
    assert [request.target for request in server.requests] == [f"{'/api' if prefix else ''}/v1{path}"]


def published(name: str) -> bytes:
    return (CONTRACT / f"{name}.json").read_bytes()


def test_the_published_list_is_read(serve: Serve, client_for: ClientFor) -> None:
    body = published("generated_reports")

    page = client_for(serve(answer(body))).list_page(ReportQuery())

    items = json.loads(body)["data"]
    assert page.rejected == ()
    assert page.has_next is True
    assert [record.raw for record in page.records] == items
    assert [record.run_id for record in page.records] == [item["id"] for item in items]
    assert page.records[0].completed_at == datetime(2021, 2, 14, 14, 25, 45, tzinfo=UTC)
    assert [len(record.failed) for record in page.records] == [2, 0]


def test_the_published_single_documents_are_read(serve: Serve, client_for: ClientFor) -> None:
    names = ("generated_report", "creator", "zipped_file", "file", "creator_linkage", "zipped_file_linkage")
    client = client_for(serve(*(answer(published(name)) for name in names)))

    record = client.get_generated_report(RUN_ID)
    creator, zipped, file = client.get_creator("a"), client.get_zipped_file("a"), client.get_file("101")

    assert (record.run_id, record.zipped_file_id) == (RUN_ID, "61")
    assert (creator.user_id, creator.first_name, creator.admin_access) == ("84", "Alex", True)
    assert zipped is not None
    assert (zipped.size_bytes, zipped.created_at) == (36599, datetime(2021, 5, 17, 12, 34, 38, tzinfo=UTC))
    assert (file.file_id, file.content_type, file.size_bytes) == ("101", "application/PDF", 256201)
    assert (client.get_creator_linkage("a"), client.get_zipped_file_linkage("a")) == ("84", "61")


def test_a_run_without_a_zip_has_none(serve: Serve, client_for: ClientFor) -> None:
    client = client_for(serve(document(None)))

    assert client.get_zipped_file("a") is None
    assert client.get_zipped_file_linkage("a") is None
    assert client.get_creator_linkage("a") is None


@pytest.mark.parametrize("size", [None, -1, "36599", 3.5, True, {}])
def test_a_size_that_is_no_count_is_unknown(size: Any, serve: Serve, client_for: ClientFor) -> None:
    file = ZIP_FILE | {"attributes": ZIP_FILE["attributes"] | {"bytes": size}}

    record = client_for(serve(document(file))).get_file("61")

    assert record.size_bytes is None
    assert record.raw["attributes"]["bytes"] == size


@pytest.mark.parametrize("size", [0, 10**15, 2**63])
def test_any_count_is_a_size(size: int, serve: Serve, client_for: ClientFor) -> None:
    """F-46: what is too much is for the archive to say."""
    file = ZIP_FILE | {"attributes": {"bytes": size}}

    assert client_for(serve(document(file))).get_file("61").size_bytes == size


def test_an_archived_file_is_looked_for_once(serve: Serve, client_for: ClientFor) -> None:
    server = serve(answer(status=404), answer(published("archived_file")))

    record = client_for(server).get_file("101")

    assert record.file_id == "101"
    assert [request.path for request in server.requests] == ["/api/v1/files/101", "/api/v1/archive/files/101"]


def test_a_file_that_is_nowhere_is_not_found(serve: Serve, client_for: ClientFor) -> None:
    server = serve(answer(status=404))

    with pytest.raises(NotFound, match="/v1/archive/files/101"):
        client_for(server).get_file("101")

    assert server.connections == 2


def test_a_file_that_is_null_is_malformed(serve: Serve, client_for: ClientFor) -> None:
    with pytest.raises(MalformedDocument, match="/data is null where a file belongs"):
        client_for(serve(document(None))).get_file("101")


def test_a_user_may_lack_everything_but_an_id(serve: Serve, client_for: ClientFor) -> None:
    user = client_for(serve(document({"id": 84, "type": "users", "attributes": {}}))).get_me()

    assert (user.user_id, user.first_name, user.email, user.admin_access) == ("84", None, None, None)
