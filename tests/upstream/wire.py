"""Sockets and threads of the pretend upstream: HTTP/1.1 with kept connections on an ephemeral loopback port.

It judges nothing; StrictUpstream.answer does.
"""

import contextlib
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.upstream.answers import send_answer

if TYPE_CHECKING:
    from tests.upstream.server import StrictUpstream


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    # Headers and body are two writes; without this each answer waits for a delayed acknowledgement.
    disable_nagle_algorithm = True
    server: "UpstreamServer"

    def answer(self) -> None:
        """Read the request to its end, answer it."""
        length = self.headers.get("Content-Length", "0")
        if length.isdigit():
            self.rfile.read(min(int(length), 1 << 20))
        if length != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.upstream.answer(self.command, self.path, headers)
        send_answer(self, answer, stopping=self.server.stopping)

    def __getattr__(self, name: str) -> Any:
        """Find the answer for every method, so that the upstream decides what is a 405."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Note what the library itself refuses, such as a TLS greeting."""
        self.server.upstream.note_unreadable(self.raw_requestline.decode("latin-1"))
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on stderr: the log of the upstream is the record."""


class UpstreamServer(ThreadingHTTPServer):
    """Listens from start to stop; accidents holds errors of its own code."""

    request_queue_size = 128
    daemon_threads = False
    block_on_close = True

    def __init__(self, upstream: "StrictUpstream") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = upstream
        self.stopping = threading.Event()
        self.accidents: list[Exception] = []
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, name="upstream"
        )

    def start(self) -> None:
        """Accept connections from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Cut every connection, end every thread, free the port."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, to cut it at the end."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection and close it."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep errors of our own code; a client that went away is none."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, ConnectionError):
            self.accidents.append(error)
