"""Every state of the mirror has its own words: no firm, nothing yet, first sync, failed, paused, late."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reports_app import conf
from reports_app.models import Firm
from reports_app.vocabulary import SyncState
from tests.factories import make_portfolio, make_report, make_request, make_run, make_standing, make_sync_run

pytestmark = pytest.mark.django_db


def _ago(minutes: float) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)


def _page(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def _complete(minutes: float = 1) -> None:
    make_sync_run(started_at=_ago(minutes + 1), finished_at=_ago(minutes))


def _ended(state: SyncState, code: str, reason: str) -> None:
    make_sync_run(state, reason_code=code, reason=reason, started_at=_ago(0.5), finished_at=_ago(0.4))


def test_without_a_firm_it_leads_a_superuser_to_connecting_one(
    staff: Client, advisor: Client, settings: Any
) -> None:
    settings.ADDEPAR_BASE_URL = ""

    page = _page(advisor)

    assert staff.get("/")["Location"] == "/welcome/"
    assert "No firm is connected" in page
    assert "Sync now" not in page


def test_an_empty_database_says_that_the_first_sync_has_not_begun(staff: Client) -> None:
    page = _page(staff)

    assert "Nothing is mirrored yet." in page
    assert "The first sync has not begun" in page
    assert "Sync now" in page
    assert 'class="stats"' not in page


def test_the_first_sync_shows_how_far_it_is_and_is_watched(staff: Client) -> None:
    make_sync_run(SyncState.RUNNING, started_at=_ago(1), heartbeat_at=_ago(0), finished_at=None,
                  seen=1200, created=1150)  # fmt: skip

    page = _page(staff)

    assert "The first sync is running" in page
    assert "1,200 runs read so far, 1,150 of them new." in page
    assert 'data-poll="/sync-now/state/"' in page
    assert "js/job.js" in page


def test_while_the_first_sync_goes_on_what_it_has_stored_is_shown(staff: Client) -> None:
    make_sync_run(SyncState.RUNNING, started_at=_ago(1), heartbeat_at=_ago(0), finished_at=None)
    Firm.objects.update(unread_before=_ago(600))
    make_run(make_report("Already Here"), completed_at=_ago(5))

    page = _page(staff)

    assert "Already Here" in page
    assert "The first sync is running" in page


def test_a_first_sync_that_failed_says_why(staff: Client) -> None:
    _ended(SyncState.FAILED, "unreachable", "Addepar could not be reached.")

    page = _page(staff)

    assert "The sync did not finish" in page
    assert "Addepar could not be reached." in page


def test_the_watched_state_becomes_its_end(staff: Client) -> None:
    running = make_sync_run(SyncState.RUNNING, started_at=_ago(1), heartbeat_at=_ago(0), finished_at=None)
    during = staff.get("/sync-now/state/").content.decode()

    running.state, running.finished_at, running.reason = SyncState.COMPLETE, _ago(0), "3 new runs."
    running.save()
    after = staff.get("/sync-now/state/").content.decode()

    assert 'data-job="running" data-poll=' in during
    assert 'data-job="stored" data-say=' in after
    assert "3 new runs." in after


def test_a_sync_whose_process_died_is_not_shown_as_running(staff: Client) -> None:
    _complete(30)
    make_sync_run(SyncState.RUNNING, started_at=_ago(20), heartbeat_at=_ago(20), finished_at=None)

    page = _page(staff)

    assert "A sync is running" not in page
    assert "The last complete sync ended" in page


def test_a_failed_sync_is_told_with_its_reason_and_when_it_is_tried_again(staff: Client) -> None:
    _complete(4)
    _ended(SyncState.FAILED, "upstream_error", "Addepar answered 503 four times.")

    page = _page(staff)

    assert "The last sync did not finish. Addepar answered 503 four times." in page
    assert "It is tried again at" in page
    assert "The last one failed" in page


@pytest.mark.parametrize(
    ("code", "because"), [("credentials_refused", "refused the key (401)"), ("permission_refused", "(403)")]
)
def test_a_refused_key_pauses_the_schedule_and_says_what_to_do(
    staff: Client, code: str, because: str
) -> None:
    _complete()
    _ended(SyncState.FAILED, code, "Addepar refused.")
    Firm.objects.update(paused_reason=code)

    page = _page(staff)

    assert "The schedule is paused." in page
    assert because in page
    assert '<a href="/welcome/">Connect again with a key that works</a>' in page
    assert "Sync now: it always tries once" in page
    assert "next at" not in page


def test_a_sync_that_is_late_says_since_when(staff: Client) -> None:
    _complete(45)

    page = _page(staff)

    assert "The last complete sync ended" in page
    assert "though one is due every 5 min" in page
    assert "is-part" in page


def test_requests_that_are_used_up_are_told_with_when_it_goes_on(staff: Client, settings: Any) -> None:
    settings.ADDEPAR_REQUESTS_PER_DAY, settings.ADDEPAR_RESERVED_PER_DAY = 20, 5
    _complete()
    _ended(SyncState.STOPPED, "quota_exhausted", "The day is spent. The sync resumes by itself.")
    for minutes in range(16):
        make_request(sent_at=_ago(60 + minutes))

    page = _page(staff)

    assert "The requests that Addepar allows are used up, so the sync waits." in page
    assert "It goes on by itself from" in page
    assert ">4<small> of 20</small>" in page


def test_addepar_asking_for_a_pause_is_told_too(staff: Client) -> None:
    _complete()
    _ended(SyncState.STOPPED, "rate_limited", "Addepar asked to wait.")
    Firm.objects.update(not_before=timezone.now() + timedelta(minutes=9))

    assert "It goes on by itself from" in _page(staff)


def test_when_all_is_well_nothing_warns(staff: Client) -> None:
    _complete()

    page = _page(staff)

    assert 'class="note' not in page
    assert "Current, next at" in page


def test_an_advisor_without_grants_sees_no_client_and_no_figure(advisor: Client) -> None:
    _complete()
    report, client = make_report("Secret Report"), make_portfolio("Secret Household")
    make_standing(report, client, failed=make_run(report, failed=[client], completed_at=_ago(5)))

    page = _page(advisor)

    assert "No clients are assigned to you yet" in page
    assert "An admin grants them." in page
    assert "Secret" not in page
    assert 'class="stats"' not in page
    assert "Sync now" not in page
    assert advisor.get("/sync-now/state/").status_code == 403


def test_another_firms_rows_are_not_shown(staff: Client, settings: Any) -> None:
    _complete()
    report, client = make_report("Old Firm Report"), make_portfolio("Old Firm Household")
    make_standing(report, client, failed=make_run(report, failed=[client], completed_at=_ago(5)))

    settings.ADDEPAR_FIRM_ID = "2"
    make_sync_run(started_at=_ago(1), finished_at=_ago(0.5))
    page = _page(staff)

    assert conf.current_firm().addepar_firm_id == "2"
    assert "Old Firm" not in page
