"""The routes of one run: found while upstream shows it, strict about what hangs below it."""

from datetime import timedelta

import pytest

from reports_app.sandbox import SandboxFirm, make_app
from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.definitions import Cadence
from reports_app.sandbox.generated_reports import GeneratedReport, PublishNote
from tests.sandbox.asking import NOW, app_at, ask

Shown = tuple[GeneratedReport, ...]
BELOW = ("", "/creator", "/zipped_file", "/zipped_file/download", "/relationships/creator")


def test_while_a_job_runs_all_its_routes_are_404_and_the_list_is_silent(
    firm: SandboxFirm, shown: Shown
) -> None:
    report = next(one for one in shown if one.generated)
    app = make_app(firm, clock=lambda: report.completed_at - timedelta(seconds=1), limits=())
    done = make_app(firm, clock=lambda: report.completed_at, limits=())

    for route in BELOW:
        assert ask(app, f"/v1/generated_reports/{report.run_id}{route}").status == 404, route
        assert ask(done, f"/v1/generated_reports/{report.run_id}{route}").status == 200, route
    assert report.run_id.encode() not in ask(app, "/v1/generated_reports").body
    assert ask(done, "/v1/generated_reports").document["data"][0]["id"] == report.run_id


@pytest.mark.parametrize("run_id", ["42", "61", "nonsense", "00000000-0000-4000-8000-000000000000", "%00"])
@pytest.mark.parametrize("route", BELOW)
def test_an_unknown_run_is_404(app: WsgiApp, run_id: str, route: str) -> None:
    assert ask(app, f"/v1/generated_reports/{run_id}{route}").status == 404


@pytest.mark.parametrize("route", BELOW)
def test_include_is_400_even_where_nothing_is_found(app: WsgiApp, shown: Shown, route: str) -> None:
    for run_id in (shown[0].run_id, "unknown"):
        reply = ask(app, f"/v1/generated_reports/{run_id}{route}?include=creator")

        assert reply.status == 400
        assert reply.document["errors"][0]["source"] == {"parameter": "include"}


@pytest.mark.parametrize("route", ["owner", "files", "relationships/owner", "relationships/zipped_files"])
def test_an_unknown_relationship_is_400_and_deeper_paths_are_404(
    app: WsgiApp, shown: Shown, route: str
) -> None:
    assert ask(app, f"/v1/generated_reports/{shown[0].run_id}/{route}").status == 400
    assert ask(app, f"/v1/generated_reports/{shown[0].run_id}/{route}/deeper/still").status == 404


def test_the_zip_is_called_archive_files_in_a_list_and_files_alone(app: WsgiApp, shown: Shown) -> None:
    report = next(one for one in shown if one.generated)
    listed = next(
        one for one in ask(app, "/v1/generated_reports").document["data"] if one["id"] == report.run_id
    )
    alone = ask(app, f"/v1/generated_reports/{report.run_id}").document["data"]
    linkage = ask(app, f"/v1/generated_reports/{report.run_id}/relationships/zipped_file").document

    zip_id = str(report.zip_file_id)
    assert listed["relationships"]["zipped_file"]["data"] == {"type": "archive/files", "id": zip_id}
    assert alone["relationships"]["zipped_file"]["data"] == {"type": "files", "id": zip_id}
    assert linkage["data"] == {"type": "files", "id": zip_id}


def test_a_run_without_results_has_no_zip(app: WsgiApp, shown: Shown) -> None:
    path = f"/v1/generated_reports/{next(one for one in shown if not one.generated).run_id}"

    assert ask(app, path).document["data"]["relationships"]["zipped_file"]["data"] is None
    assert ask(app, f"{path}/relationships/zipped_file").document["data"] is None
    assert ask(app, f"{path}/zipped_file").status == 404
    assert ask(app, f"{path}/zipped_file/download").status == 404


def test_publishing_shows_on_the_day_it_happens_and_not_before(firm: SandboxFirm, shown: Shown) -> None:
    report = next(
        one
        for one in shown
        if one.published_at and one.publish_note is PublishNote.EVERYWHERE and len(one.generated) > 20
    )
    moment = report.published_at or NOW
    said = []
    for seconds in (-1, 0):
        app = app_at(firm, moment=moment + timedelta(seconds=seconds))
        reply = ask(app, f"/v1/generated_reports/{report.run_id}")
        clients = reply.document["data"]["attributes"]["generated_portfolios"]
        said.append({one["has_been_published"] for one in clients})

    assert said[0] == {False}
    assert True in said[1]


def test_what_is_not_said_stays_absent(app: WsgiApp, shown: Shown) -> None:
    silent = next(one for one in shown if one.publish_note is PublishNote.NOWHERE and one.generated)
    partly = next(
        one for one in shown if one.publish_note is PublishNote.SOME_ROWS and len(one.generated) > 3
    )
    untyped = next(one for one in shown if one.job_type is None)

    def attributes(report: GeneratedReport) -> dict[str, list[dict[str, object]]]:
        attributes: dict[str, list[dict[str, object]]] = ask(
            app, f"/v1/generated_reports/{report.run_id}"
        ).document["data"]["attributes"]
        return attributes

    assert all("has_been_published" not in one for one in attributes(silent)["generated_portfolios"])
    assert {"has_been_published" in one for one in attributes(partly)["generated_portfolios"]} == {
        True,
        False,
    }
    assert "job_type" not in attributes(untyped)


def test_the_creator_is_the_user_of_that_id(app: WsgiApp, shown: Shown) -> None:
    nameless = next(one for one in shown if one.creator.first_name is None)
    path = f"/v1/generated_reports/{nameless.run_id}"

    user = ask(app, f"{path}/creator").document["data"]

    assert ask(app, f"{path}/relationships/creator").document["data"] == {"type": "users", "id": user["id"]}
    assert ask(app, f"/v1/users/{user['id']}").document["data"] == user
    assert "first_name" not in user["attributes"]
    assert user["attributes"]["saml_user_id"] == "api-previews"


def test_a_draft_is_404_after_its_day(firm: SandboxFirm, shown: Shown) -> None:
    draft = next(one for one in shown if one.definition.cadence is Cadence.DRAFT)
    app = make_app(firm, clock=lambda: NOW + timedelta(hours=25), limits=())

    assert ask(app, f"/v1/generated_reports/{draft.run_id}").status == 404


@pytest.mark.parametrize("user_id", ["84", "0", "x", "٨٠", "9" * 5000])
def test_an_unknown_user_is_404(app: WsgiApp, user_id: str) -> None:
    assert ask(app, f"/v1/users/{user_id.encode().decode('latin-1')}").status == 404
