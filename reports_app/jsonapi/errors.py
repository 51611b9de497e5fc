"""Say no as JSON:API does: an error a door can raise, and the document it becomes.

An RequestError carries what the caller may read and nothing about the inside. Which status fits which
situation is the door's to decide, except for query parameters, which are always 400.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from reports_app.jsonapi.documents import Document


class RequestError(Exception):
    """An answer other than the one asked for: status, one sentence, perhaps the parameter to blame."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        parameter: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = HTTPStatus(status)
        self.detail = detail
        self.parameter = parameter
        self.headers = dict(headers or {})


class ParameterError(RequestError):
    """A query parameter that is unknown, repeated or malformed: 400, with its name as the source."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(HTTPStatus.BAD_REQUEST, detail, parameter=parameter)


def error_object(error: RequestError) -> dict[str, Any]:
    """Build one error object; `status` is text, `source` appears only for a parameter."""
    written: dict[str, Any] = {
        "status": str(error.status.value),
        "title": error.status.phrase,
        "detail": error.detail,
    }
    if error.parameter is not None:
        written["source"] = {"parameter": error.parameter}
    return written


def error_document(error: RequestError) -> Document:
    """Wrap one error as a document.

    Source: the `errors` element printed for a failed portfolio job, in the JSON:API envelope.
    """
    return {"errors": [error_object(error)]}
