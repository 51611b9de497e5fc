"""Signing in leads where a person wanted to go, and nowhere else; signing out takes a form."""

import pytest
from django.test import Client
from django.urls import reverse

from reports_app.models import User
from tests.factories import make_sync_run, make_user

PASSWORD = "correct horse battery staple"
pytestmark = pytest.mark.django_db
PAGES = ("overview", "search", "account", "design", "runs", "sync_state")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_asks_who_is_signed_out_to_sign_in_and_remembers_the_way(
    client: Client, name: str
) -> None:
    address = reverse(name)

    answer = client.get(address, {"q": "stark"})

    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next={address}%3Fq%3Dstark"


def test_signing_in_leads_on_to_the_page_that_was_asked_for(client: Client, ingrid: User) -> None:
    credentials = {"username": "ingrid", "password": PASSWORD, "next": "/runs/?outcome=failed"}

    answer = client.post("/sign-in/", credentials)

    assert answer["Location"] == "/runs/?outcome=failed"
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, ingrid: User, next_url: str) -> None:
    credentials = {"username": "ingrid", "password": PASSWORD, "next": next_url}

    assert client.post("/sign-in/", credentials)["Location"] == "/"
    assert "evil.example" not in client.get("/sign-in/", {"next": next_url}).content.decode()


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(client: Client, ingrid: User) -> None:
    wrong_password = client.post("/sign-in/", {"username": "ingrid", "password": "no"}).content.decode()
    wrong_name = client.post("/sign-in/", {"username": "nobody", "password": "no"}).content.decode()

    said = "That username and password do not belong together."
    assert said in wrong_password
    assert said in wrong_name
    assert 'role="alert"' in wrong_password


def test_an_account_that_is_switched_off_does_not_get_in(client: Client) -> None:
    make_user("gone", is_active=False)

    answer = client.post("/sign-in/", {"username": "gone", "password": PASSWORD})

    assert answer.status_code == 200
    assert client.get("/").status_code == 302


def test_who_is_signed_in_is_not_asked_again(staff: Client) -> None:
    assert staff.get("/sign-in/", {"next": "/account/"})["Location"] == "/account/"


def test_signing_out_takes_a_form_and_ends_the_session(staff: Client) -> None:
    assert staff.get("/sign-out/").status_code == 405
    assert staff.get("/account/").status_code == 200

    assert staff.post("/sign-out/")["Location"] == "/sign-in/"
    assert staff.get("/account/").status_code == 302


def test_a_form_from_another_site_signs_nobody_out(ingrid: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ingrid)

    assert strict.post("/sign-out/").status_code == 403
    assert strict.get("/account/").status_code == 200


def test_the_page_says_which_firm_and_how_the_sync_stands(client: Client) -> None:
    make_sync_run()

    page = client.get("/sign-in/").content.decode()

    assert "Firm 1" in page
    assert "Addepar sync: " in page
    assert 'class="rail"' not in page
