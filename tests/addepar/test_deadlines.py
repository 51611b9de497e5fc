"""One request is over when its time is, however slowly bytes trickle in (F-41)."""

import socket
import time
from collections.abc import Callable

import pytest

from reports_app.addepar import AddeparClient, NotFound, ReportQuery, UpstreamTimeout
from tests.addepar.odd_server import OddServer, answer

Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]
LIMIT_SECONDS = 0.4


def trickle(head: bytes, tail: bytes) -> Callable[[socket.socket], None]:
    """Send the head at once and the tail a byte every 50 ms, each far within any read timeout."""

    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        for number in range(len(tail)):
            connection.sendall(tail[number : number + 1])
            time.sleep(0.05)

    return send


def hold(connection: socket.socket) -> None:
    """Keep the connection open and say nothing until the client hangs up."""
    connection.recv(1)


BODY = b'{"data": []' + b" " * 60 + b"}"
SLOW_ANSWERS = {
    "body": trickle(answer(b"", length=len(BODY)), BODY),
    "body without length": trickle(answer(b"", length=None), BODY),
    "chunks": trickle(answer(b"", length=None, Transfer_Encoding="chunked"), b"1\r\n \r\n" * 20),
    "headers": trickle(b"HTTP/1.1 200 OK\r\n", b"X-Slow: " + b"y" * 80),
    "status line": trickle(b"", b"HTTP/1.1 200 " + b"O" * 80),
    "continues": lambda connection: [
        (connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n"), time.sleep(0.05)) for _ in range(80)
    ],
    "silence": hold,
    "silence after headers": lambda connection: (connection.sendall(answer(b"", length=9)), hold(connection)),
}


@pytest.mark.parametrize("slow", SLOW_ANSWERS.values(), ids=[f"F-41 {name}" for name in SLOW_ANSWERS])
def test_a_slow_answer_is_stopped_at_the_total_deadline_and_not_repeated(
    slow: Callable[[socket.socket], None], serve: Serve, client_for: ClientFor
) -> None:
    client = client_for(serve(slow), timeout_seconds=LIMIT_SECONDS)
    started = time.monotonic()

    with pytest.raises(UpstreamTimeout) as failure:
        client.list_page(ReportQuery())

    assert LIMIT_SECONDS <= time.monotonic() - started < LIMIT_SECONDS * 4
    assert (failure.value.reason, client.requests_sent) == ("upstream_timeout", 1)


def test_a_slow_error_body_costs_little_and_hides_no_status(serve: Serve, client_for: ClientFor) -> None:
    """The clock moves six seconds while the server dawdles; nobody waits for them."""
    clock = [1000.0]

    def dawdle(connection: socket.socket) -> None:
        connection.sendall(answer(b"x", status=404, length=90))
        time.sleep(0.1)
        clock[0] += 6
        connection.sendall(b"x")
        hold(connection)

    started = time.monotonic()

    with pytest.raises(NotFound):
        client_for(serve(dawdle), clock=lambda: clock[0]).get_me()

    assert time.monotonic() - started < 2


def test_an_answer_in_time_is_read_whole_though_it_comes_in_pieces(
    serve: Serve, client_for: ClientFor
) -> None:
    body = b'{"data": []}'
    client = client_for(serve(trickle(answer(b"", length=len(body)), body)), timeout_seconds=10)

    assert client.list_page(ReportQuery()).size == 0
