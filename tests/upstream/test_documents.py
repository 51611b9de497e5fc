"""The pretend upstream's documents are the published ones, member by member."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.upstream import Creator, Run, StoredFile, StrictUpstream, ask, make_runs

SAMPLES = Path(__file__).parent / "samples"
FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
ZIP_NAME = "Quarterly Performance Report at 05-15-2021.zip"


def _sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def _published_runs() -> list[Run]:
    runs = []
    for item in _sample("list")["data"]:
        zip_id = int(item["relationships"]["zipped_file"]["data"]["id"])
        created = datetime(2021, 5, 17, 12, 34, 38, tzinfo=UTC)
        zipped = StoredFile(zip_id, ZIP_NAME, b"z" * 36_599, "application/zip", created)
        creator = Creator("84", "Alex", "Doe", "alex.doe@example.com")
        runs.append(Run(item["id"], item["attributes"], creator, zipped_file=zipped))
    pdf_created = datetime(2014, 6, 20, 20, 55, 7, tzinfo=UTC)
    content = b"p" * 256_201
    owned = StoredFile(101, "Client A.pdf", content, "application/PDF", pdf_created, owner=("entity", 10_000))
    runs[0].files[101] = owned
    return runs


@pytest.fixture
def published() -> Iterator[StrictUpstream]:
    with StrictUpstream(_published_runs()) as upstream:
        yield upstream


def test_the_list_is_the_published_sample(published: StrictUpstream) -> None:
    expected = _sample("list")
    # The sample is a first page with more behind it; here two runs are all there are.
    expected["links"] = {"next": None}

    reply = ask(published, "/v1/generated_reports")

    assert reply.document() == expected
    assert list(reply.document()["data"][0]) == list(expected["data"][0])
    assert reply.headers["content-type"] == "application/vnd.api+json"


def test_next_of_a_first_page_is_the_published_link() -> None:
    with StrictUpstream(make_runs(51)) as upstream:
        reply = ask(upstream, "/v1/generated_reports")

    assert reply.document()["links"] == _sample("list")["links"]
    assert len(reply.document()["data"]) == 50


@pytest.mark.parametrize(
    ("route", "name"),
    [("", "by_id"), ("/creator", "creator"), ("/zipped_file", "zipped_file")],
)
def test_single_documents_are_the_published_samples(published: StrictUpstream, route: str, name: str) -> None:
    reply = ask(published, f"/v1/generated_reports/{FIRST}{route}")

    assert reply.document() == _sample(name)
    assert reply.status == 200


def test_a_file_is_the_published_sample_but_for_its_group(published: StrictUpstream) -> None:
    expected = _sample("file")
    # The published file has two owners; a generated PDF has one.
    expected["data"]["relationships"]["associated_groups"]["data"] = []

    reply = ask(published, "/v1/files/101")

    assert reply.document() == expected


def test_a_zip_downloads_under_the_published_headers(published: StrictUpstream) -> None:
    reply = ask(published, f"/v1/generated_reports/{FIRST}/zipped_file/download")

    assert reply.body == b"z" * 36_599
    assert reply.headers["content-type"] == "application/binary"
    assert reply.headers["content-disposition"] == f'attachment; filename="{ZIP_NAME}"'
    assert reply.headers["content-length"] == "36599"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("creator", {"type": "users", "id": "84"}), ("zipped_file", {"type": "files", "id": "62"})],
)
def test_a_relationship_route_gives_the_linkage(
    published: StrictUpstream, name: str, identifier: dict[str, str]
) -> None:
    reply = ask(published, f"/v1/generated_reports/{SECOND}/relationships/{name}")

    base = f"/v1/generated_reports/{SECOND}"
    assert reply.document() == {
        "links": {"self": f"{base}/relationships/{name}", "related": f"{base}/{name}"},
        "data": identifier,
    }


def test_the_caller_is_a_user_document(published: StrictUpstream) -> None:
    document = ask(published, "/v1/users/me").document()

    assert document["data"]["id"] == published.caller.user_id
    assert set(document["data"]["attributes"]) == set(_sample("creator")["data"]["attributes"])


def test_an_archived_file_moves_to_the_archive_routes(published: StrictUpstream) -> None:
    published.archive_file(101)

    gone, kept = ask(published, "/v1/files/101"), ask(published, "/v1/archive/files/101")
    bytes_of_it = ask(published, "/v1/archive/files/101/download")

    assert gone.status == 404
    assert kept.document()["data"]["links"] == {"self": "/v1/archive/files/101"}
    assert "deleted_at" in kept.document()["data"]["attributes"]
    assert bytes_of_it.body == b"p" * 256_201


def test_an_awkward_name_travels_in_the_disposition() -> None:
    run = make_runs(1)[0]
    assert run.zipped_file is not None
    run.zipped_file.name = 'Été "2024".zip'

    with StrictUpstream([run]) as upstream:
        reply = ask(upstream, f"/v1/generated_reports/{run.run_id}/zipped_file/download")

    plain = 'attachment; filename="?t? \\"2024\\".zip"'
    assert reply.headers["content-disposition"] == f"{plain}; filename*=UTF-8''%C3%89t%C3%A9%20%222024%22.zip"
