"""What the page of a run says of it in words: how it went, its figures, the unknown, what changed later."""

import re
from datetime import timedelta

import pytest

from reports_app.models import Revision
from tests.factories import NOON, make_creator, make_portfolio, make_report, make_run

LATER = timedelta(days=1)


@pytest.fixture
def report(db):
    return make_report("Quarterly Client Review")


def page_of(client, run, query=""):
    return client.get(f"/runs/{run.upstream_id}/{query}")


def text_of(page):
    """Return what a person reads, without tags, in single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_an_unknown_status_stands_word_for_word(staff, report):
    run = make_run(report, generated=[make_portfolio()], status="PAUSED")

    assert page_of(staff, run).content.decode().count("PAUSED") >= 2


def test_a_kept_poorer_answer_is_said(staff, report):
    run = make_run(report, generated=[make_portfolio()])
    Revision.objects.create(
        generated_report=run, raw="{}", content_hash="1" * 64, seen_at=NOON, is_poorer=True
    )

    assert "The richer answer stays" in page_of(staff, run).content.decode()


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"generated": 3}, "Complete 3 of 3 clients generated. "),
        ({"generated": 1, "failed": 1}, "Partial 1 of 2 clients generated. 1 failed ; not healed yet."),
        (
            {"failed": 2, "status": "ERROR"},
            "Failed 0 of 2 clients generated. 2 failed ; none of them is healed yet.",
        ),
        ({"generated": 2, "status": "CANCELED"}, "Canceled 2 of 2 clients generated before it was canceled."),
        ({"status": "FINISHED"}, "Empty The run names no client."),
        ({"generated": 1, "status": "PAUSED"}, "PAUSED 1 of 1 client generated."),
    ],
)
def test_the_page_opens_with_what_happened(staff, report, columns, told):
    clients = {
        side: [make_portfolio() for _ in range(columns.pop(side, 0))] for side in ("generated", "failed")
    }
    run = make_run(report, **clients, **columns)

    assert told in text_of(page_of(staff, run))


def test_the_facts_lead_to_their_lists(staff, report):
    creator = make_creator("Ingrid", "Valderrama-Koh", upstream_id="84")
    run = make_run(report, generated=[make_portfolio()], creator=creator, job_type="AD_HOC")

    page = page_of(staff, run)

    html, text = page.content.decode(), text_of(page)
    assert '<a class="wraps" href="/runs/?creator=84">Ingrid Valderrama-Koh</a>' in html
    assert f'href="/runs/?report={report.upstream_id}"' in html
    assert "Published 1 of 1" in text
    assert "Job type and status Ad hoc, FINISHED" in text
    assert f"Run id {run.upstream_id}" in text


def test_what_addepar_did_not_say_is_said_to_be_unknown(staff, report):
    run = make_run(
        report, generated=[make_portfolio()], published=None, duration_seconds=None, job_type="", status=""
    )

    text = text_of(page_of(staff, run))

    assert "Creator unknown Duration unknown Published unknown" in text
    assert "Job type and status not said, no status" in text


def test_publishing_that_is_partly_unknown_adds_up(staff, report):
    run = make_run(
        report, generated=[make_portfolio() for _ in range(5)], published_count=2, unpublished_count=1
    )

    assert "5: 2 published, 1 not published, 2 unknown" in text_of(page_of(staff, run))


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (600.0, "Duration 4 m 02 s longer 14 m 02 s against 10 m 00 s"),
        (902.0, "Duration 1 m 00 s shorter 14 m 02 s against 15 m 02 s"),
        (842.0, "Duration the same, 14 m 02 s"),
        (None, "Duration unknown for one of the two runs"),
    ],
)
def test_the_duration_is_compared_with_the_run_before(staff, report, before, told):
    make_run(report, completed_at=NOON - LATER, duration_seconds=before)
    run = make_run(report)

    assert told in text_of(page_of(staff, run))


def test_the_usual_duration_is_told_for_as_many_clients(staff, report):
    clients = [make_portfolio() for _ in range(20)]
    for number in range(12):
        make_run(
            report, generated=clients[:10], duration_seconds=600.0, completed_at=NOON - LATER * (1 + number)
        )
    run = make_run(report, generated=clients, duration_seconds=3600.0)

    assert "1 h 00 m usual 20 m 00 s; 3 times as long" in text_of(page_of(staff, run))


def test_a_run_that_addepar_no_longer_lists_is_kept_and_says_so(staff, report):
    run = make_run(report, generated=[make_portfolio()], gone_since=NOON + LATER)

    text = text_of(page_of(staff, run))

    assert "Addepar no longer lists this run, since Nov 18, 12:00 PM EST" in text
    assert "It is kept here." in text


def test_a_changed_answer_is_said(staff, report):
    run = make_run(report, generated=[make_portfolio()])
    Revision.objects.create(
        generated_report=run, raw="{}", content_hash="1" * 64, seen_at=NOON, is_poorer=False
    )

    assert "Addepar changed this run after it was first stored" in text_of(page_of(staff, run))
