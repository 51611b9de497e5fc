"""An error says status, title and detail, and names a parameter only where one is to blame."""

from http import HTTPStatus

from reports_app.jsonapi.errors import ParameterError, RequestError, error_document


def test_a_status_is_text_and_its_title_the_reason_phrase() -> None:
    document = error_document(RequestError(HTTPStatus.NOT_FOUND, "There is no such user."))

    assert document == {
        "errors": [{"status": "404", "title": "Not Found", "detail": "There is no such user."}]
    }


def test_a_parameter_to_blame_is_the_source() -> None:
    document = error_document(ParameterError("page[size]", "'page[size]' must be a whole number."))

    assert document["errors"][0] == {
        "status": "400",
        "title": "Bad Request",
        "detail": "'page[size]' must be a whole number.",
        "source": {"parameter": "page[size]"},
    }


def test_headers_of_a_refusal_are_its_own() -> None:
    headers = {"X-RateLimit-Retry-After": "9"}
    refused = RequestError(HTTPStatus.TOO_MANY_REQUESTS, "Later.", headers=headers)

    headers["X-RateLimit-Retry-After"] = "1"

    assert refused.headers == {"X-RateLimit-Retry-After": "9"}
