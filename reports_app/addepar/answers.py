"""What the status of an answer means: nothing, or one error of the tree with a sentence to act on.

Reads no body itself and decides about no retry.
"""

import json
from collections.abc import Callable, Mapping

from reports_app.addepar.errors import (
    AddeparError,
    CredentialsRefused,
    NotFound,
    PermissionRefused,
    RateLimited,
    RedirectRefused,
    RequestRefused,
    UpstreamError,
    UpstreamTimeout,
)

LONGEST_DETAIL = 300
# Addepar cancels a request after 60 s and answers 400; a 400 that took this long means that (quirk 27).
TIMEOUT_400_SECONDS = 55

_SENTENCES: dict[int, tuple[type[AddeparError], str]] = {
    401: (
        CredentialsRefused,
        "Addepar refused the credentials for {what} (401); check the API key, its secret and the firm id.",
    ),
    403: (
        PermissionRefused,
        "The key may not read {what} (403); its owner needs admin access to all data, "
        "and the key the scopes FILES and USERS.",
    ),
    404: (
        NotFound,
        "Addepar has no {what} that this key may see (404); "
        "it answers this too while a run is being generated, and the next sync will ask again.",
    ),
}


def judge_status(
    status: int, *, what: str, elapsed_seconds: float, detail: str, request_id: str | None
) -> AddeparError | None:
    """Return the error a status stands for, or None for a success. 429 is not judged here.

    Source: Addepar developer docs, Response Codes and Rate Limiting.
    """
    if 200 <= status < 300:
        return None
    kind, sentence = _SENTENCES.get(status) or _judge_range(status, elapsed_seconds)
    message = sentence.format(what=what, status=status, seconds=round(elapsed_seconds))
    said = f' It said: "{detail}".' if detail else ""
    return kind(message + said, status=status, request_id=request_id)


def _judge_range(status: int, elapsed_seconds: float) -> tuple[type[AddeparError], str]:
    if status == 400 and elapsed_seconds >= TIMEOUT_400_SECONDS:
        return UpstreamTimeout, "Addepar gave up on {what} after {seconds} s (400); ask for a smaller page."
    if status < 400:
        return RedirectRefused, (
            "Addepar answered {what} with a redirect ({status}), which is never followed, "
            "because it could carry the key elsewhere; check the base URL."
        )
    if status < 500:
        return RequestRefused, "Addepar refused the request for {what} ({status}); it was not repeated."
    return UpstreamError, "Addepar failed on {what} ({status}); try again later."


def rate_limited(wait_seconds: int, *, what: str, request_id: str | None) -> RateLimited:
    """Return the error a 429 stands for."""
    return RateLimited(
        f"Addepar's limit for this firm is spent (429 on {what}); "
        f"nothing may be sent for {wait_seconds:,} s, whoever spent it.",
        retry_after_seconds=wait_seconds,
        request_id=request_id,
    )


def read_detail(body: bytes, *, redact: Callable[[str], str]) -> str:
    """Return what an error body says, as at most 300 printable characters; never fails.

    Shape: the first error's detail or title where the body is a JSON:API document, else its text.
    redact takes the credentials out; it is applied before the cut, which could leave half of one.
    """
    text = body.decode("utf-8", errors="replace")
    try:
        error = json.loads(text)["errors"][0]
        text = str(error.get("detail") or error.get("title") or text)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # Proxies answer in HTML or not at all; their words are better than none.
        pass
    return clean_text(redact(text))


def read_request_id(headers: Mapping[str, str], *, redact: Callable[[str], str]) -> str | None:
    """Return the id under which Addepar's support may find the request, where one is given."""
    return clean_text(redact(headers.get("X-Request-ID") or headers.get("Request-ID") or ""))[:100] or None


def clean_text(text: str) -> str:
    """Return the text as one line of printable characters, at most 300 of them."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:LONGEST_DETAIL]
