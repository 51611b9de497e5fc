"""A failed connection says which host and why, and is tried again where that may help (F-42, F-43)."""

import shutil
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reports_app.addepar import AddeparClient, ReportQuery, Unreachable
from tests.addepar.odd_server import OddServer, document

Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]
_SELF_SIGNED = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
# A record of type 21: fatal, handshake_failure.
TLS_ALERT = bytes([21, 3, 3, 0, 2, 2, 40])


def reset(connection: socket.socket) -> None:
    """Close with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def refuse_to_listen() -> str:
    """Return a base URL nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_refused_connection_is_tried_three_times(client_for: ClientFor, slept: list[float]) -> None:
    client = client_for(refuse_to_listen())

    with pytest.raises(
        Unreachable, match=r"127\.0\.0\.1 did not answer .*: the connection was refused; check"
    ):
        client.list_page(ReportQuery())

    assert (client.requests_sent, len(slept)) == (3, 2)


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        (reset, "the connection was cut"),
        (b"", "the connection was cut"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "the connection was cut|not HTTP"),
        (b"HTTP/1.1 abc\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "not HTTP"),
    ],
    ids=[
        "F-42 RST",
        "F-42 close",
        "F-42 not HTTP",
        "no status",
        "long header",
        "many headers",
        "F-45 two lengths",
    ],
)
def test_an_answer_that_is_not_http_is_unreachable(
    broken: bytes, cause: str, serve: Serve, client_for: ClientFor
) -> None:
    client = client_for(serve(broken))

    with pytest.raises(Unreachable, match=cause) as failure:
        client.list_page(ReportQuery())

    assert (failure.value.reason, client.requests_sent) == ("unreachable", 3)


def test_a_connection_that_breaks_once_is_tried_again(serve: Serve, client_for: ClientFor) -> None:
    client = client_for(serve(reset, document([])))

    assert client.list_page(ReportQuery()).size == 0
    assert client.requests_sent == 2


def test_a_host_that_does_not_exist_is_named(client_for: ClientFor) -> None:
    """F-42: the name breaks the rules of names, so no resolver on any network is asked for it."""
    name = f"{'a' * 64}.addepar.example"

    with pytest.raises(Unreachable, match=name):
        client_for(f"https://{name}/api").list_page(ReportQuery())


def test_a_tls_alert_is_unreachable(client_for: ClientFor) -> None:
    def run(listener: socket.socket) -> None:
        for _ in range(3):
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(TLS_ALERT)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=run, args=(listener,))
        thread.start()
        client = client_for(f"https://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(Unreachable, match="no secure connection could be agreed on"):
            client.list_page(ReportQuery())
        thread.join(5)

    assert client.requests_sent == 3


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a self-signed certificate for 127.0.0.1 with its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: apt-get install openssl")
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [openssl, *_SELF_SIGNED, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_bytes(key.read_bytes() + cert.read_bytes())
    return both


def test_an_untrusted_certificate_is_refused_at_once_and_before_the_key_is_sent(
    certificate: Path, serve: Serve, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F-43 and S-04: variables that would make it trusted do not count."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = serve(document([]), tls=context)
    client = client_for(server)

    with pytest.raises(Unreachable, match="its certificate was refused, and no credentials were sent"):
        client.list_page(ReportQuery())

    assert (server.connections, server.requests, client.requests_sent) == (1, [], 1)
