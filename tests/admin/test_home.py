"""The home of the admin: what is true now, in words, from an empty database to a busy one."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports_app.models import WorkItem
from reports_app.vocabulary import SyncState
from tests.factories import (
    make_firm,
    make_portfolio,
    make_report,
    make_request,
    make_run,
    make_standing,
    make_sync_run,
    make_work_item,
)

pytestmark = pytest.mark.django_db


def _home(admin: Client) -> str:
    answer = admin.get(reverse("admin:index"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_database_says_what_would_fill_it(admin: Client) -> None:
    page = _home(admin)

    assert "Nothing is mirrored yet" in page
    assert "No failure without a later good run" in page
    assert "No runs yet" in page


def test_without_a_firm_home_says_what_to_set(admin: Client, settings: Any) -> None:
    settings.ADDEPAR_FIRM_ID = ""

    page = _home(admin)

    assert "ADDEPAR_BASE_URL and ADDEPAR_FIRM_ID" in page
    assert admin.get(reverse("admin:reports_app_generatedreport_changelist")).status_code == 200
    assert admin.post(reverse("admin:sync_now")).status_code == 302


def test_only_open_failures_of_the_own_firm_are_counted(admin: Client) -> None:
    now, report = timezone.now(), make_report()
    healed, standing = make_portfolio("Healed Trust"), make_portfolio("Standing Trust")
    failed = make_run(report, failed=[healed, standing], completed_at=now - timedelta(hours=2))
    good = make_run(report, generated=[healed], completed_at=now - timedelta(hours=1))
    make_standing(report, healed, failed=failed, good=good)
    make_standing(report, standing, failed=failed)
    foreign = make_report(firm=make_firm())
    stranger = make_portfolio("Stranger", firm=foreign.firm)
    make_standing(foreign, stranger, failed=make_run(foreign))
    make_sync_run(started_at=now, finished_at=now)

    page = _home(admin)

    assert "1 failure</a> has no later good run" in page
    assert "Standing Trust" in page
    assert "Healed Trust" not in page
    assert "Stranger" not in page


def test_a_sync_that_did_not_finish_gives_its_reason(admin: Client) -> None:
    now = timezone.now()
    make_sync_run(started_at=now - timedelta(hours=1), finished_at=now - timedelta(hours=1))
    make_sync_run(SyncState.FAILED, started_at=now, finished_at=now, reason="Addepar refused the key (401).")

    page = _home(admin)

    assert "Addepar refused the key (401)." in page
    assert "Last complete" in page


def test_requests_left_are_counted_in_both_windows(admin: Client) -> None:
    now = timezone.now()
    for minutes in (1, 2, 60, 60 * 25):
        make_request(sent_at=now - timedelta(minutes=minutes))

    home = admin.get(reverse("admin:index")).context["home"]

    assert (home.gauges.day.left, home.gauges.short.left) == (997, 48)


def test_runs_of_today_and_work_under_way_are_shown(admin: Client) -> None:
    run = make_run(generated=[make_portfolio()], completed_at=timezone.now())
    make_run(completed_at=timezone.now() - timedelta(days=3))
    make_work_item(run, state="running")
    make_work_item(run, state="done", kind="sync", subject="")

    home = admin.get(reverse("admin:index")).context["home"]

    assert home.today == {"complete": 1}
    assert [item.state for item in home.work] == ["running"]


def test_sync_now_queues_one_sync_and_returns_to_where_it_was_pressed(admin: Client) -> None:
    from_home = admin.post(reverse("admin:sync_now"), {"from": "home"})
    from_list = admin.post(reverse("admin:sync_now"))

    assert WorkItem.objects.get().kind == "sync"
    assert from_home["Location"] == reverse("admin:index")
    assert from_list["Location"] == reverse("admin:reports_app_syncrun_changelist")


def test_a_reader_may_not_start_a_sync(reader: Client) -> None:
    assert b"Sync now" not in reader.get(reverse("admin:index")).content
    assert reader.post(reverse("admin:sync_now")).status_code == 403
    assert WorkItem.objects.count() == 0
