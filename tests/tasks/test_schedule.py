"""When the schedule syncs, and when it leaves Addepar alone."""

from datetime import timedelta

import pytest

from reports_app import conf, tasks
from reports_app.models import Firm, GeneratedReport, SyncRun
from reports_app.vocabulary import SyncState, SyncTrigger
from tests.upstream import Fault, effects, faults, make_runs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def upstream(upstream_factory, settings):
    running = upstream_factory(make_runs(5, seed=3))
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = running.base_url, running.firm_id
    settings.ADDEPAR_API_KEY, settings.ADDEPAR_API_SECRET = running.api_key, running.api_secret
    return running


def test_beat_looks_often_and_syncs_once_an_interval(upstream):
    answers = [tasks.run_scheduled_sync() for _ in range(3)]

    SyncRun.objects.update(started_at=conf.utc_now() - timedelta(seconds=conf.sync_interval_seconds()))
    answers.append(tasks.run_scheduled_sync())

    assert answers == ["complete", "not due", "not due", "complete"]


def test_f56_beat_back_after_three_days_syncs_once(upstream):
    tasks.run_scheduled_sync()
    SyncRun.objects.update(started_at=conf.utc_now() - timedelta(days=3))

    answers = [tasks.run_scheduled_sync() for _ in range(5)]

    assert answers == ["complete", *["not due"] * 4]


def test_without_a_firm_nothing_is_tried(db):
    assert tasks.run_scheduled_sync() == "no firm"


@pytest.mark.parametrize("status", [401, 403])
def test_f21_a_refused_key_pauses_the_schedule_until_a_person_tries(upstream, status):
    upstream.faults.append(Fault(effects.status_code(status), on=faults.LIST, times=1))
    refused = tasks.run_scheduled_sync()
    SyncRun.objects.update(started_at=conf.utc_now() - timedelta(days=1))
    paused = tasks.run_scheduled_sync()
    asked = len(upstream.log)

    item = tasks.request_sync(Firm.objects.get(), requested_by=None)
    by_hand = tasks.do_work(item.pk)

    assert (refused, paused, by_hand) == ("failed", "not due", "complete")
    assert asked == 1
    assert Firm.objects.get().paused_reason == ""
    assert SyncRun.objects.first().trigger == SyncTrigger.PERSON


def test_a_429_is_waited_out(upstream):
    upstream.faults.append(Fault(effects.status_code(429, retry_after="600"), on=faults.LIST, times=1))
    first = tasks.run_scheduled_sync()
    SyncRun.objects.update(started_at=conf.utc_now() - timedelta(days=1))

    again = tasks.run_scheduled_sync()

    assert (first, again, len(upstream.log)) == (SyncState.STOPPED, "not due", 1)


def test_f53_a_message_delivered_twice_is_work_once(upstream):
    tasks.run_scheduled_sync()
    run = GeneratedReport.objects.exclude(zipped_file_id="").first()
    item = tasks.request_zip(run, requested_by=None)
    before = len(upstream.log)

    answers = [tasks.do_work(item.pk), tasks.do_work(item.pk)]

    assert answers == ["stored", "nothing to do"]
    assert len(upstream.log) == before + 2
