"""What can go wrong with any answer: the wire, the status, the body, the link to the next page.

Each function returns an effect for Fault; chain puts several together. Items and zips have their own modules.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.upstream.answers import JSON_TYPE, Answer, RefusedError, write_json
from tests.upstream.faults import Effect
from tests.upstream.firm import ABSENT

HTML = b"<!doctype html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>"


def chain(*effects: Effect) -> Effect:
    """Apply effects one after the other."""

    def altered(answer: Answer) -> Answer:
        for effect in effects:
            answer = effect(answer)
        return answer

    return altered


def body(content: bytes, *, content_type: str = JSON_TYPE, headers: dict[str, str] | None = None) -> Effect:
    """Send other bytes with 200."""
    sent = {"Content-Type": content_type, **(headers or {})}
    return lambda answer: replace(answer, status=200, body=content, headers=sent)


def html_200(*, content_type: str = "text/html; charset=utf-8") -> Effect:
    """Send a maintenance page with 200; give JSON_TYPE to send it under a false label."""
    return body(HTML, content_type=content_type)


def empty_body() -> Effect:
    """Send 200 and no byte."""
    return lambda answer: replace(answer, body=b"")


def cut_json(*, keep: float = 0.5, length: str = "full") -> Effect:
    """Send only the first part of the body.

    length: "full" states the whole length and closes early; "short" states what is sent; "none" nothing.
    """

    def cut(answer: Answer) -> Answer:
        kept = max(1, int(len(answer.body) * keep))
        if length == "full":
            return replace(answer, cut_at=kept)
        return replace(answer, body=answer.body[:kept], send_length=length == "short")

    if length not in {"full", "short", "none"}:
        raise ValueError(f"length must be full, short or none, not {length}")
    return cut


def status_code(
    status: int,
    *,
    retry_after: str | int | None = None,
    header: str = "X-RateLimit-Retry-After",
    detail: str = "planned",
) -> Effect:
    """Send an error document; retry_after goes into the header exactly as given."""
    headers = {} if retry_after is None else {header: str(retry_after)}
    return lambda answer: replace(
        RefusedError(status, detail, headers=headers).answer(), target=answer.target
    )


def redirect(location: str, *, status: int = 302) -> Effect:
    """Send the client elsewhere."""
    return lambda answer: replace(answer, status=status, body=b"", headers={"Location": location})


def slow_body(*, chunk_bytes: int, pause_seconds: float) -> Effect:
    """Send the body in bits, with a pause between two."""
    return lambda answer: replace(answer, chunk_bytes=chunk_bytes, pause_seconds=pause_seconds)


def delay(seconds: float) -> Effect:
    """Wait before the first byte."""
    return lambda answer: replace(answer, delay_seconds=seconds)


def change_document(change: Callable[[Any], object]) -> Effect:
    """Let a function change the JSON document in place.

    Raises: ValueError at a request that is refused anyway: the fault would be counted but not felt.
    """

    def changed(answer: Answer) -> Answer:
        if answer.status != 200:
            raise ValueError(f"a fault for documents met an answer {answer.status} to {answer.target}")
        document = answer.document()
        change(document)
        return replace(answer, body=write_json(document))

    return changed


def next_value(value: Any) -> Effect:
    """Set links.next to anything; ABSENT takes the member away."""
    links = {} if value is ABSENT else {"next": value}
    return change_document(lambda document: document.update(links=links))


def next_is_itself() -> Effect:
    """Let links.next name the very request that was asked, on every page."""
    return lambda answer: next_value(answer.target)(answer)


def same_page_for_ever() -> Effect:
    """Send the first page again and again, whatever is asked, always with a further page number."""
    kept: list[bytes] = []

    def repeated(answer: Answer) -> Answer:
        kept.append(answer.body)
        again = replace(answer, body=kept[0])
        return next_value(f"/v1/generated_reports?page[number]={len(kept)}&page[size]=50")(again)

    return repeated


FOREIGN_KINDS = ("host", "port", "scheme", "userinfo", "double_slash", "backslash")


def foreign_next(kind: str, *, own_port: int, foreign_port: int) -> Effect:
    """Let links.next point away from the server, in one of FOREIGN_KINDS.

    Raises: KeyError for another kind.
    """
    path = "/v1/generated_reports?page[number]=1&page[size]=50"
    links = {
        "host": f"http://localhost:{foreign_port}/api{path}",
        "port": f"http://127.0.0.1:{foreign_port}/api{path}",
        "scheme": f"https://127.0.0.1:{own_port}/api{path}",
        "userinfo": f"http://127.0.0.1:{own_port}@127.0.0.1:{foreign_port}/api{path}",
        "double_slash": f"//127.0.0.1:{foreign_port}{path}",
        "backslash": f"/\\127.0.0.1:{foreign_port}{path}",
    }
    return next_value(links[kind])
