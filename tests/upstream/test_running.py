"""The firm changes under a running server; the log, the listener and the sockets behave."""

import http.client
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.upstream import ABSENT, ForeignListener, StrictUpstream, ask, make_run, make_runs, worst_window
from tests.upstream.asking import basic_headers
from tests.upstream.builder import NEWEST
from tests.upstream.fixtures import UpstreamFactory, foreign_listener, upstream_factory

__all__ = ["foreign_listener", "upstream_factory"]

LIST = "/v1/generated_reports"


def test_runs_come_and_go() -> None:
    with StrictUpstream(make_runs(3)) as upstream:
        late = make_run(50, completed_at=NEWEST - timedelta(days=400))
        upstream.add_run(late)
        added = ask(upstream, LIST).document()["data"]
        upstream.remove_run(late.run_id)
        removed = ask(upstream, f"{LIST}/{late.run_id}").status

    assert [one["id"] for one in added][3:] == [late.run_id]
    assert removed == 404


def test_a_run_that_is_being_made_is_invisible_everywhere_until_it_finishes() -> None:
    run = make_run(51)
    with StrictUpstream([*make_runs(2), run]) as upstream:
        upstream.still_generating(run.run_id)
        routes = ("", "/creator", "/zipped_file", "/zipped_file/download", "/relationships/creator")
        hidden = [ask(upstream, f"{LIST}/{run.run_id}{route}").status for route in routes]
        listed = len(ask(upstream, LIST).document()["data"])
        upstream.finish(run.run_id, completed_at=NEWEST + timedelta(hours=1))
        first = ask(upstream, LIST).document()["data"][0]

    assert (hidden, listed) == ([404] * 5, 2)
    assert first["id"] == run.run_id


def test_publishing_and_changes_show_at_once_and_absent_stays_absent() -> None:
    run = make_run(52)
    with StrictUpstream([run]) as upstream:
        row = run.attributes["generated_portfolios"][1]
        key = (row["portfolio_type"], row["portfolio_id"])
        seen = []
        for published in (True, False, None):
            upstream.publish(run.run_id, key, published=published)
            shown = ask(upstream, LIST).document()["data"][0]["attributes"]["generated_portfolios"][1]
            seen.append(shown.get("has_been_published", "absent"))
        upstream.change_run(run.run_id, report_name="Renamed", job_type=ABSENT)
        attributes = ask(upstream, f"{LIST}/{run.run_id}").document()["data"]["attributes"]

    assert seen == [True, False, "absent"]
    assert attributes["report_name"] == "Renamed"
    assert "job_type" not in attributes


def test_publishing_a_client_that_is_not_there_is_an_error() -> None:
    run = make_run(53)

    with pytest.raises(LookupError):
        StrictUpstream([run]).publish(run.run_id, ("entity", 999_999))


def test_a_replaced_zip_keeps_its_id_and_its_metadata_follows() -> None:
    run = make_run(54)
    zip_route = f"{LIST}/{run.run_id}/zipped_file"
    with StrictUpstream([run]) as upstream:
        before, old = ask(upstream, zip_route).document()["data"], run.zip_bytes()
        new = upstream.replace_zip(run.run_id)
        after, served = (
            ask(upstream, zip_route).document()["data"],
            ask(upstream, f"{zip_route}/download").body,
        )

    assert served == new != old
    assert (after["id"], after["attributes"]["bytes"]) == (before["id"], len(new))


def test_the_truth_is_a_copy() -> None:
    upstream = StrictUpstream(make_runs(2))

    upstream.truth()[0]["attributes"]["generated_portfolios"].clear()

    assert upstream.truth()[0]["attributes"]["generated_portfolios"] != []


def test_the_log_holds_requests_but_no_secret(upstream_factory: UpstreamFactory) -> None:
    upstream = upstream_factory(make_runs(2))
    ask(upstream, f"{LIST}?page[size]=1")
    ask(upstream, "/v1/users/me")

    (request,) = upstream.requests_to(LIST)

    assert (request.method, request.path, request.query, request.status) == ("GET", LIST, "page[size]=1", 200)
    assert request.headers["authorization"] == "Basic"
    assert request.raw_target == f"/api{LIST}?page[size]=1"
    assert upstream.api_secret not in repr(upstream.log)


def test_the_worst_window_slides() -> None:
    moments = [0, 1, 2, 890, 899.5, 900, 901]

    assert [worst_window(moments, seconds=seconds) for seconds in (1, 10, 900, 902)] == [2, 3, 5, 7]
    assert worst_window([], seconds=900) == 0


def test_a_base_can_be_served_alone() -> None:
    with StrictUpstream(make_runs(1), prefixes=("/api",)) as upstream:
        assert upstream.base_url == f"http://127.0.0.1:{upstream.port}/api"
        assert ask(upstream, LIST).status == 200
        upstream.prefixes = ("",)
        assert ask(upstream, LIST).status == 200
        upstream.prefixes = ("/api",)
        connection = http.client.HTTPConnection("127.0.0.1", upstream.port)
        headers = basic_headers(upstream)
        connection.request("GET", LIST, headers=headers)
        assert connection.getresponse().status == 404
        connection.close()


def test_ten_callers_at_once_are_all_counted() -> None:
    with StrictUpstream(make_runs(5), rate_limits=()) as upstream, ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda _: ask(upstream, LIST).status, range(60)))

        assert statuses == [200] * 60
        assert upstream.worst_window(900) == 60


def test_a_kept_connection_serves_many_requests() -> None:
    with StrictUpstream(make_runs(5)) as upstream:
        connection = http.client.HTTPConnection("127.0.0.1", upstream.port)
        headers = basic_headers(upstream)
        ports = set()
        for _ in range(3):
            connection.request("GET", LIST, headers=headers)
            assert connection.sock is not None
            ports.add(connection.sock.getsockname()[1])
            connection.getresponse().read()
        connection.close()

    assert len(ports) == 1


def test_after_the_end_nobody_listens() -> None:
    with StrictUpstream(make_runs(1)) as upstream:
        port = upstream.port

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_tls_greeting_is_noted() -> None:
    context = ssl.create_default_context()
    with StrictUpstream(make_runs(1)) as upstream:
        plain = socket.create_connection(("127.0.0.1", upstream.port), timeout=0.3)
        with plain, pytest.raises((ssl.SSLError, TimeoutError, ConnectionError)):
            context.wrap_socket(plain, server_hostname="localhost")

    assert [(one.status, one.is_counted) for one in upstream.log] == [(0, False)]


def test_silence_at_the_foreign_listener_is_told_from_a_word(foreign_listener: ForeignListener) -> None:
    foreign_listener.assert_silence()

    with socket.create_connection(("127.0.0.1", foreign_listener.port), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(5)
        assert connection.recv(1) == b""

    assert (foreign_listener.connections, foreign_listener.received) == (1, b"GET / HTTP/1.1\r\n\r\n")
    with pytest.raises(AssertionError, match="1 connections"):
        foreign_listener.assert_silence()
