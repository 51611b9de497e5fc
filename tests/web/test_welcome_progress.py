"""The first sync as a person watches it: every state in words, the same markup by script and by reload."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports_app.models import Firm, WorkItem
from reports_app.vocabulary import SyncState, WorkState
from tests.factories import NOON, make_firm, make_request, make_sync_run, make_work_item

from .welcome_site import name_no_firm

pytestmark = pytest.mark.django_db
STATE = "/welcome/progress/state/"


@pytest.fixture
def firm(configured_firm: None, settings: Any) -> Firm:
    """Give a firm that was connected at noon."""
    name_no_firm(settings)
    return make_firm(sealed_key="sealed", connected_at=NOON, name="Acme Wealth")


def shown(browser: Client, path: str = STATE) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def running(firm: Firm, **values: Any) -> None:
    make_sync_run(SyncState.RUNNING, firm=firm, finished_at=None, reason="", **values)


def test_a_sync_that_waits_for_a_worker_says_so(staff: Client, firm: Firm) -> None:
    make_work_item(firm=firm)

    page = shown(staff)

    assert 'data-job="queued"' in page
    assert "no worker is running" in page


def test_a_running_sync_shows_pages_runs_and_requests(staff: Client, firm: Firm) -> None:
    Firm.objects.update(unread_before=NOON - timedelta(days=30))
    make_work_item(firm=firm, state=WorkState.RUNNING)
    running(firm, pages=13, created=6_240)
    for _ in range(15):
        make_request(firm=firm)
    make_request(firm=firm, sent_at=NOON - timedelta(hours=1))

    page = shown(staff)

    assert 'data-job="running"' in page
    assert "<progress" in page
    for figure in ("6,240", "13", "15"):
        assert f'<dd class="figure">{figure}</dd>' in page
    assert "Oct 18, 2026" in page


def test_earlier_syncs_that_stopped_count_too(staff: Client, firm: Firm) -> None:
    make_sync_run(SyncState.STOPPED, firm=firm, pages=40, created=20_000)
    running(firm, pages=2, created=1_000, started_at=NOON + timedelta(minutes=15))

    assert '<dd class="figure">21,000</dd>' in shown(staff)


def test_a_complete_sync_leads_to_the_overview_and_is_asked_for_no_more(staff: Client, firm: Firm) -> None:
    Firm.objects.update(fully_read_at=NOON)
    make_sync_run(firm=firm, created=3_372, pages=7)

    page = shown(staff)

    assert 'data-job="complete"' in page
    assert "<b>3,372 runs</b> are stored" in page
    assert 'href="/">Open the overview' in page
    assert "data-poll" not in page


def test_a_spent_budget_is_no_failure(staff: Client, firm: Firm) -> None:
    make_sync_run(
        SyncState.STOPPED, firm=firm, reason="The request budget is spent. The sync resumes by itself."
    )

    page = shown(staff)

    assert "goes on by itself" in page
    assert "The request budget is spent." in page
    assert f'data-poll="{STATE}"' in page


def test_a_refused_key_leads_back_to_the_form(staff: Client, firm: Firm) -> None:
    reason = {"reason_code": "credentials_refused", "reason": "Addepar refused the credentials (401)."}
    make_sync_run(SyncState.FAILED, firm=firm, **reason)

    page = shown(staff)

    assert "Addepar refused the credentials (401)." in page
    assert "Enter the key again" in page
    assert "Try again" in page


def test_work_that_never_became_a_sync_is_told(staff: Client, firm: Firm) -> None:
    make_work_item(
        firm=firm, state=WorkState.FAILED, reason_code="worker_died", reason="The worker died 3 times."
    )

    page = shown(staff)

    assert 'data-job="failed"' in page
    assert "The worker died 3 times." in page


def test_try_again_asks_for_one_sync_however_often_it_is_pressed(staff: Client, firm: Firm) -> None:
    answers = [staff.post("/welcome/progress/") for _ in range(3)]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/welcome/progress/")}
    assert WorkItem.objects.get().firm == firm


def test_the_page_and_the_watched_part_show_the_same(staff: Client, firm: Firm) -> None:
    running(firm, pages=3, created=1_500)
    part = shown(staff)

    page = shown(staff, "/welcome/progress/")

    assert part.strip() in page
    assert "<noscript>" in part
    assert "<html" not in part


def test_the_page_costs_few_queries(staff: Client, firm: Firm) -> None:
    running(firm)

    with CaptureQueriesContext(connection) as queries:
        shown(staff, "/welcome/progress/")

    assert len(queries) <= 10


def test_another_firms_syncs_are_not_counted(staff: Client, firm: Firm) -> None:
    other = make_firm()
    make_sync_run(firm=other, created=999)
    make_work_item(firm=other)

    assert 'data-job="not_asked"' in shown(staff)
    assert "999" not in shown(staff)


def test_without_a_firm_there_is_nothing_to_watch(staff: Client, settings: Any) -> None:
    name_no_firm(settings)

    page, part = staff.get("/welcome/progress/"), staff.get(STATE)

    assert (page.status_code, page["Location"], part.status_code) == (302, "/welcome/", 404)
