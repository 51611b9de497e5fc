"""The sandbox's documents have the shape of the published samples, member by member, in order and type.

The samples are in tests/contract, one file each. `reports`, `archived_file`, `user` and the two linkages are
not printed by Addepar as whole documents: they are put together from its tables and other samples.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.definitions import Cadence
from reports_app.sandbox.generated_reports import GeneratedReport, PublishNote
from tests.sandbox.asking import NOW, ask
from tests.sandbox.shapes import differences

CONTRACT = Path(__file__).parent.parent / "contract"
Shown = tuple[GeneratedReport, ...]


def sample(name: str) -> Any:
    return json.loads((CONTRACT / f"{name}.json").read_text(encoding="utf-8"))


def _full_report(shown: Shown) -> GeneratedReport:
    """A run with every member: generated and failed clients, job type and publish states."""
    return next(
        one
        for one in shown
        if one.generated and one.failed and one.job_type and one.publish_note is PublishNote.EVERYWHERE
    )


def test_the_comparison_sees_order_type_and_missing_members() -> None:
    assert differences({"a": 1, "b": "x"}, sample={"a": 2, "b": "y"}) == []
    assert differences({"b": "x", "a": 1}, sample={"a": 2, "b": "y"}) != []
    assert differences({"a": "1"}, sample={"a": 1}) == ["/a: string instead of integer"]
    assert differences({"a": True}, sample={"a": 1}) == ["/a: boolean instead of integer"]
    assert differences([{"a": [{}]}], sample=[{"a": []}]) == ["/0/a: 1 items where the sample has none"]
    assert differences({"a": 1}, sample={"a": 1, "c": 1}) != []


@pytest.mark.parametrize("size", [1, 50, 2000])
def test_a_page_of_runs_has_the_published_shape(app: WsgiApp, size: int) -> None:
    document = ask(app, f"/v1/generated_reports?filter[status]=FINISHED&page[size]={size}").document
    with_a_zip = [one for one in document["data"] if one["relationships"]["zipped_file"]["data"]]

    assert len(document["data"]) == size
    assert differences(document | {"data": with_a_zip}, sample=sample("generated_reports")) == []


def test_a_page_filtered_by_portfolio_has_the_published_shape(app: WsgiApp, shown: Shown) -> None:
    client = next(one for one in shown if one.definition.cadence is Cadence.QUARTERLY).generated[0]
    kind = "entityId" if client.kind == "entity" else "groupId"
    reply = ask(app, f"/v1/generated_reports?page[size]=20&page[number]=0&filter[{kind}]={client.number}")
    document = reply.document

    assert document["links"]["next"] == (
        f"/v1/generated_reports?page[number]=1&page[size]=20&filter[{kind}]={client.number}"
    )
    for resource in document["data"]:
        listed = resource["attributes"]["generated_portfolios"] + resource["attributes"]["failed_portfolios"]
        assert client.number in [one["portfolio_id"] for one in listed]
    # Every run lists all of its portfolios, not the matching one alone.
    assert any(len(one["attributes"]["generated_portfolios"]) > 1 for one in document["data"])


def test_one_run_has_the_published_shape(app: WsgiApp, shown: Shown) -> None:
    report = _full_report(shown)

    document = ask(app, f"/v1/generated_reports/{report.run_id}").document

    assert differences(document, sample=sample("generated_report")) == []
    assert document["data"]["attributes"]["job_type"] == report.job_type
    assert all("has_been_published" in one for one in document["data"]["attributes"]["generated_portfolios"])


@pytest.mark.parametrize(
    ("route", "name"),
    [
        ("creator", "creator"),
        ("zipped_file", "zipped_file"),
        ("relationships/creator", "creator_linkage"),
        ("relationships/zipped_file", "zipped_file_linkage"),
    ],
)
@pytest.mark.parametrize("prefix", ["/v1", "/api/v1"])
def test_what_belongs_to_a_run_has_the_published_shape(
    app: WsgiApp, shown: Shown, prefix: str, route: str, name: str
) -> None:
    report = next(one for one in shown if one.generated and not one.creator.uses_saml)

    document = ask(app, f"{prefix}/generated_reports/{report.run_id}/{route}").document

    assert differences(document, sample=sample(name)) == []


def test_the_zip_of_an_old_run_has_the_published_shape_although_its_files_are_archived(
    app: WsgiApp, shown: Shown
) -> None:
    old = next(one for one in reversed(shown) if one.generated)

    document = ask(app, f"/v1/generated_reports/{old.run_id}/zipped_file").document

    assert differences(document, sample=sample("zipped_file")) == []
    assert document["data"]["links"] == {"self": f"/v1/files/{old.zip_file_id}"}


def test_a_pdf_and_an_archived_pdf_have_the_published_shape(app: WsgiApp, shown: Shown) -> None:
    fresh = next(one for one in shown if one.generated and one.generated[0].kind == "entity")
    old = next(one for one in reversed(shown) if one.generated and one.generated[0].kind == "entity")

    alive = ask(app, f"/v1/files/{fresh.pdf_file_id(0)}").document
    archived = ask(app, f"/v1/archive/files/{old.pdf_file_id(0)}").document
    # The published file belongs to a group as well as to an entity; a client's report to one of them.
    for document, name in ((alive, "file"), (archived, "archived_file")):
        assert differences(document, sample=sample(name)) == []
        associated = document["data"]["relationships"]["associated_entities"]["data"]
        assert [one["type"] for one in associated] == ["entities"]


def test_a_user_has_the_published_shape(app: WsgiApp) -> None:
    for route in ("/v1/users/me", "/v1/users/81"):
        assert differences(ask(app, route).document, sample=sample("user")) == []


def test_the_report_list_has_the_names_of_the_published_sample(app: WsgiApp) -> None:
    document = ask(app, "/v1/reports").document

    assert differences(document, sample=sample("reports")) == []
    assert len(document["data"]) == 14


@pytest.mark.parametrize(
    ("target", "status", "title"),
    [
        ("/v1/generated_reports/00000000-0000-4000-8000-000000000000", 404, "Not Found"),
        ("/v1/generated_reports/00000000-0000-4000-8000-000000000000/owner", 400, "Bad Request"),
        ("/v1/nothing", 404, "Not Found"),
        ("/v1/files/1/relationships/owner", 400, "Bad Request"),
    ],
)
def test_an_error_has_the_published_shape(app: WsgiApp, target: str, status: int, title: str) -> None:
    reply = ask(app, target)

    assert differences(reply.document, sample=sample("errors")) == []
    assert (reply.status, reply.document["errors"][0]["status"]) == (status, str(status))
    assert reply.document["errors"][0]["title"] == title
    assert reply.headers["content-type"] == "application/vnd.api+json"


def test_times_have_two_digits_on_runs_and_none_on_files(app: WsgiApp, shown: Shown) -> None:
    report = _full_report(shown)
    attributes = ask(app, f"/v1/generated_reports/{report.run_id}").document["data"]["attributes"]
    file = ask(app, f"/v1/generated_reports/{report.run_id}/zipped_file").document["data"]["attributes"]

    for name in ("started_at", "completed_at"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ", attributes[name])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", file["created_at"])
    assert attributes["completed_at"][:19] == f"{report.completed_at:%Y-%m-%dT%H:%M:%S}"
    assert report.completed_at < NOW
