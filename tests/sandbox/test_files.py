"""Zips and PDFs: real, exact about their size, the same bytes every time, named after the clients."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest

from reports_app.sandbox import SandboxFirm, make_app
from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.definitions import Cadence
from reports_app.sandbox.exchange import attachment
from reports_app.sandbox.files import FileStore, entry_names
from reports_app.sandbox.firm import FirmFile
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.names import EQUAL_NAME
from reports_app.sandbox.portfolios import Portfolio
from tests.sandbox.asking import NOW, ask

Shown = tuple[GeneratedReport, ...]


@pytest.fixture(scope="module")
def quarterly(shown: Shown) -> GeneratedReport:
    """The newest big run that was not stopped."""
    return next(one for one in shown if one.definition.report_id == 42 and len(one.generated) > 60)


def _client(name: str) -> Portfolio:
    return Portfolio("entity", 10_999, name, date(2020, 1, 1), None)


def test_the_zip_holds_one_pdf_a_client_and_is_as_long_as_its_metadata_says(
    app: WsgiApp, quarterly: GeneratedReport
) -> None:
    path = f"/v1/generated_reports/{quarterly.run_id}/zipped_file"
    attributes = ask(app, path).document["data"]["attributes"]
    download = ask(app, f"{path}/download")
    archive = zipfile.ZipFile(io.BytesIO(download.body))

    assert attributes["bytes"] == len(download.body) == int(download.headers["content-length"])
    assert archive.testzip() is None
    assert len(archive.namelist()) == len(quarterly.generated)
    assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    assert f"{EQUAL_NAME} (2).pdf" in archive.namelist()


def test_a_client_s_file_is_the_entry_of_the_zip_byte_by_byte(
    app: WsgiApp, quarterly: GeneratedReport
) -> None:
    path = f"/v1/generated_reports/{quarterly.run_id}/zipped_file/download"
    archive = zipfile.ZipFile(io.BytesIO(ask(app, path).body))

    for position in (0, 1, len(quarterly.generated) - 1):
        file = f"/v1/files/{quarterly.pdf_file_id(position)}"
        pdf = ask(app, f"{file}/download").body
        assert pdf == archive.read(archive.namelist()[position])
        assert ask(app, file).document["data"]["attributes"]["bytes"] == len(pdf)


def test_a_download_is_application_binary_with_the_published_file_name(
    app: WsgiApp, quarterly: GeneratedReport
) -> None:
    path = f"/v1/generated_reports/{quarterly.run_id}/zipped_file"
    headers = ask(app, f"{path}/download").headers
    name = ask(app, path).document["data"]["attributes"]["name"]

    assert headers["content-type"] == "application/binary"
    assert headers["content-disposition"] == f'attachment; filename="{name}"'
    assert re.fullmatch(r"Quarterly Performance Review at \d\d-\d\d-\d{4}\.zip", name)


def test_a_file_made_again_by_another_server_has_the_same_bytes(
    firm: SandboxFirm, app: WsgiApp, shown: Shown
) -> None:
    report = next(one for one in shown if len(one.generated) > 20)
    other = make_app(SandboxFirm(), clock=lambda: NOW + timedelta(hours=3), limits=())
    path = f"/v1/generated_reports/{report.run_id}/zipped_file/download"

    assert ask(app, path).body == ask(other, path).body


def test_old_files_are_in_the_archive_and_only_there(app: WsgiApp, shown: Shown) -> None:
    old = next(one for one in reversed(shown) if one.generated)
    fresh = next(one for one in shown if one.generated)

    for report, expected in ((old, [404, 200]), (fresh, [200, 404])):
        for file_id in (report.pdf_file_id(0), report.zip_file_id):
            for tail in ("", "/download"):
                areas = [f"/v1/files/{file_id}{tail}", f"/v1/archive/files/{file_id}{tail}"]
                assert [ask(app, area).status for area in areas] == expected
    # The zip of an old run is still where the run says it is.
    assert ask(app, f"/v1/generated_reports/{old.run_id}/zipped_file/download").status == 200


def test_files_of_a_draft_move_to_the_archive_with_it(firm: SandboxFirm, shown: Shown) -> None:
    draft = next(one for one in shown if one.definition.cadence is Cadence.DRAFT and one.generated)
    later = make_app(firm, clock=lambda: NOW + timedelta(hours=25), limits=())

    assert ask(later, f"/v1/files/{draft.pdf_file_id(0)}").status == 404
    assert ask(later, f"/v1/archive/files/{draft.pdf_file_id(0)}/download").body.startswith(b"%PDF-")


@pytest.mark.parametrize("file_id", ["0", "-1", "x", "1.5", "2147483648", "9" * 18, "9" * 4000, "1999999999"])
def test_a_number_without_a_file_is_404(app: WsgiApp, file_id: str) -> None:
    assert ask(app, f"/v1/files/{file_id}").status == 404
    assert ask(app, f"/v1/archive/files/{file_id}/download").status == 404


def test_neighbours_of_a_run_s_files_are_404(app: WsgiApp, shown: Shown) -> None:
    report = next(one for one in shown if one.generated)
    empty = next(one for one in shown if not one.generated)

    assert ask(app, f"/v1/files/{report.pdf_file_id(len(report.generated))}").status == 404
    assert ask(app, f"/v1/files/{empty.zip_file_id}").status == 404


def test_a_file_of_a_running_job_is_404(firm: SandboxFirm, shown: Shown) -> None:
    report = next(one for one in shown if one.generated)
    before = make_app(firm, clock=lambda: report.completed_at - timedelta(seconds=1), limits=())

    assert ask(before, f"/v1/files/{report.pdf_file_id(0)}").status == 404


def test_a_file_says_whose_it_is(app: WsgiApp, shown: Shown) -> None:
    report = next(one for one in shown if any(client.kind == "group" for client in one.generated))
    position = next(n for n, client in enumerate(report.generated) if client.kind == "group")
    path = f"/v1/files/{report.pdf_file_id(position)}/relationships"
    number = str(report.generated[position].number)

    assert ask(app, f"{path}/associated_groups").document["data"] == [{"type": "groups", "id": number}]
    assert ask(app, f"{path}/associated_entities").document["data"] == []


def test_entries_never_leave_their_folder_and_never_collide() -> None:
    clients = ["Ann", "ann", "Ann", "Ann (2)", "../../etc/passwd", 'A\\B/C:"D"\x00', " . ", "", "x" * 500]

    names = list(entry_names([_client(name) for name in clients]))

    assert names[:4] == ["Ann.pdf", "ann (2).pdf", "Ann (3).pdf", "Ann (2) (2).pdf"]
    assert names[6] == "entity 10999.pdf"
    assert len({name.casefold() for name in names}) == len(clients)
    assert not any(re.search(r'[/\\:"\x00]', name) for name in names)
    assert max(map(len, names)) < 170


def test_a_name_beyond_ascii_travels_encoded_beside_a_plain_one() -> None:
    assert attachment("Müller 山田.pdf") == (
        "attachment; filename=\"M_ller __.pdf\"; filename*=UTF-8''M%C3%BCller%20%E5%B1%B1%E7%94%B0.pdf"
    )
    assert attachment("Client A.pdf") == 'attachment; filename="Client A.pdf"'
    assert "\r" not in attachment("a\r\nSet-Cookie: x.pdf")


def test_the_store_keeps_to_its_budget_and_makes_again_what_it_dropped(
    firm: SandboxFirm, shown: Shown
) -> None:
    store = FileStore(seed=firm.seed, budget_bytes=12_000)
    reports = [one for one in shown if one.generated][:12]
    files = [FirmFile(one.pdf_file_id(0), one, one.generated[0], is_archived=False) for one in reports]

    first = [store.content(file) for file in files]

    assert sum(map(len, store._made.values())) <= 12_000
    assert 0 < len(store._made) < len(files)
    assert [store.content(file) for file in files] == first
