"""The first page: for superusers of an install without a firm; it says what is needed, and when not here."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from reports_app import conf
from reports_app.access.secrets import FirmKey
from reports_app.models import Firm, User, WorkItem
from reports_app.web.welcome import first_run_redirect
from tests.factories import NOON, make_firm, make_user

from .welcome_site import name_no_firm

pytestmark = pytest.mark.django_db
PAGES = ("/welcome/", "/welcome/progress/", "/welcome/progress/state/")
ACTS = ("/welcome/check/", "/welcome/sample/")
NEEDED = (
    "API Access",
    "Access to all tools and portfolios",
    "FILES",
    "USERS",
    "1 request",
    "50 times in 15 minutes",
    "1,000 times a day",
    "about 288 looks a day",
    "Open the sample firm",
)
REAL = {"base_url": "https://acme.addepar.com/api", "addepar_firm_id": "7", "name": "Acme Wealth"}


@pytest.fixture(autouse=True)
def no_firm(configured_firm: None, settings: Any) -> None:
    name_no_firm(settings)


def connect(**values: Any) -> Firm:
    sealed = conf.sealer().seal(FirmKey("k", "s"), base_url=REAL["base_url"], firm_id="7")
    return make_firm(**REAL, sealed_key=sealed, connected_at=NOON, **values)


def text(browser: Client, path: str = "/welcome/") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={path}")


@pytest.mark.parametrize("path", PAGES)
def test_for_an_advisor_and_for_other_staff_there_is_no_such_page(advisor: Client, path: str) -> None:
    clerk = Client()
    clerk.force_login(make_user("clerk", is_superuser=False))

    assert [browser.get(path).status_code for browser in (advisor, clerk)] == [404, 404]


@pytest.mark.parametrize("path", ACTS)
def test_an_act_needs_a_post_a_superuser_and_a_token(staff: Client, advisor: Client, path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="ingrid"))

    codes = (staff.get(path), advisor.post(path), Client().post(path), strict.post(path))

    assert [answer.status_code for answer in codes] == [405, 404, 302, 403]
    assert not Firm.objects.exists()


def test_the_page_says_what_the_key_needs_and_what_it_costs(staff: Client) -> None:
    page = text(staff)

    for words in NEEDED:
        assert words in page, words


def test_the_page_costs_few_queries_and_asks_addepar_nothing(staff: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        text(staff)

    assert len(queries) <= 10


def test_a_firm_in_the_settings_is_not_changed_here(staff: Client, settings: Any) -> None:
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = "https://other.addepar.com/api", "9"

    page = text(staff)
    answer = staff.post(
        "/welcome/check/", {"base_url": "acme.addepar.com", "firm_id": "7", "access_token": "t"}
    )

    assert "named by the settings" in page
    assert 'name="api_key"' not in page
    assert "Open the sample firm" not in page
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    assert [firm.addepar_firm_id for firm in Firm.objects.all()] == ["9"]


def test_a_demo_sign_in_is_told_to_make_its_own_first(client: Client) -> None:
    client.force_login(make_user("admin", is_demo=True))

    page = text(client)
    answer = client.post(
        "/welcome/check/", {"base_url": "acme.addepar.com", "firm_id": "7", "access_token": "t"}
    )

    assert "/admin/reports_app/user/add/" in page
    assert 'name="api_key"' not in page
    assert answer.status_code == 302
    assert not Firm.objects.exists()


def test_a_connected_firm_is_shown_without_its_key_and_can_be_given_a_new_one(staff: Client) -> None:
    firm = connect(connected_by=User.objects.get(username="ingrid"))

    page = text(staff)

    assert "Give it a new key" in page
    assert 'value="https://acme.addepar.com/api"' in page
    assert 'value="7"' in page
    assert firm.sealed_key not in page
    assert "Open the sample firm" not in page


def test_what_the_owner_of_the_key_lacks_stays_on_the_page(staff: Client) -> None:
    connect(key_lacks="access to all portfolios")

    assert "lacks <b>access to all portfolios</b>" in text(staff)
    assert "lacks <b>access to all portfolios</b>" in text(staff, "/welcome/progress/")


def test_the_first_page_is_shown_to_a_superuser_as_long_as_there_is_no_firm() -> None:
    request = RequestFactory().get("/")
    request.user = make_user("ingrid")

    answer = first_run_redirect(request)

    assert answer is not None and answer["Location"] == "/welcome/"


def test_the_overview_leads_there(staff: Client) -> None:
    answer = staff.get("/")

    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")


def test_nobody_else_is_led_there_and_nobody_once_there_is_a_firm(settings: Any) -> None:
    people = [AnonymousUser(), make_user("tobias", is_staff=False), make_user("clerk", is_superuser=False)]
    answers = []
    for person in people:
        request = RequestFactory().get("/")
        request.user = person
        answers.append(first_run_redirect(request))
    connect()
    request = RequestFactory().get("/")
    request.user = make_user("ingrid")

    assert [*answers, first_run_redirect(request)] == [None] * 4


def test_the_sample_is_no_way_back_from_a_real_firm(staff: Client) -> None:
    connect()

    answer = staff.post("/welcome/sample/")

    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    assert conf.current_firm().base_url == REAL["base_url"]
    assert not WorkItem.objects.exists()
