"""Statuses become errors; only connections and 5xx are tried again (F-14 to F-22)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from reports_app.addepar import (
    AddeparClient,
    AddeparError,
    CredentialsRefused,
    NotFound,
    PermissionRefused,
    Priority,
    QuotaExhausted,
    RateLimited,
    ReportQuery,
    RequestRefused,
    UpstreamError,
    UpstreamTimeout,
)
from tests.addepar.odd_server import OddServer, answer, document
from tests.addepar.samples import run

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]


class CountingQuota:
    """Gives a fixed number of permits and writes down what it hears."""

    def __init__(self, permits: int = 100) -> None:
        self.permits = permits
        self.reserved: list[tuple[Priority, str]] = []
        self.waits: list[int] = []

    def reserve(self, *, priority: Priority, route: str) -> None:
        if len(self.reserved) >= self.permits:
            raise QuotaExhausted(retry_at=NOW)
        self.reserved.append((priority, route))

    def note_rate_limited(self, *, retry_after_seconds: int) -> None:
        self.waits.append(retry_after_seconds)


WAITS = [
    ("X-RateLimit-Retry-After", "7", 7),
    ("X-RateLimit-Retry-After", "0", 1),
    ("X-RateLimit-Retry-After", "-5", 1),
    ("X-RateLimit-Retry-After", "abc", 900),
    ("X-RateLimit-Retry-After", "86400", 86400),
    ("X-RateLimit-Retry-After", "86401", 86400),
    ("X-RateLimit-Retry-After", "9" * 5000, 86400),
    ("X-RateLimit-Retry-After", "7.2", 8),
    ("X-RateLimit-Retry-After", "", 900),
    ("X-RateLimit-Retry-After", "nan", 900),
    ("X-Other", "7", 900),
    ("Retry-After", "12", 12),
    ("Retry-After", "Sun, 01 Mar 2026 12:01:30 GMT", 90),
    ("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT", 1),
    ("Retry-After", "Sun, 01 Mar 2036 11:00:00 GMT", 86400),
    ("Retry-After", "Sun, 99 Mar 2026 11:00:00 GMT", 900),
]


@pytest.mark.parametrize(("name", "value", "wait"), WAITS, ids=[f"F-14 {n} {v[:12]}" for n, v, _ in WAITS])
def test_a_429_says_how_long_to_wait_and_is_never_repeated(
    name: str, value: str, wait: int, serve: Serve, client_for: ClientFor
) -> None:
    server, quota = serve(answer(status=429, **{name: value})), CountingQuota()
    client = client_for(server, quota=quota, now=lambda: NOW)

    with pytest.raises(RateLimited) as refusal:
        client.list_page(ReportQuery())

    assert refusal.value.retry_after_seconds == wait
    assert (quota.waits, server.connections) == ([wait], 1)
    assert (refusal.value.reason, refusal.value.status) == ("rate_limited", 429)


def test_the_vendor_header_wins_and_a_broken_one_falls_back(serve: Serve, client_for: ClientFor) -> None:
    both = answer(status=429, X_RateLimit_Retry_After="5", Retry_After="60")
    broken = answer(status=429, X_RateLimit_Retry_After="soon", Retry_After="60")
    client = client_for(serve(both, broken))

    waits = []
    for _ in range(2):
        with pytest.raises(RateLimited) as refusal:
            client.list_page(ReportQuery())
        waits.append(refusal.value.retry_after_seconds)

    assert waits == [5, 60]


REFUSALS = [
    ("F-20 400 at once", 400, RequestRefused, "request_refused"),
    ("F-21 401", 401, CredentialsRefused, "credentials_refused"),
    ("F-22 403", 403, PermissionRefused, "permission_refused"),
    ("F-23 404", 404, NotFound, "not_found"),
    ("405", 405, RequestRefused, "request_refused"),
    ("410", 410, RequestRefused, "request_refused"),
]


@pytest.mark.parametrize(
    ("status", "kind", "reason"), [row[1:] for row in REFUSALS], ids=[r[0] for r in REFUSALS]
)
def test_a_refusal_is_final_and_keeps_what_upstream_said(
    status: int, kind: type[AddeparError], reason: str, serve: Serve, client_for: ClientFor
) -> None:
    body = json.dumps({"errors": [{"detail": "No\nsuch\x00 thing " + "y" * 400}]}).encode()
    server, quota = serve(answer(body, status=status, X_Request_ID="req-7")), CountingQuota()

    with pytest.raises(kind) as refusal:
        client_for(server, quota=quota).get_generated_report("a1")

    error = refusal.value
    assert (error.reason, error.status, error.request_id) == (reason, status, "req-7")
    assert "/v1/generated_reports/a1" in error.message
    assert error.message.endswith(f'It said: "No such thing {"y" * 286}".')
    assert (server.connections, len(quota.reserved)) == (1, 1)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>gone</html>", b"[]", b'{"errors": []}', b'{"errors": [7]}', b"\xff\xfe", b"[" * 60000],
    ids=["empty", "html", "array", "no errors", "odd error", "not UTF-8", "deep"],
)
def test_an_error_body_of_any_kind_never_hides_the_status(
    body: bytes, serve: Serve, client_for: ClientFor
) -> None:
    client = client_for(serve(answer(body, status=404, content_type="text/html")))

    with pytest.raises(NotFound) as refusal:
        client.get_me()

    assert refusal.value.message.isprintable()
    assert len(refusal.value.message) < 550


@pytest.mark.parametrize("status", [500, 502, 503, 504], ids=lambda status: f"F-18 {status}")
def test_a_server_error_is_tried_three_times_with_growing_jittered_waits(
    status: int, serve: Serve, client_for: ClientFor, slept: list[float]
) -> None:
    server, quota = serve(answer(status=status)), CountingQuota()
    client = client_for(server, quota=quota, random=lambda: 0.5)

    with pytest.raises(UpstreamError) as failure:
        client.list_page(ReportQuery())

    assert (server.connections, client.requests_sent, len(quota.reserved)) == (3, 3, 3)
    assert slept == [1.5, 3.0]
    assert (failure.value.reason, failure.value.status) == ("upstream_error", status)


def test_a_server_error_that_passes_is_not_seen(
    serve: Serve, client_for: ClientFor, slept: list[float]
) -> None:
    """F-18, once."""
    client = client_for(serve(answer(status=500), document([run("a")])))

    page = client.list_page(ReportQuery())

    assert [record.run_id for record in page.records] == ["a"]
    assert (client.requests_sent, len(slept)) == (2, 1)


def test_a_retry_without_budget_is_not_sent(serve: Serve, client_for: ClientFor) -> None:
    server = serve(answer(status=500))
    client = client_for(server, quota=CountingQuota(permits=1))

    with pytest.raises(QuotaExhausted) as refusal:
        client.list_page(ReportQuery())

    assert refusal.value.retry_at == NOW
    assert (server.connections, client.requests_sent) == (1, 1)


def test_nothing_is_sent_without_a_permit(serve: Serve, client_for: ClientFor) -> None:
    server = serve(document([]))
    client = client_for(server, quota=CountingQuota(permits=0))

    with pytest.raises(QuotaExhausted):
        client.list_page(ReportQuery())

    assert (server.connections, client.requests_sent) == (0, 0)


@pytest.mark.parametrize(
    ("seconds", "kind"), [(54.9, RequestRefused), (55.0, UpstreamTimeout), (61.0, UpstreamTimeout)]
)
def test_a_400_that_took_a_minute_is_a_timeout(
    seconds: float, kind: type[AddeparError], serve: Serve, client_for: ClientFor
) -> None:
    """F-19: the clock moves while the server thinks; nobody waits for it."""
    clock = [1000.0]

    def think(connection: object) -> None:
        clock[0] += seconds
        connection.sendall(answer(status=400))  # type: ignore[attr-defined]

    server = serve(think)

    with pytest.raises(kind):
        client_for(server, clock=lambda: clock[0]).list_page(ReportQuery())

    assert server.connections == 1


def test_the_ledger_hears_who_asks_and_which_route_without_ids(serve: Serve, client_for: ClientFor) -> None:
    quota = CountingQuota()
    client = client_for(serve(document([]), document(run("a1"))), quota=quota)

    client.list_page(ReportQuery())
    client.with_priority(Priority.CLICK).get_generated_report("a1")

    assert quota.reserved == [
        (Priority.NEW, "/v1/generated_reports"),
        (Priority.CLICK, "/v1/generated_reports/:id"),
    ]
    assert client.requests_sent == 2
