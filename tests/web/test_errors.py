"""When nothing is there, nothing is allowed or something broke, a page says what happened and where to go."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client

from reports_app.web.errors import server_error

pytestmark = pytest.mark.django_db


def test_an_unknown_address_names_itself_and_the_ways_on(staff: Client) -> None:
    answer = staff.get("/no/such/<page>/")
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "Nothing is at this address" in page
    assert "/no/such/&lt;page&gt;/" in page
    assert 'href="/runs/"' in page
    assert 'class="rail"' in page


def test_who_is_signed_out_gets_the_same_page_without_the_house(client: Client) -> None:
    page = client.get("/no/such/page/").content.decode()

    assert "Nothing is at this address" in page
    assert 'class="rail"' not in page


def test_what_is_not_allowed_says_why(advisor: Client) -> None:
    answer = advisor.get("/design/")

    assert answer.status_code == 403
    assert "The sheet of parts is for staff who build these pages." in answer.content.decode()
    assert PermissionDenied.__name__ not in answer.content.decode()


def test_a_form_that_is_too_old_says_what_to_do(ingrid: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ingrid)

    answer = strict.post("/sync-now/")

    assert answer.status_code == 403
    assert "That page had expired" in answer.content.decode()


def test_a_fault_of_ours_is_told_without_asking_the_database(
    staff: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = server_error(HttpRequest())

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "This page could not be made" in page
    assert "As of" in page


def test_a_database_that_went_away_gives_the_page_of_a_fault(ingrid: Any) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(ingrid)

    def refuse(*_: Any) -> None:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(refuse):
        answer = browser.get("/")

    assert answer.status_code == 500
    assert "This page could not be made" in answer.content.decode()
    assert "OperationalError" not in answer.content.decode()
