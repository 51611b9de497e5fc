"""From bytes to a JSON document, within limits of size, depth and numbers.

Knows JSON and its dangers, and nothing about what a document should hold; that is `parse`.
"""

import json
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reports_app.addepar.errors import MalformedDocument, NotJson, TooDeep, TooLarge

# A generated report nests six levels. The interpreter gives up near a thousand, but then writing such a
# value again, from deeper in the stack, would fail later and elsewhere.
DEEPEST_LEVEL = 100
LONGEST_INTEGER_DIGITS = 4300


class UnreadableNumber(str):
    """The text of a number that Python cannot hold as it came: NaN, Infinity, 1e400, thousands of digits.

    It stands where the number stood, so that one bad item can be set aside without losing its neighbours.
    """


@dataclass(frozen=True)
class Document:
    """A JSON:API document as received, and the route it answers."""

    members: dict[str, Any]
    what: str
    has_unreadable_numbers: bool = False

    @contextmanager
    def named_in_refusals(self) -> Iterator[None]:
        """Make every MalformedDocument raised inside say which answer it is about."""
        try:
            yield
        except MalformedDocument as refusal:
            message = f"In the answer to {self.what}, {refusal.message}"
            raise MalformedDocument(message, pointer=refusal.pointer) from None


def read_limited(chunks: Iterable[bytes], *, max_bytes: int, what: str) -> bytes:
    """Join decoded chunks, stopping at the limit.

    Raises: TooLarge as soon as one byte more than max_bytes has come, not after all of it.
    """
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > max_bytes:
            raise TooLarge(
                f"The answer to {what} is larger than {max_bytes:,} bytes, so it was not read to its end; "
                "ask for a smaller page."
            )
    return bytes(body)


def decode_document(body: bytes, *, what: str) -> Document:
    """Read bytes as one JSON object.

    Raises: NotJson for anything that is not JSON, TooDeep, MalformedDocument for JSON that is not an object.
    """
    unreadable: list[str] = []
    try:
        value = json.loads(
            body.decode("utf-8-sig"),
            parse_int=lambda text: _read_integer(text, unreadable),
            parse_float=lambda text: _read_float(text, unreadable),
            parse_constant=lambda text: _note(text, unreadable),
        )
    except RecursionError:
        raise _too_deep(what) from None
    except ValueError:
        raise NotJson(f"The answer to {what} is {_looks_like(body)}; {_ADVICE}") from None
    if not isinstance(value, dict):
        kind = {"NoneType": "null", "list": "an array"}.get(type(value).__name__, f"a {type(value).__name__}")
        raise MalformedDocument(f"The answer to {what} is {kind} where a JSON object belongs.", pointer="")
    if _is_deeper_than(value, DEEPEST_LEVEL):
        raise _too_deep(what)
    return Document(members=value, what=what, has_unreadable_numbers=bool(unreadable))


_ADVICE = "nothing of it was used. Check the base URL, or try again when Addepar's maintenance is over."


def _looks_like(body: bytes) -> str:
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "empty"
    if start.startswith(b"<"):
        return "a web page, not JSON"
    return "JSON that ends or breaks in the middle" if start[:1] in b"{[" else "not JSON"


def _too_deep(what: str) -> TooDeep:
    return TooDeep(
        f"The answer to {what} is nested deeper than {DEEPEST_LEVEL} levels, so none of it was used."
    )


def _note(text: str, unreadable: list[str]) -> UnreadableNumber:
    unreadable.append(text[:20])
    return UnreadableNumber(text)


def _read_integer(text: str, unreadable: list[str]) -> int | UnreadableNumber:
    return int(text) if len(text) <= LONGEST_INTEGER_DIGITS else _note(text, unreadable)


def _read_float(text: str, unreadable: list[str]) -> float | UnreadableNumber:
    number = float(text)
    return _note(text, unreadable) if math.isinf(number) else number


def _is_deeper_than(value: Any, limit: int) -> bool:
    """Walk level by level, without recursion, so that the walk itself cannot fail on what it looks for."""
    level: list[Any] = [value]
    for _ in range(limit):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
