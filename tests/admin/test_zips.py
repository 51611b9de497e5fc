"""Zips in the admin: asked for once however often it is clicked, and given out only whole."""

import io
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from reports_app import conf
from reports_app.models import StoredFile, WorkItem
from tests.factories import make_firm, make_report, make_run, make_stored_zip, make_work_item, zip_bytes

LIST = "admin:reports_app_generatedreport_changelist"
pytestmark = pytest.mark.django_db


def _fetch(client: Client, pk: int) -> Any:
    return client.post(reverse("admin:run_fetch_zip", args=[pk]))


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_button_writes_one_work_item_for_ten_clicks(admin: Client, ingrid: Any) -> None:
    run = make_run()

    answers = [_fetch(admin, run.pk) for _ in range(10)]

    item = WorkItem.objects.get()
    assert (item.generated_report, item.requested_by, item.state) == (run, ingrid, "queued")
    assert {answer.status_code for answer in answers} == {302}


def test_the_list_action_queues_each_picked_run(admin: Client) -> None:
    runs = [make_run() for _ in range(3)]
    data = {"action": "fetch_zips", "index": "0", "_selected_action": [run.pk for run in runs[:2]]}

    answer = admin.post(reverse(LIST), data)

    assert set(WorkItem.objects.values_list("generated_report_id", flat=True)) == {r.pk for r in runs[:2]}
    assert "2 zips are queued" in str(next(iter(get_messages(answer.wsgi_request))))


def test_whoever_may_only_read_can_ask_for_nothing(reader: Client) -> None:
    run = make_run()

    assert _fetch(reader, run.pk).status_code == 403
    data = {"action": "fetch_zips", "index": "0", "_selected_action": [run.pk]}
    reader.post(reverse(LIST), data)
    page = reader.get(reverse("admin:reports_app_generatedreport_change", args=[run.pk]))

    assert WorkItem.objects.count() == 0
    assert b"Fetch zip" not in page.content


def test_asking_by_a_link_asks_for_nothing(admin: Client) -> None:
    assert admin.get(reverse("admin:run_fetch_zip", args=[make_run().pk])).status_code == 405
    assert WorkItem.objects.count() == 0


def test_a_request_from_another_site_asks_for_nothing(ingrid: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ingrid)

    assert _fetch(strict, make_run().pk).status_code == 403
    assert WorkItem.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "values", "words", "polls"),
    [
        ("queued", {}, "Zip: queued", True),
        ("running", {"bytes_done": 138_000_000, "bytes_total": 214_000_000}, "138 of 214 MB", True),
        ("running", {}, "Asking Addepar", True),
        ("failed", {"reason": "The zip was cut short."}, "The zip was cut short.", False),
    ],
)
def test_the_panel_tells_how_far_it_is_and_polls_only_while_it_moves(
    admin: Client, state: str, values: dict[str, Any], words: str, polls: bool
) -> None:
    run = make_run()
    make_work_item(run, state=state, **values)

    panel = admin.get(reverse("admin:run_zip", args=[run.pk])).content.decode()

    assert words in panel
    assert ("data-poll=" in panel) is polls
    assert ("Fetch again" in panel) is (state == "failed")


def test_a_stored_zip_is_downloaded_byte_for_byte_under_strict_headers(admin: Client) -> None:
    content = zip_bytes({"Stark.pdf": b"%PDF" * 1000})
    file = make_stored_zip(make_run(), content=content)

    answer = admin.get(reverse("admin:stored_file_download", args=[file.pk]))

    assert _body(answer) == content
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="Quarterly Client Review.zip"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(content))
    assert set(answer["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "sandbox"}
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


def test_a_copy_that_was_changed_is_refused_and_marked(admin: Client) -> None:
    file = make_stored_zip(make_run())
    path = conf.content_store().path_for(file.sha256)
    path.chmod(0o600)
    path.write_bytes(io.BytesIO(path.read_bytes()[:-1] + b"x").getvalue())

    answer = admin.get(reverse("admin:stored_file_download", args=[file.pk]))

    assert answer.status_code == 302
    assert StoredFile.objects.get().state == "damaged"
    assert "is not given out" in str(next(iter(get_messages(answer.wsgi_request))))


def test_downloading_needs_its_own_permission_and_the_own_firm(reader: Client, admin: Client) -> None:
    from reports_app.models import User

    User.objects.get(username="tobias").user_permissions.clear()
    own = make_stored_zip(make_run())
    foreign = make_stored_zip(make_run(make_report(firm=make_firm())), content=zip_bytes({"a": b"b"}))

    def status(client: Client, file: StoredFile) -> int:
        return client.get(reverse("admin:stored_file_download", args=[file.pk])).status_code

    assert status(reader, own) == 403
    assert status(admin, foreign) == 404
    assert status(Client(), own) == 302
