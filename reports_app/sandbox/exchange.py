"""One request and one answer of the sandbox, between WSGI and the routes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from reports_app.jsonapi.documents import MEDIA_TYPE, encode
from reports_app.jsonapi.errors import RequestError, error_document


@dataclass(frozen=True, slots=True)
class Request:
    """What a route may know of a request; `now` is read once."""

    query_string: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and the whole body."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def send(self, start_response: Any) -> Iterable[bytes]:
        """Hand the answer to a WSGI server."""
        headers = [*self.headers.items(), ("Content-Length", str(len(self.body)))]
        start_response(f"{self.status.value} {self.status.phrase}", headers)
        return [self.body]


def path_number(text: str) -> int | None:
    """Read a numeric id from a path; None where it is no such thing, which is then simply not found."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) else None


def document_answer(document: Mapping[str, Any]) -> Answer:
    """Answer 200 with a JSON:API document."""
    return Answer(HTTPStatus.OK, {"Content-Type": MEDIA_TYPE}, encode(document))


def error_answer(error: RequestError) -> Answer:
    """Answer with the error's status and its document."""
    headers = {"Content-Type": MEDIA_TYPE, **error.headers}
    return Answer(error.status, headers, encode(error_document(error)))


def download_answer(content: bytes, *, name: str) -> Answer:
    """Answer with a file's bytes.

    Source: the samples print `application/binary` for zips and PDFs alike, and a quoted plain file name.
    """
    headers = {"Content-Disposition": attachment(name), "Content-Type": "application/binary"}
    return Answer(HTTPStatus.OK, headers, content)


def attachment(name: str) -> str:
    """Write a Content-Disposition; a name that is not plain ASCII also travels whole, as filename*."""
    plain = re.sub(r'[^ -~]|["\\]', "_", name)
    written = f'attachment; filename="{plain}"'
    return written if plain == name else f"{written}; filename*=UTF-8''{quote(name, safe='')}"
