"""The page of one run, and the doors of its zip."""

import re
from datetime import timedelta

import pytest

from reports_app.failures.standings import recount
from reports_app.models import Revision, WorkItem
from tests.factories import (
    NOON,
    make_creator,
    make_portfolio,
    make_report,
    make_run,
    make_stored_zip,
    make_work_item,
    zip_bytes,
)

LATER = timedelta(days=1)
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def without_token(answer, run_id):
    """Return the page without what differs each time: the form token, and the id that was asked for."""
    html = answer.content.decode().replace(run_id, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


@pytest.fixture
def report(db):
    return make_report("Quarterly Client Review")


def page_of(client, run, query=""):
    return client.get(f"/runs/{run.upstream_id}/{query}")


def settle(report, *clients):
    recount([(report.pk, client.pk) for client in clients])


def test_failed_clients_come_first_and_say_who_is_healed(staff, report):
    good, open_one, healed = make_portfolio("Good"), make_portfolio("Open"), make_portfolio("Healed")
    run = make_run(report, generated=[good], failed=[healed, open_one], creator=make_creator())
    later = make_run(report, generated=[healed], completed_at=NOON + LATER)
    settle(report, good, open_one, healed)

    page = page_of(staff, run)

    html = page.content.decode()
    rows = page.context["failed"]
    assert [(row.name, row.kind) for row in rows] == [("Open", "new"), ("Healed", "healed")]
    assert rows[1].healed_by.run_id == later.upstream_id
    assert "1 is already healed by a later run" in html
    assert html.index("Failed clients") < html.index("Generated clients")


def test_a_name_is_shown_as_it_was_in_the_run(staff, report):
    client = make_portfolio("Now Called This")
    run = make_run(report, generated=[client])
    run.portfolio_outcomes.update(name_then="Then Called That")

    html = page_of(staff, run).content.decode()

    assert "Then Called That" in html and "Now Called This" not in html


def test_joined_and_dropped_are_told_against_the_run_before(staff, report):
    stays, joins, leaves = make_portfolio("Stays"), make_portfolio("Joins"), make_portfolio("Leaves")
    before = make_run(report, generated=[stays, leaves], completed_at=NOON - LATER)
    run = make_run(report, generated=[stays], failed=[joins])

    page = page_of(staff, run)

    changes = page.context["changes"]
    assert [str(each.portfolio) for each in changes.joined] == ["Joins"]
    assert [str(each.portfolio) for each in changes.dropped] == ["Leaves"]
    assert page.context["older_url"] == f"/runs/{before.upstream_id}/"


def test_three_publish_states_are_three_words(staff, report):
    clients = [make_portfolio(name) for name in ("A", "B", "C")]
    run = make_run(report, generated=clients)
    for client, told in zip(clients, (True, False, None), strict=True):
        run.portfolio_outcomes.filter(portfolio=client).update(has_been_published=told)

    rows = page_of(staff, run).context["generated"]

    assert [row.publish_key for row in rows] == ["published", "not_published", "publish_unknown"]


def test_many_clients_are_paged_and_found_by_name(staff, report):
    clients = [make_portfolio(f"Client {number:03}") for number in range(150)]
    run = make_run(report, generated=clients)

    first, second = page_of(staff, run), page_of(staff, run, "?page=2")
    found = page_of(staff, run, "?find=CLIENT+149")
    nobody = page_of(staff, run, "?find=zebra")

    assert [len(page.context["generated"]) for page in (first, second, found)] == [100, 50, 1]
    assert "No generated client of this run is called that" in nobody.content.decode()


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", "\u202ereversed", "N" * 300, "\N{UNICORN FACE} Trust"]
)
def test_hostile_names_are_text(staff, report, name):
    client = make_portfolio(name)
    run = make_run(make_report(name), failed=[client], generated=[make_portfolio(f"{name} too")])

    html = page_of(staff, run).content.decode()

    assert "<img src=x" not in html


def test_an_unknown_status_stands_word_for_word(staff, report):
    run = make_run(report, generated=[make_portfolio()], status="PAUSED")

    assert page_of(staff, run).content.decode().count("PAUSED") >= 2


def test_a_kept_poorer_answer_is_said(staff, report):
    run = make_run(report, generated=[make_portfolio()])
    Revision.objects.create(
        generated_report=run, raw="{}", content_hash="1" * 64, seen_at=NOON, is_poorer=True
    )

    assert "The richer answer stays" in page_of(staff, run).content.decode()


def test_a_page_costs_at_most_ten_queries(staff, report, django_assert_max_num_queries):
    clients = [make_portfolio() for _ in range(30)]
    make_run(report, generated=clients[:20], completed_at=NOON - LATER)
    run = make_run(report, generated=clients[:15], failed=clients[15:], creator=make_creator())
    make_run(report, generated=clients[:5], completed_at=NOON + LATER)
    settle(report, *clients)
    make_stored_zip(run)

    with django_assert_max_num_queries(10):
        page_of(staff, run)


@pytest.mark.parametrize("path", ["", "zip/state/", "zip/download/"])
def test_a_hidden_run_answers_as_an_id_that_never_was(advisor, report, path):
    run = make_run(report, generated=[make_portfolio()])
    make_stored_zip(run)

    hidden = advisor.get(f"/runs/{run.upstream_id}/{path}")
    unknown = advisor.get(f"/runs/{UNKNOWN}/{path}")

    assert hidden.status_code == unknown.status_code == 404
    assert without_token(hidden, run.upstream_id) == without_token(unknown, UNKNOWN)


def test_a_click_queues_the_zip_once_and_the_page_shows_it(staff, report):
    run = make_run(report, generated=[make_portfolio()], zipped_file_id="61")

    answers = [staff.post(f"/runs/{run.upstream_id}/zip/") for _ in range(2)]

    page = page_of(staff, run)
    assert {answer.status_code for answer in answers} == {302}
    assert WorkItem.objects.count() == 1
    assert page.context["panel"].state == "queued"
    assert f"/runs/{run.upstream_id}/zip/state/" in page.content.decode()


def test_a_get_asks_for_nothing_and_an_advisor_neither(staff, advisor, report):
    run = make_run(report, generated=[make_portfolio()], zipped_file_id="61")

    assert staff.get(f"/runs/{run.upstream_id}/zip/").status_code == 405
    assert advisor.post(f"/runs/{run.upstream_id}/zip/").status_code == 404
    assert WorkItem.objects.count() == 0


def test_progress_is_told_in_bytes_and_rate(staff, report):
    run = make_run(report, generated=[make_portfolio()], zipped_file_id="61")
    make_work_item(run, state="running", bytes_done=30_000_000, bytes_total=60_000_000, started_at=NOON)

    html = staff.get(f"/runs/{run.upstream_id}/zip/state/").content.decode()

    assert "30 of 60 MB" in html
    assert "MB a second" in html
    assert "<html" not in html


def test_a_failure_says_why_and_offers_another_try(staff, report):
    run = make_run(report, generated=[make_portfolio()], zipped_file_id="61")
    make_work_item(run, state="failed", reason_code="truncated", reason="The download ended in the middle.")

    html = page_of(staff, run).content.decode()

    assert "The download ended in the middle." in html
    assert "Fetch again" in html


def test_a_stored_zip_is_sent_byte_for_byte_and_runs_nowhere(staff, report):
    run = make_run(report, generated=[make_portfolio()], zipped_file_id="61")
    content = zip_bytes({"Client.pdf": b"%PDF-1.4"})
    make_stored_zip(run, content)

    answer = staff.get(f"/runs/{run.upstream_id}/zip/download/")

    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_run_without_pdfs_says_why_there_is_no_zip(staff, report):
    run = make_run(report, failed=[make_portfolio()], status="ERROR", zipped_file_id="")

    html = page_of(staff, run).content.decode()

    assert "This run generated no PDF, so there is no zip." in html
    assert "Fetch zip" not in html
