"""Where the zips of runs stand: one query for any number of runs, each run's own rows, the best copy."""

import pytest

from reports_app.queries.zip_state import zip_states
from reports_app.vocabulary import FileState
from tests.factories import make_run, make_stored_zip, make_work_item, zip_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def firm(settings):
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = "http://127.0.0.1:9", "1"


def copy_of(run, name, state=FileState.STORED):
    return make_stored_zip(run, zip_bytes({name: b"%PDF"}), is_on_disk=False, state=state.value)


def test_each_run_has_its_own_state(django_assert_num_queries):
    none, queued, running, stored, failed, damaged = runs = [make_run() for _ in range(6)]
    make_work_item(queued)
    make_work_item(running, state="running")
    copy_of(stored, "a")
    make_work_item(failed, state="failed")
    copy_of(damaged, "b", state=FileState.DAMAGED)

    with django_assert_num_queries(1):
        states = zip_states(runs)

    keys = [states[run.pk].key for run in (none, queued, running, stored, failed, damaged)]
    assert keys == ["none", "queued", "running", "stored", "failed", "damaged"]


def test_a_good_copy_is_never_hidden_by_a_damaged_one_and_a_newer_one_wins():
    run = make_run()
    copy_of(run, "a")
    good = copy_of(run, "b")
    copy_of(run, "c", state=FileState.DAMAGED)

    assert zip_states([run])[run.pk].stored_file == good


def test_of_damaged_copies_the_newest_counts():
    run = make_run()
    copy_of(run, "a", state=FileState.DAMAGED)
    newest = copy_of(run, "b", state=FileState.DAMAGED)

    assert zip_states([run])[run.pk].stored_file == newest


def test_the_newest_work_counts_whatever_copies_there_are():
    run = make_run()
    copy_of(run, "a")
    copy_of(run, "b")
    make_work_item(run, state="failed")
    newest = make_work_item(run, state="running")

    state = zip_states([run])[run.pk]

    assert (state.item, state.key) == (newest, "running")


def test_a_sync_is_no_work_on_a_zip():
    run = make_run()
    make_work_item(run, kind="sync")

    assert zip_states([run])[run.pk].item is None


def test_no_runs_cost_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert zip_states([]) == {}
