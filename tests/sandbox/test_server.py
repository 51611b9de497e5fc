"""Served over a real socket: many at once, quiet about credentials, gone when told to go."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.server import is_loopback, make_server
from tests.sandbox.asking import basic

HOUSE = Path(__file__).parent.parent.parent
HEADERS = {"Authorization": basic(), "Addepar-Firm": "1001"}


@pytest.fixture
def port(app: WsgiApp) -> Iterator[int]:
    server = make_server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def _get(port: int, target: str, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_several_callers_are_answered_while_one_says_nothing(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as silent:
        silent.sendall(b"GET /v1/users/me HTTP/1.1\r\n")
        answers = [_get(port, "/api/v1/generated_reports?page%5Bsize%5D=2", HEADERS) for _ in range(3)]

    assert [status for status, _ in answers] == [200] * 3
    assert answers[0][1].startswith(b'{"data":[{"type":"generated_reports","id":"')


def test_the_log_has_one_line_a_request_and_no_credential(
    port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    _get(port, "/v1/users/me", HEADERS)
    _get(port, "/v1/users/me", {"Authorization": "Bearer a-real-token"})

    lines = capfd.readouterr().err.splitlines()

    assert [line.split('"')[1] for line in lines] == ["GET /v1/users/me HTTP/1.1"] * 2
    assert ["200" in line for line in lines] == [True, False]
    assert not any(word in line for line in lines for word in ("Basic", "Bearer", "a-real-token"))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.com", "::", ""])  # noqa: S104
def test_only_loopback_is_served(app: WsgiApp, host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(ValueError, match="loopback"):
        make_server(app, host=host, port=0)


def _start(port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "run_sandbox", "--port", str(port), "--runs", "10"]
    environment = dict(os.environ, SECRET_KEY="x" * 50, RUNLEDGER_READ_DOT_ENV="0")
    return subprocess.Popen(
        command, cwd=HOUSE, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.process
def test_the_command_serves_until_told_to_stop() -> None:
    process = _start(0)
    try:
        line = process.stdout.readline() if process.stdout else ""
        port = int(line.split("127.0.0.1:")[1].split("/")[0])
        status, body = _get(port, "/api/v1/generated_reports", HEADERS)
        asked_at = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=10)
    finally:
        process.kill()
        process.communicate()

    assert (status, body.count(b'"type":"generated_reports"')) == (200, 10)
    assert code == 0
    assert time.monotonic() - asked_at < 10


@pytest.mark.process
def test_a_taken_port_is_one_sentence_and_exit_seven(port: int) -> None:
    process = _start(port)

    out, err = process.communicate(timeout=30)

    assert process.returncode == 7
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert f"cannot listen on 127.0.0.1:{port}" in err
    assert "--port" in err
