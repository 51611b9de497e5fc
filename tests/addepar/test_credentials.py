"""Both kinds of credentials arrive as headers, and appear nowhere else (S-06)."""

import base64
import json
import logging
from collections.abc import Callable
from urllib.parse import quote

import pytest

from reports_app.addepar import AddeparClient, AddeparError, BasicCredentials, BearerCredentials, ReportQuery
from tests.addepar.conftest import API_KEY, API_SECRET
from tests.addepar.odd_server import OddServer, answer, document
from tests.addepar.samples import USER

TOKEN = "canary-token.abc-123"
ENCODED = base64.b64encode(f"{API_KEY}:{API_SECRET}".encode()).decode()
CANARIES = [API_KEY, API_SECRET, ENCODED, quote(API_SECRET, safe=""), quote(ENCODED, safe=""), TOKEN]
Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]


def test_basic_credentials_and_the_firm_travel_as_headers(serve: Serve, client_for: ClientFor) -> None:
    server = serve(document(USER))

    client_for(server).get_me()

    headers = server.requests[0].headers
    assert headers["Authorization"] == f"Basic {ENCODED}"
    assert headers["Addepar-Firm"] == "1001"
    assert headers["Accept"] == "application/vnd.api+json"


def test_a_bearer_token_travels_as_a_header(serve: Serve, client_for: ClientFor) -> None:
    server = serve(document(USER))

    client_for(server, credentials=BearerCredentials(access_token=TOKEN)).get_me()

    assert server.requests[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert server.requests[0].headers["Addepar-Firm"] == "1001"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500])
@pytest.mark.parametrize(
    "credentials", [None, BearerCredentials(access_token=TOKEN)], ids=["basic", "bearer"]
)
def test_a_server_that_echoes_the_request_cannot_make_us_print_the_key(
    status: int,
    credentials: BearerCredentials | None,
    serve: Serve,
    client_for: ClientFor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = [TOKEN] if credentials else [canary for canary in CANARIES if canary != TOKEN]
    # The padding lets the cut at 300 characters fall into a secret, where half of one could stay.
    padding = "x" * (300 - 13)
    echo = f"{padding} {' '.join(sent)} {ENCODED.lower()}"
    body = json.dumps({"errors": [{"status": str(status), "detail": echo}]}).encode()
    server = serve(answer(body, status=status, X_Request_ID=f"id {ENCODED} {API_SECRET} {TOKEN}"))
    options = {"credentials": credentials} if credentials else {}

    with pytest.raises(AddeparError) as failure:
        client_for(server, **options).list_page(ReportQuery())

    said = (
        f"{failure.value!s} {failure.value!r} {failure.value.request_id} {vars(failure.value)} {caplog.text}"
    )
    assert [canary for canary in sent if canary[:12].lower() in said.lower()] == []


def test_a_failed_connection_keeps_no_request_and_prints_no_key(
    client_for: ClientFor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(AddeparError) as failure:
        client_for("http://127.0.0.1:1").list_page(ReportQuery())

    assert failure.value.__suppress_context__
    assert failure.value.__cause__ is None
    assert [canary for canary in CANARIES if canary in f"{failure.value} {caplog.text}"] == []


def test_credentials_are_not_in_any_repr(client_for: ClientFor) -> None:
    client = client_for("http://127.0.0.1:1")
    basic = BasicCredentials(api_key=API_KEY, api_secret=API_SECRET)
    bearer = BearerCredentials(access_token=TOKEN)

    shown = f"{client!r} {client._transport!r} {basic!r} {basic} {bearer!r} {bearer}"

    assert [canary for canary in CANARIES if canary in shown] == []


@pytest.mark.parametrize(
    ("key", "secret"), [("", "s"), ("k", ""), ("hunter2:x", "s")], ids=["no key", "no secret", "colon in key"]
)
def test_an_unusable_key_is_refused_without_repeating_it(key: str, secret: str) -> None:
    with pytest.raises(ValueError, match="API key") as refusal:
        BasicCredentials(api_key=key, api_secret=secret)

    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("token", ["", "hunter2 x", "hunter2\r\nHost: evil", "hunter2é"])
def test_an_unusable_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(ValueError, match="access token") as refusal:
        BearerCredentials(access_token=token)

    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("firm_id", ["", "1001\r\nX: y", "1 001", "é"])
def test_an_unusable_firm_id_is_refused(firm_id: str, client_for: ClientFor) -> None:
    with pytest.raises(ValueError, match="firm id"):
        client_for("http://127.0.0.1:1", firm_id=firm_id)
