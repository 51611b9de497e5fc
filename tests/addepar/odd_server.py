"""A loopback server that sends exactly the bytes it is told, so that no HTTP library tidies them up.

Each connection carries one request. It records what it was asked; it judges nothing.
"""

import json
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Answer = bytes | Callable[[socket.socket], None]
JSON_API = "application/vnd.api+json"


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass
class OddServer:
    """Answers the first request with the first answer, and so on; the last answer repeats."""

    answers: list[Answer]
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> "OddServer":
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._is_open = True
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Shutting a listener down wakes the thread that waits in accept.
        self._is_open = False
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def base_url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/api"

    def _accept(self) -> None:
        while self._is_open:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection, self.connections))
            self.connections += 1
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with connection:
            connection.settimeout(5)
            try:
                self._answer(connection, number)
            except OSError:
                # The client hung up, which is what several tests are about.
                return

    def _answer(self, connection: socket.socket, number: int) -> None:
        answer = self.answers[min(number, len(self.answers) - 1)]
        if self.tls is not None:
            connection = self.tls.wrap_socket(connection, server_side=True)
        with connection:
            head = _read_head(connection)
            if head:
                self.requests.append(_parse(head))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


def _read_head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            break
        head += piece
    return head


def _parse(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return Request(target=first.split(" ")[1], headers=headers)


def answer(
    body: bytes = b"",
    *,
    status: int = 200,
    content_type: str = JSON_API,
    length: int | str | None = -1,
    **headers: str,
) -> bytes:
    """Write a whole answer; a length of None leaves the header away, any other is announced as given."""
    lines = [f"HTTP/1.1 {status} Any", f"Content-Type: {content_type}", "Connection: close"]
    if length is not None:
        lines.append(f"Content-Length: {len(body) if length == -1 else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def document(data: Any, **members: Any) -> bytes:
    """Write a whole answer that holds a JSON:API document."""
    return answer(json.dumps({"data": data, **members}).encode())
