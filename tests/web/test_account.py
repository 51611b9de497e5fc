"""A person's settings: kept for that person, and followed by every page at once."""

import pytest
from django.test import Client

from reports_app.models import User
from tests.factories import make_sync_run

pytestmark = pytest.mark.django_db
CHOSEN = {
    "time_zone_name": "Asia/Tokyo",
    "clock": "24",
    "theme": "dark",
}


def test_saved_settings_are_kept_and_a_toast_says_so(staff: Client, ingrid: User) -> None:
    page = staff.post("/account/", CHOSEN, follow=True).content.decode()

    ingrid.refresh_from_db()
    assert (ingrid.time_zone_name, ingrid.clock, ingrid.theme) == ("Asia/Tokyo", "24", "dark")
    assert ingrid.has_single_key_shortcuts is False
    assert "Settings saved." in page


def test_the_next_page_follows_the_settings(staff: Client) -> None:
    make_sync_run()
    staff.post("/account/", CHOSEN)

    page = staff.get("/account/").content.decode()

    assert 'data-theme="dark"' in page
    assert 'data-keys="off"' in page
    assert "Tokyo time, JST today" in page


def test_choosing_the_firms_zone_keeps_no_zone_of_ones_own(staff: Client, ingrid: User) -> None:
    staff.post("/account/", CHOSEN)

    staff.post("/account/", {**CHOSEN, "time_zone_name": "firm"})

    ingrid.refresh_from_db()
    assert ingrid.time_zone_name == ""
    assert "Eastern time" in staff.get("/account/").content.decode()


def test_the_form_shows_what_is_chosen(staff: Client) -> None:
    assert '<option value="firm" selected>' in staff.get("/account/").content.decode()

    staff.post("/account/", {**CHOSEN, "time_zone_name": "America/Chicago"})

    assert '<option value="America/Chicago" selected>' in staff.get("/account/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"time_zone_name": "Mars/Olympus"}, {"clock": "13"}, {"theme": "<script>"}, {"time_zone_name": ""}],
)
def test_a_value_that_is_no_choice_is_refused_and_changes_nothing(
    staff: Client, ingrid: User, wrong: dict[str, str]
) -> None:
    answer = staff.post("/account/", CHOSEN | wrong)

    ingrid.refresh_from_db()
    assert answer.status_code == 200
    assert "field-error" in answer.content.decode()
    assert (ingrid.time_zone_name, ingrid.clock, ingrid.theme) == ("", "12", "system")


def test_nobody_can_give_oneself_rights_here(advisor: Client, tobias: User) -> None:
    advisor.post("/account/", {**CHOSEN, "is_staff": "on", "is_superuser": "on", "username": "root"})

    tobias.refresh_from_db()
    assert (tobias.is_staff, tobias.is_superuser, tobias.username) == (False, False, "tobias")
    assert tobias.clock == "24"
