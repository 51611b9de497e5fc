"""The frame: who is there, where they may go, how the sync stands; at the price of two queries or none."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from reports_app.models import User
from reports_app.vocabulary import SyncState
from reports_app.web.context import Person, shell
from tests.factories import make_sync_run, make_user

pytestmark = pytest.mark.django_db
Budget = Any


def _shell(user: User, path: str = "/account/") -> dict[str, Any]:
    request = RequestFactory().get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return shell(request)


def _labels(user: User) -> list[str]:
    return [entry.label for entry in _shell(user)["nav"]]


def test_everybody_is_shown_only_pages_that_answer_them(ingrid: User, tobias: User) -> None:
    clerk = make_user("clerk", is_superuser=False)

    assert _labels(ingrid) == ["Overview", "Runs", "Files", "Sync", "Admin"]
    assert _labels(clerk) == ["Overview", "Runs", "Admin"]
    assert _labels(tobias) == ["Overview", "Runs"]


@pytest.mark.parametrize("who", ["ingrid", "tobias"])
def test_no_entry_of_the_rail_is_a_dead_link(who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    browser = Client()
    browser.force_login(user)

    answers = {entry.url: browser.get(entry.url).status_code for entry in _shell(user)["nav"]}

    assert set(answers.values()) == {200}


@pytest.mark.parametrize(
    ("path", "label"), [("/", "Overview"), ("/runs/", "Runs"), ("/runs/some-run/", "Runs")]
)
def test_the_page_one_is_on_is_marked(ingrid: User, path: str, label: str) -> None:
    assert [entry.label for entry in _shell(ingrid, path)["nav"] if entry.is_current] == [label]


def test_a_person_without_a_zone_reads_the_firms_time(ingrid: User) -> None:
    person = Person.of(ingrid)

    assert person.time_zone_name == "America/New_York"
    assert (person.name, person.initials) == ("Ingrid Valderrama-Koh", "IV")
    assert (person.clock, person.theme, person.single_keys, person.is_admin) == ("12", "system", True, True)


def test_a_person_without_a_name_is_called_by_username() -> None:
    assert Person.of(make_user("solo")).name == "solo"


def test_the_frame_costs_nothing_until_it_is_read_and_two_queries_then(
    ingrid: User, django_assert_num_queries: Budget
) -> None:
    make_sync_run()

    with django_assert_num_queries(0):
        context = _shell(ingrid)
    with django_assert_num_queries(2):
        assert str(context["firm_name"]) == "Firm 1"
        assert context["last_sync"]["sentence"]
        assert context["last_sync"]["url"] == reverse("admin:reports_app_syncrun_changelist")


@pytest.mark.parametrize(
    ("state", "code", "minutes", "sentence", "is_late"),
    [
        (SyncState.COMPLETE, "complete", 1, "Addepar sync: current", False),
        (SyncState.COMPLETE, "complete", 16, "Addepar sync: late", True),
        (SyncState.FAILED, "unreachable", 1, "Addepar sync: the last one failed", True),
        (SyncState.ABANDONED, "worker_died", 1, "Addepar sync: the last one failed", True),
        (SyncState.STOPPED, "quota_exhausted", 1, "Addepar sync: waiting for requests", True),
        (SyncState.STOPPED, "interrupted", 1, "Addepar sync: late", True),
    ],
)
def test_the_foot_of_the_rail_says_how_the_sync_stands(
    ingrid: User, state: SyncState, code: str, minutes: int, sentence: str, is_late: bool
) -> None:
    ended = timezone.now() - timedelta(minutes=minutes)
    make_sync_run(state, reason_code=code, started_at=ended, finished_at=ended)

    last_sync = _shell(ingrid)["last_sync"]

    assert (last_sync["sentence"], last_sync["is_late"]) == (sentence, is_late)


def test_the_last_complete_sync_is_found_behind_many_failed_ones(ingrid: User) -> None:
    now = timezone.now()
    complete = make_sync_run(started_at=now - timedelta(days=1), finished_at=now - timedelta(days=1))
    for number in range(25):
        moment = now - timedelta(minutes=number)
        make_sync_run(SyncState.FAILED, reason_code="unreachable", started_at=moment, finished_at=moment)

    assert _shell(ingrid)["last_sync"]["finished_at"] == complete.finished_at


def test_every_page_is_kept_out_of_caches_and_under_the_strict_policy(staff: Client) -> None:
    make_sync_run()

    for name in ("overview", "search", "account", "sign_in", "runs"):
        answer = staff.get(reverse(name))
        assert "no-store" in answer["Cache-Control"], name
        assert "unsafe" not in answer["Content-Security-Policy"], name
        assert ' style="' not in answer.content.decode(), name
