"""The doors of a run's zip: ask, watch, take; for who may see every client in it."""

from datetime import timedelta

import pytest

from reports_app import conf
from reports_app.models import StoredFile, WorkItem
from reports_app.vocabulary import FileState
from tests.factories import (
    NOON,
    make_portfolio,
    make_report,
    make_run,
    make_stored_zip,
    make_work_item,
    zip_bytes,
)


@pytest.fixture
def run(db):
    return make_run(make_report(), generated=[make_portfolio()], zipped_file_id="61")


def address(run, path=""):
    return f"/runs/{run.upstream_id}/{path}"


def html_of(client, run, path=""):
    return client.get(address(run, path)).content.decode()


def test_a_run_whose_zip_nobody_asked_for_offers_to_fetch_it(staff, run):
    page = html_of(staff, run)

    assert f'action="{address(run, "zip/")}"' in page
    assert "Fetch zip" in page
    assert "data-job" not in page


def test_a_click_queues_the_zip_once_and_the_page_shows_it(staff, ingrid, run):
    answers = [staff.post(address(run, "zip/")) for _ in range(2)]

    page = html_of(staff, run)
    [item] = WorkItem.objects.all()
    assert [answer.headers["Location"] for answer in answers] == [address(run)] * 2
    assert (item.generated_report, item.requested_by) == (run, ingrid)
    assert "Zip: queued" in page
    assert f'data-poll="{address(run, "zip/state/")}"' in page
    assert "Fetch zip" not in page


def test_without_script_a_link_reloads_the_page(staff, run):
    make_work_item(run)

    page = html_of(staff, run)

    assert '<noscript><p class="quiet"><a href="">Reload this page</a>' in page


@pytest.mark.parametrize(
    ("reason_code", "reason", "told"),
    [
        ("", "", "A worker takes it within seconds."),
        ("quota_exhausted", "No request is left until 9:15.", "No request is left until 9:15."),
        ("upstream_error", "Addepar answered 503.", "Addepar answered 503. It is tried again by itself."),
    ],
)
def test_a_queued_zip_says_what_it_waits_for(staff, run, reason_code, reason, told):
    make_work_item(run, reason_code=reason_code, reason=reason)

    assert told in html_of(staff, run, "zip/state/")


def test_progress_is_told_in_bytes_and_rate(staff, run):
    started_at = conf.utc_now() - timedelta(seconds=20)
    make_work_item(run, state="running", bytes_done=30_000_000, bytes_total=60_000_000, started_at=started_at)

    state = html_of(staff, run, "zip/state/")

    assert "30 of 60 MB" in state
    assert "1.5 MB a second" in state or "1.4 MB a second" in state
    assert '<progress max="60000000" value="30000000"' in state
    assert "<html" not in state


def test_progress_without_a_known_length_names_the_bytes_so_far(staff, run):
    make_work_item(run, state="running", bytes_done=30_000_000, started_at=conf.utc_now())

    state = html_of(staff, run, "zip/state/")

    assert "30 MB so far" in state
    assert "max=" not in state


def test_a_failure_says_why_and_offers_another_try(staff, run):
    make_work_item(run, state="failed", reason_code="truncated", reason="The download ended in the middle.")

    state = html_of(staff, run, "zip/state/")

    assert "The download ended in the middle." in state
    assert f'<form method="post" action="{address(run, "zip/")}">' in state
    assert "Fetch again" in state
    assert "data-poll" not in state


def test_after_a_failure_another_click_queues_a_new_try(staff, run):
    make_work_item(run, state="failed", reason_code="truncated", reason="The download ended in the middle.")

    staff.post(address(run, "zip/"))

    assert "Zip: queued" in html_of(staff, run)


def test_a_stored_zip_is_offered_with_its_size_and_not_asked_for_again(staff, run):
    make_stored_zip(run, size_bytes=4_600_000, entry_count=116)

    page = html_of(staff, run)

    assert "4.6 MB, 116 files, every byte checked." in page
    assert f'href="{address(run, "zip/download/")}"' in page
    assert "Fetch zip" not in page
    assert "data-poll" not in page


def test_a_stored_zip_stays_when_addepar_names_none_any_more(staff, run):
    make_stored_zip(run)
    type(run).objects.filter(pk=run.pk).update(zipped_file_id="")

    page = html_of(staff, run)

    assert "Download zip" in page
    assert "names no zip" not in page


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"status": "ERROR"}, "This run generated no PDF, so there is no zip."),
        ({"generated": 1}, "Addepar names no zip for this run."),
    ],
)
def test_a_run_without_a_zip_says_why_and_cannot_be_asked_for_one(staff, columns, told):
    clients = (
        {"generated": [make_portfolio()]} if columns.pop("generated", 0) else {"failed": [make_portfolio()]}
    )
    bare = make_run(make_report(), zipped_file_id="", **clients, **columns)

    page = html_of(staff, bare)
    answer = staff.post(address(bare, "zip/"), follow=True)

    assert told in page
    assert "Fetch zip" not in page
    assert "There is no zip to fetch for this run." in answer.content.decode()
    assert WorkItem.objects.count() == 0


def test_a_stored_zip_is_sent_byte_for_byte_and_runs_nowhere(staff, run):
    content = zip_bytes({"Client.pdf": b"%PDF-1.4"})
    make_stored_zip(run, content, name="Q3 “final” Ünïcode.zip")

    answer = staff.get(address(run, "zip/download/"))

    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Q3%20")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("harm", ["other bytes", "gone"])
def test_a_damaged_zip_is_not_sent_and_a_new_copy_is_offered(staff, run, harm):
    file = make_stored_zip(run)
    path = conf.content_store().path_for(file.sha256)
    path.chmod(0o600)
    path.unlink() if harm == "gone" else path.write_bytes(b"x" * file.size_bytes)

    answer = staff.get(address(run, "zip/download/"))

    page = answer.content.decode()
    assert answer.status_code == 410
    assert "it is not given out" in page
    assert f'<form method="post" action="{address(run, "zip/")}">' in page
    assert StoredFile.objects.get().state == FileState.DAMAGED
    assert "Zip: our copy is damaged" in html_of(staff, run)


def test_a_damaged_zip_that_addepar_no_longer_names_cannot_be_fetched_again(staff, run):
    make_stored_zip(run, is_on_disk=False)
    type(run).objects.filter(pk=run.pk).update(zipped_file_id="")

    page = html_of(staff, run, "zip/download/")

    assert "Addepar names no zip for this run any more" in page
    assert '<form method="post" action="/runs/' not in page


def test_there_is_nothing_to_download_before_it_is_stored(staff, run):
    make_work_item(run, state="running", started_at=NOON)

    assert staff.get(address(run, "zip/download/")).status_code == 404


@pytest.mark.parametrize("path", ["zip/state/", "zip/download/"])
def test_who_may_not_see_the_run_gets_neither_state_nor_bytes(advisor, run, path):
    make_stored_zip(run)

    assert advisor.get(address(run, path)).status_code == 404


def test_only_a_post_by_who_sees_all_asks_for_a_zip(client, staff, advisor, run):
    answers = [staff.get(address(run, "zip/")), advisor.post(address(run, "zip/"))]
    signed_out = client.post(address(run, "zip/"))

    assert [answer.status_code for answer in answers] == [405, 404]
    assert signed_out.headers["Location"].startswith("/sign-in/")
    assert WorkItem.objects.count() == 0


def test_watching_costs_few_queries(staff, run, django_assert_max_num_queries):
    make_work_item(run, state="running", started_at=NOON)

    with django_assert_max_num_queries(5):
        html_of(staff, run, "zip/state/")
