"""An answer before it goes on the wire, and how it is sent: with the length, cut, slow or late as asked.

Faults alter answers; nothing here knows routes.
"""

import json
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import quote

JSON_TYPE = "application/vnd.api+json"


@dataclass(frozen=True)
class Answer:
    """status, headers and body; stated_length None means the right one, send_length False means none at all.

    cut_at: close the connection after so many body bytes. chunk_bytes, pause_seconds: send bits, pausing.
    delay_seconds: wait before the first byte. target: path and query of the request, from /v1 on.
    """

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    target: str = ""
    stated_length: int | None = None
    send_length: bool = True
    cut_at: int | None = None
    chunk_bytes: int | None = None
    pause_seconds: float = 0
    delay_seconds: float = 0

    def document(self) -> Any:
        """Read the body as JSON."""
        return json.loads(self.body)


class RefusedError(Exception):
    """A request that gets an error document."""

    def __init__(self, status: int, detail: str, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}

    def answer(self) -> Answer:
        title = HTTPStatus(self.status).phrase
        error = {"status": str(self.status), "title": title, "detail": self.detail}
        return json_answer({"errors": [error]}, status=self.status, headers=self.headers)


def write_json(document: Any) -> bytes:
    """Write a document as UTF-8 without escapes for other scripts."""
    return json.dumps(document, ensure_ascii=False).encode()


def json_answer(document: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, write_json(document), {"Content-Type": JSON_TYPE, **(headers or {})})


def download_answer(content: bytes, *, name: str) -> Answer:
    """Answer with bytes; a name outside ASCII is given in the extended form as well."""
    shown = "".join(character if character.isprintable() else "_" for character in name)
    plain = shown.encode("ascii", "replace").decode().replace("\\", "\\\\").replace('"', '\\"')
    disposition = f'attachment; filename="{plain}"'
    if not shown.isascii():
        disposition += f"; filename*=UTF-8''{quote(shown, safe='')}"
    return Answer(200, content, {"Content-Type": "application/binary", "Content-Disposition": disposition})


def send_answer(handler: BaseHTTPRequestHandler, answer: Answer, *, stopping: threading.Event) -> None:
    """Put an answer on the wire; every wait ends at once when the server stops."""
    if answer.delay_seconds:
        stopping.wait(answer.delay_seconds)
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.send_length:
        length = len(answer.body) if answer.stated_length is None else answer.stated_length
        handler.send_header("Content-Length", str(length))
    if not answer.send_length or answer.cut_at is not None or answer.stated_length is not None:
        handler.send_header("Connection", "close")
        handler.close_connection = True
    handler.end_headers()
    if handler.command != "HEAD":
        _send_body(handler, answer, stopping=stopping)


def _send_body(handler: BaseHTTPRequestHandler, answer: Answer, *, stopping: threading.Event) -> None:
    body = answer.body[: answer.cut_at]
    step = answer.chunk_bytes or max(len(body), 1)
    for start in range(0, len(body), step):
        if start and stopping.wait(answer.pause_seconds):
            handler.close_connection = True
            return
        handler.wfile.write(body[start : start + step])
