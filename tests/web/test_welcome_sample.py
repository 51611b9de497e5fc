"""The sample firm in one click: a sandbox of its own process, started once, and nothing but the sandbox."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from reports_app import conf, tasks
from reports_app.models import Firm, GeneratedReport, User, WorkItem
from reports_app.web import sample_firm
from tests.factories import make_user
from tests.upstream import StrictUpstream, make_runs

from .welcome_site import name_no_firm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]


@pytest.fixture(autouse=True)
def free_port(configured_firm: None, settings: Any) -> Iterator[int]:
    """Name no firm, and a port after the web's that nothing listens on; end what was started."""
    name_no_firm(settings)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    settings.PORT = port - 1
    yield port
    for process in sample_firm._started:
        process.terminate()
        process.wait(timeout=10)
    sample_firm._started.clear()


def test_one_click_starts_the_sandbox_connects_it_and_asks_for_a_sync(staff: Client, free_port: int) -> None:
    make_user("admin", is_demo=True)

    answer = staff.post("/welcome/sample/")

    assert (answer.status_code, answer["Location"]) == (302, "/welcome/progress/")
    firm = conf.current_firm()
    assert (firm.base_url, firm.is_sample) == (f"http://127.0.0.1:{free_port}", True)
    assert (str(firm), firm.sealed_key) == (conf.SAMPLE_FIRM_NAME, "")
    assert tasks.do_work(WorkItem.objects.get().pk) == "complete"
    assert GeneratedReport.objects.count() > 1_000
    assert User.objects.get(username="admin").is_active, "demo sign-ins belong to the sample firm"


def test_the_same_click_starts_nothing_twice_and_brings_a_stopped_sandbox_back(staff: Client) -> None:
    staff.post("/welcome/sample/")
    [first] = sample_firm._started
    staff.post("/welcome/sample/")
    assert sample_firm._started == [first]
    first.terminate()
    first.wait(timeout=10)

    answer = staff.post("/welcome/sample/")

    [second] = sample_firm._started
    assert answer["Location"] == "/welcome/progress/"
    assert second.pid != first.pid
    assert Firm.objects.count() == 1


def test_something_else_on_the_port_is_not_taken_for_the_sandbox(
    staff: Client, upstream_factory: Any, settings: Any
) -> None:
    stranger: StrictUpstream = upstream_factory(make_runs(1, seed=1))
    settings.PORT = stranger.port - 1

    page = staff.post("/welcome/sample/", follow=True).content.decode()

    assert f"Something else than the sample firm answers on port {stranger.port}" in page
    assert not conf.is_firm_configured()
    assert not WorkItem.objects.exists()


def test_a_sandbox_that_cannot_start_is_said(staff: Client, settings: Any, tmp_path: Any) -> None:
    settings.BASE_DIR = tmp_path

    page = staff.post("/welcome/sample/", follow=True).content.decode()

    assert "The sample firm could not be started" in page
    assert not Firm.objects.exists()


def test_the_sample_leads_on_to_a_real_firm(staff: Client) -> None:
    staff.post("/welcome/sample/")

    page = " ".join(staff.get("/welcome/").content.decode().split())

    assert 'name="api_key"' in page
    assert "You are looking at" in page
    assert "Open it again" in page
