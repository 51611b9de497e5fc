"""Upstream's numbered oddities of single runs and their files, as the sandbox shows them; two claims each.

The numbers are those of the contract's table of quirks. What only a client meets is not here.
"""

import re
from datetime import timedelta
from typing import Any

from reports_app.sandbox import SandboxFirm, make_app
from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.generated_reports import GeneratedReport, PublishNote
from tests.sandbox.asking import NOW, app_at, ask

Shown = tuple[GeneratedReport, ...]
PATH = "/v1/generated_reports"


def _good(shown: Shown) -> GeneratedReport:
    return next(one for one in shown if one.generated)


def _run(app: WsgiApp, report: GeneratedReport) -> Any:
    return ask(app, f"{PATH}/{report.run_id}").document


def test_quirk_01_a_list_calls_the_zip_archive_files(app: WsgiApp) -> None:
    runs = ask(app, f"{PATH}?page[size]=200").document["data"]
    zips = [one["relationships"]["zipped_file"]["data"] for one in runs]

    assert {one["type"] for one in zips if one} == {"archive/files"}


def test_quirk_01_a_single_run_and_the_zip_itself_say_files(app: WsgiApp, shown: Shown) -> None:
    report = _good(shown)
    alone = _run(app, report)["data"]["relationships"]["zipped_file"]["data"]
    itself = ask(app, f"{PATH}/{report.run_id}/zipped_file").document["data"]

    assert (alone["type"], itself["type"]) == ("files", "files")
    assert alone["id"] == itself["id"]


def test_quirk_02_absence_of_has_been_published_follows_neither_status_nor_kind(shown: Shown) -> None:
    silent = [one for one in shown if one.publish_note is PublishNote.NOWHERE and one.generated]

    assert len({one.status for one in silent}) > 1
    assert {client.kind for one in silent for client in one.generated} == {"entity", "group"}


def test_quirk_02_what_is_absent_stays_absent_with_time(firm: SandboxFirm, shown: Shown) -> None:
    silent = next(
        one
        for one in shown
        if one.publish_note is PublishNote.NOWHERE and one.published_at and one.published_at < NOW
    )

    for moment in (silent.completed_at, NOW):
        assert b"has_been_published" not in ask(app_at(firm, moment=moment), f"{PATH}/{silent.run_id}").body


def test_quirk_14_runs_have_two_fractional_digits(app: WsgiApp) -> None:
    runs = ask(app, PATH).document["data"]
    times = [one["attributes"][name] for one in runs for name in ("started_at", "completed_at")]

    assert all(re.fullmatch(r".{19}\.\d\dZ", time) for time in times)
    assert any(not time.endswith(".00Z") for time in times)


def test_quirk_14_files_have_none(app: WsgiApp, shown: Shown) -> None:
    old = next(one for one in reversed(shown) if one.generated)
    attributes = ask(app, f"/v1/archive/files/{old.pdf_file_id(0)}").document["data"]["attributes"]

    assert all(re.fullmatch(r".{19}Z", attributes[name]) for name in ("created_at", "deleted_at"))


def test_quirk_15_a_running_job_answers_as_an_unknown_one_does(firm: SandboxFirm, shown: Shown) -> None:
    report = _good(shown)
    app = app_at(firm, moment=report.started_at + (report.completed_at - report.started_at) / 2)

    running, unknown = (ask(app, f"{PATH}/{run_id}") for run_id in (report.run_id, "unknown"))

    assert (running.status, running.body) == (unknown.status, unknown.body) == (404, unknown.body)


def test_quirk_15_all_five_routes_and_the_linkages_are_404_while_it_runs(
    firm: SandboxFirm, shown: Shown
) -> None:
    report = _good(shown)
    app = app_at(firm, moment=report.started_at)
    below = ("", "/creator", "/zipped_file", "/zipped_file/download", "/relationships/zipped_file")

    assert {ask(app, f"{PATH}/{report.run_id}{tail}").status for tail in below} == {404}


def test_quirk_16_downloads_need_admin_permission_too(firm: SandboxFirm, shown: Shown) -> None:
    app = make_app(firm, clock=lambda: NOW, limits=(), is_admin=False)

    assert ask(app, f"{PATH}/{_good(shown).run_id}/zipped_file/download").status == 403


def test_quirk_16_permission_is_judged_before_parameters_and_existence(firm: SandboxFirm) -> None:
    app = make_app(firm, clock=lambda: NOW, limits=(), is_admin=False)

    assert ask(app, f"{PATH}/unknown?include=creator").status == 403


def test_quirk_17_ids_inside_attributes_are_integers(app: WsgiApp, shown: Shown) -> None:
    attributes = _run(app, _good(shown))["data"]["attributes"]
    client = attributes["generated_portfolios"][0]

    assert [type(one) for one in (attributes["report_id"], client["portfolio_id"], client["file_id"])] == [
        int
    ] * 3


def test_quirk_17_ids_of_resources_are_strings(app: WsgiApp, shown: Shown) -> None:
    run = _run(app, _good(shown))["data"]
    linked = [one["data"]["id"] for one in run["relationships"].values()]

    assert [type(one) for one in (run["id"], *linked)] == [str] * 3


def test_quirk_18_the_zip_is_named_after_report_and_day(app: WsgiApp, shown: Shown) -> None:
    report = next(one for one in shown if one.definition.report_id == 59 and one.generated)
    name = ask(app, f"{PATH}/{report.run_id}/zipped_file").document["data"]["attributes"]["name"]

    assert re.fullmatch(r"Realized Gains & Losses at \d\d-\d\d-\d{4}\.zip", name)


def test_quirk_18_the_name_is_quoted_in_the_header(app: WsgiApp, shown: Shown) -> None:
    header = ask(app, f"{PATH}/{_good(shown).run_id}/zipped_file/download").headers["content-disposition"]

    assert re.fullmatch(r'attachment; filename="[^"]+ at \d\d-\d\d-\d{4}\.zip"', header)


def test_quirk_19_every_download_is_application_binary(app: WsgiApp, shown: Shown) -> None:
    report = _good(shown)
    targets = (f"{PATH}/{report.run_id}/zipped_file/download", f"/v1/files/{report.pdf_file_id(0)}/download")

    assert {ask(app, target).headers["content-type"] for target in targets} == {"application/binary"}


def test_quirk_19_metadata_names_the_true_types(app: WsgiApp, shown: Shown) -> None:
    report = _good(shown)
    targets = (f"/v1/files/{report.zip_file_id}", f"/v1/files/{report.pdf_file_id(0)}")
    types = [ask(app, target).document["data"]["attributes"]["content_type"] for target in targets]

    assert types == ["application/zip", "application/PDF"]


def test_quirk_20_the_header_is_content_disposition(app: WsgiApp, shown: Shown) -> None:
    headers = ask(app, f"{PATH}/{_good(shown).run_id}/zipped_file/download").headers

    assert "content-disposition" in headers
    assert "content-dispositionl" not in headers


def test_quirk_20_so_it_is_on_archived_files(app: WsgiApp, shown: Shown) -> None:
    old = next(one for one in reversed(shown) if one.generated)

    assert "content-disposition" in ask(app, f"/v1/archive/files/{old.pdf_file_id(0)}/download").headers


def test_quirk_22_stopped_runs_may_hold_successes(shown: Shown) -> None:
    stopped = [one.status for one in shown if one.status != "FINISHED" and one.generated]

    assert set(stopped) == {"ERROR", "CANCELED"}


def test_quirk_22_a_run_without_success_has_no_zip(app: WsgiApp, shown: Shown) -> None:
    for status in ("FINISHED", "ERROR", "CANCELED"):
        report = next(one for one in shown if one.status == status and not one.generated)

        assert _run(app, report)["data"]["relationships"]["zipped_file"]["data"] is None
        assert ask(app, f"{PATH}/{report.run_id}/zipped_file/download").status == 404


def test_quirk_23_a_file_is_archived_at_a_moment_and_never_comes_back(
    firm: SandboxFirm, shown: Shown
) -> None:
    report = next(one for one in shown if one.generated and one.definition.report_id == 75)
    archived_at = report.completed_at + timedelta(days=400)
    statuses = [
        ask(app_at(firm, moment=archived_at + wait), f"/v1/files/{report.pdf_file_id(0)}").status
        for wait in (timedelta(seconds=-1), timedelta(), timedelta(days=800))
    ]

    assert statuses == [200, 404, 404]


def test_quirk_23_an_archived_file_has_the_bytes_it_always_had(firm: SandboxFirm, shown: Shown) -> None:
    report = next(one for one in shown if one.generated and one.definition.report_id == 75)
    file = report.pdf_file_id(0)
    later = app_at(firm, moment=NOW + timedelta(days=500))

    before = ask(app_at(firm, moment=NOW), f"/v1/files/{file}/download").body

    assert ask(later, f"/v1/archive/files/{file}/download").body == before


def test_quirk_24_links_are_paths_from_v1_whatever_was_asked(app: WsgiApp, shown: Shown) -> None:
    for prefix in ("", "/api"):
        document = ask(app, f"{prefix}{PATH}/{_good(shown).run_id}").document
        links = [
            one["links"][name] for one in document["data"]["relationships"].values() for name in one["links"]
        ]

        assert all(link.startswith(f"{PATH}/{_good(shown).run_id}/") for link in links)


def test_quirk_24_following_a_link_behind_the_base_works(app: WsgiApp, shown: Shown) -> None:
    links = [
        link
        for one in _run(app, _good(shown))["data"]["relationships"].values()
        for link in one["links"].values()
    ]

    assert {ask(app, f"/api{link}").status for link in links} == {200}


def test_quirk_25_a_run_has_no_link_to_itself(app: WsgiApp, shown: Shown) -> None:
    assert "links" not in _run(app, _good(shown))["data"]
    assert "links" not in ask(app, PATH).document["data"][0]


def test_quirk_25_a_single_run_comes_without_included_and_links(app: WsgiApp, shown: Shown) -> None:
    assert list(_run(app, _good(shown))) == ["data"]


def test_quirk_26_a_failed_client_has_three_members_and_no_reason(app: WsgiApp, shown: Shown) -> None:
    report = next(one for one in shown if one.failed)
    failed = _run(app, report)["data"]["attributes"]["failed_portfolios"]

    assert {tuple(one) for one in failed} == {("portfolio_type", "portfolio_id", "portfolio_name")}


def test_quirk_26_a_run_without_failures_says_so_with_an_empty_list(app: WsgiApp, shown: Shown) -> None:
    report = next(one for one in shown if one.generated and not one.failed)

    assert _run(app, report)["data"]["attributes"]["failed_portfolios"] == []
