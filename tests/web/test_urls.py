"""Every address leads where its name says, and an id of any shape has an address."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from tests.factories import make_portfolio, make_report, make_run, make_standing, make_sync_run

pytestmark = pytest.mark.django_db
PAGES = {
    "overview": "/",
    "runs": "/runs/",
    "search": "/search/",
    "account": "/account/",
    "sign_in": "/sign-in/",
    "design": "/design/",
    "health_live": "/health/live",
    "health_ready": "/health/ready",
}
RUN_PAGES = {"run": "", "run_zip": "zip/", "run_zip_state": "zip/state/", "run_zip_download": "zip/download/"}
ODD_IDS = ["a/b", "a?b#c", "50%2F1", "zip", "état 🏛", "<b>", "x" * 100, "a&b=c", "it's"]


@pytest.mark.parametrize(("name", "address"), PAGES.items())
def test_every_page_has_the_address_that_was_promised(staff: Client, name: str, address: str) -> None:
    make_sync_run()

    assert reverse(name) == address
    assert staff.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("run_id", ODD_IDS)
def test_the_pages_of_a_run_are_told_apart_whatever_its_id_is(run_id: str) -> None:
    request = Client().get(reverse("run", args=[run_id])).wsgi_request

    assert resolve(request.path_info).kwargs == {"run_id": run_id}
    for name, tail in RUN_PAGES.items():
        found = resolve(f"/runs/{run_id}/{tail}")
        assert (found.url_name, found.kwargs) == (name, {"run_id": run_id})


@pytest.mark.parametrize("run_id", ODD_IDS)
def test_a_run_with_an_odd_id_is_shown_and_reached_from_everywhere(staff: Client, run_id: str) -> None:
    now = timezone.now()
    make_sync_run(started_at=now, finished_at=now)
    report, client = make_report("Odd Report"), make_portfolio()
    run = make_run(report, failed=[client], upstream_id=run_id, completed_at=now - timedelta(minutes=1))
    make_standing(report, client, failed=run)
    address = reverse("run", args=[run_id])

    for page in ("/", "/runs/"):
        assert address.replace("&", "&amp;").replace("'", "&#x27;") in staff.get(page).content.decode()
    assert "Odd Report" in staff.get(address).content.decode()
