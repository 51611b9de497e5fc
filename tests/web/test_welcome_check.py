"""The check of a key: one request, an answer in words, and a key that nobody reads again."""

import base64
import json
import logging
import socket
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client

from reports_app import conf, tasks
from reports_app.models import Firm, GeneratedReport, RequestLedgerEntry, User, WorkItem
from tests.factories import make_user
from tests.upstream import Fault, Keys, StrictUpstream, effects, faults, make_runs

from .welcome_site import give_key, lead_addepar_to, name_no_firm

pytestmark = pytest.mark.django_db(transaction=True)
CANARIES = Keys(
    firm_id="7001", api_key="canary/key+1", api_secret="canary&secret=2", access_token="canary~token"
)


@pytest.fixture(autouse=True)
def no_firm(configured_firm: None, settings: Any) -> None:
    name_no_firm(settings)


@pytest.fixture
def upstream(upstream_factory: Any, monkeypatch: pytest.MonkeyPatch) -> StrictUpstream:
    running: StrictUpstream = upstream_factory(make_runs(12, seed=3), keys=CANARIES)
    lead_addepar_to(running.port, monkeypatch)
    return running


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def stored_text() -> str:
    """Return everything that the database holds, sessions opened, as text."""
    rows = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += [repr(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_a_good_key_costs_one_request_and_starts_the_first_sync(
    staff: Client, upstream: StrictUpstream
) -> None:
    answer = give_key(staff, upstream)

    assert (answer.status_code, answer["Location"]) == (302, "/welcome/progress/")
    assert [request.path for request in upstream.log] == ["/v1/users/me"]
    assert RequestLedgerEntry.objects.get().route == "/v1/users/me"
    firm = conf.current_firm()
    assert (firm.base_url, firm.name) == ("https://acme.addepar.com/api", "Acme Wealth")
    assert firm.connected_by == User.objects.get(username="ingrid")
    item = WorkItem.objects.get()
    assert (item.firm, item.kind, item.state) == (firm, "sync", "queued")


def test_the_first_sync_runs_with_the_stored_key(staff: Client, upstream: StrictUpstream) -> None:
    give_key(staff, upstream)

    ended = tasks.do_work(WorkItem.objects.get().pk)

    assert ended == "complete"
    assert GeneratedReport.objects.count() == 12
    page = words(staff.get("/welcome/progress/"))
    assert "<b>12 runs</b> are stored" in page


def test_an_access_token_is_a_key_as_well(staff: Client, upstream: StrictUpstream) -> None:
    answer = give_key(staff, upstream, api_key="", api_secret="", access_token=CANARIES.access_token)

    assert answer["Location"] == "/welcome/progress/"
    assert upstream.log[0].headers["authorization"] == "Bearer"
    assert tasks.do_work(WorkItem.objects.get().pk) == "complete"


def test_a_real_firm_ends_the_demo_sign_ins_and_nobody_else(staff: Client, upstream: StrictUpstream) -> None:
    make_user("admin", is_demo=True)

    give_key(staff, upstream)

    assert list(User.objects.filter(is_active=True).values_list("username", flat=True)) == ["ingrid"]


REFUSALS = [
    (effects.status_code(401), "Addepar refused the key (401)"),
    (effects.status_code(403), "does not let it ask whose it is (403)"),
    (effects.status_code(404), "has no such page (404)"),
    (effects.status_code(400), "refused the question itself"),
    (effects.status_code(500), "had trouble of its own"),
    (effects.status_code(503), "had trouble of its own"),
    (effects.status_code(429, retry_after=600), "limit for this firm is spent"),
    (effects.redirect("https://evil.example/"), "sends requests on to another place"),
    (effects.html_200(), "not as Addepar's API does"),
    (effects.empty_body(), "not as Addepar's API does"),
    (effects.body(b'{"data": []}'), "not as Addepar's API does"),
    (effects.cut_json(), "broke off"),
]


@pytest.mark.parametrize(("effect", "said"), REFUSALS, ids=[said for _, said in REFUSALS])
def test_each_refusal_is_one_request_and_a_sentence_that_helps(
    effect: Any, said: str, staff: Client, upstream: StrictUpstream
) -> None:
    upstream.faults.append(Fault(effect, on=faults.ME, times=None))

    answer = give_key(staff, upstream)

    assert answer.status_code == 200
    assert said in words(answer)
    assert "Nothing was stored" in words(answer)
    assert len(upstream.log) == 1
    assert not conf.is_firm_configured()
    assert not WorkItem.objects.exists()


def test_a_wrong_secret_or_firm_number_is_refused_alike(staff: Client, upstream: StrictUpstream) -> None:
    wrong = [give_key(staff, upstream, api_secret="mistyped"), give_key(staff, upstream, firm_id="7002")]

    assert all("Addepar refused the key (401)" in words(answer) for answer in wrong)
    assert "that 7002 is your firm's number" in words(wrong[1])
    assert len(upstream.log) == 2


def test_nothing_listening_is_said_with_the_host(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    lead_addepar_to(port, monkeypatch)

    answer = give_key(staff, StrictUpstream(keys=CANARIES))

    assert "acme.addepar.com did not answer" in words(answer)
    assert "connection was refused" in words(answer)
    assert RequestLedgerEntry.objects.count() == 1, "a person waits: it is tried once"


@pytest.mark.parametrize(
    ("attribute", "lacks"),
    [("admin_access", "access to all tools"), ("all_data_access", "access to all portfolios")],
)
def test_a_key_whose_owner_sees_too_little_is_taken_with_a_warning(
    attribute: str, lacks: str, staff: Client, upstream: StrictUpstream
) -> None:
    poorer = effects.change_document(lambda me: me["data"]["attributes"].update({attribute: False}))
    upstream.faults.append(Fault(poorer, on=faults.ME))

    answer = give_key(staff, upstream)

    assert answer["Location"] == "/welcome/progress/"
    assert f"lacks <b>{lacks}</b>" in words(staff.get("/welcome/progress/"))


def test_a_spent_budget_sends_nothing(staff: Client, upstream: StrictUpstream, settings: Any) -> None:
    settings.ADDEPAR_REQUESTS_PER_15_MINUTES, settings.ADDEPAR_RESERVED_PER_15_MINUTES = 1, 0
    give_key(staff, upstream, api_secret="mistyped")

    answer = give_key(staff, upstream)

    assert "The request budget is spent" in words(answer)
    assert len(upstream.log) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"base_url": "https://169.254.169.254"}, "no key is sent to it"),
        ({"base_url": "https://evil.example"}, "does not end in addepar.com"),
        ({"base_url": ""}, "Write the address"),
        ({"firm_id": "seven"}, "digits only"),
        ({"firm_id": ""}, "Write the firm's number"),
        ({"api_key": ""}, "Enter the API key"),
        ({"api_secret": ""}, "Enter the secret"),
        ({"access_token": "t"}, "not both"),
        ({"api_key": "a:b"}, "holds a colon"),
        ({"api_key": "", "api_secret": "", "access_token": "two words"}, "cannot carry"),
    ],
)
def test_what_cannot_be_right_is_said_before_anything_is_sent(
    changed: dict[str, str], said: str, staff: Client, upstream: StrictUpstream
) -> None:
    answer = give_key(staff, upstream, **changed)

    assert said in words(answer)
    assert upstream.log == []
    assert not conf.is_firm_configured()


def test_a_new_key_takes_the_place_of_the_old_one_and_lets_the_schedule_go_on(
    staff: Client, upstream: StrictUpstream
) -> None:
    give_key(staff, upstream)
    before = conf.current_firm()
    Firm.objects.update(paused_reason="credentials_refused")
    upstream.api_secret = "renewed"

    give_key(staff, upstream, name="")

    after = conf.current_firm()
    assert (after.pk, after.name, after.paused_reason) == (before.pk, "Acme Wealth", "")
    assert after.sealed_key != before.sealed_key
    assert tasks.run_scheduled_sync() == "complete"


def test_a_lost_secret_key_is_told_on_the_page_and_stops_no_worker(
    staff: Client, upstream: StrictUpstream, settings: Any
) -> None:
    give_key(staff, upstream)
    settings.SECRET_KEY = "a new one, without the earlier as fallback"
    staff.force_login(User.objects.get(username="ingrid"))

    ended = (tasks.do_work(WorkItem.objects.get().pk), tasks.run_scheduled_sync())

    assert ended == ("failed", "no key")
    assert "SECRET_KEY_FALLBACKS" in words(staff.get("/welcome/progress/"))
    assert len(upstream.log) == 1


def test_no_demo_sign_in_is_made_once_a_real_firm_is_connected(
    staff: Client, upstream: StrictUpstream
) -> None:
    give_key(staff, upstream)

    call_command("create_demo_people", stdout=StringIO())

    assert list(User.objects.values_list("username", flat=True)) == ["ingrid"]


def test_a_key_that_is_refused_leaves_the_old_one_in_place(staff: Client, upstream: StrictUpstream) -> None:
    give_key(staff, upstream)
    before = conf.current_firm().sealed_key

    give_key(staff, upstream, api_secret="mistyped")

    assert conf.current_firm().sealed_key == before


def test_s06_no_key_is_in_a_page_a_log_a_session_or_the_database(
    staff: Client, upstream: StrictUpstream, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = {"api_key": "", "api_secret": "", "access_token": CANARIES.access_token}
    upstream.faults.append(Fault(effects.status_code(403, detail=CANARIES.api_secret), on=faults.ME))
    refused = give_key(staff, upstream)
    wrong = [give_key(staff, upstream, firm_id="x"), give_key(staff, upstream, firm_id="x", **token)]
    in_address = give_key(staff, upstream, base_url=f"https://k:{CANARIES.api_key}@acme.addepar.com")
    taken = [give_key(staff, upstream), give_key(staff, upstream, **token)]
    tasks.do_work(WorkItem.objects.get().pk)
    pages = [refused, *wrong, in_address, *taken, staff.get("/welcome/"), staff.get("/welcome/progress/")]

    pair = f"{CANARIES.api_key}:{CANARIES.api_secret}"
    secrets = [CANARIES.api_key, CANARIES.api_secret, CANARIES.access_token]
    forms = [base64.b64encode(pair.encode()).decode(), *secrets, *(quote(one, safe="") for one in secrets)]
    forms += [json.dumps(one)[1:-1] for one in secrets] + [one.replace("&", "&amp;") for one in secrets]
    shown = [page.content.decode() + str(page.headers) + str(page.cookies) for page in pages]
    everything = "\n".join([*shown, caplog.text, stored_text()])
    assert GeneratedReport.objects.count() == 12, "the key must have been used for this to mean anything"
    assert len(everything) > 10_000
    assert [form for form in forms if form in everything] == []
