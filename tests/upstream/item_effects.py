"""What can go wrong with one item of a list page, and what is merely new: unknown statuses, extra members.

They alter the wire only; StrictUpstream.truth is not touched.
"""

from collections.abc import Callable
from typing import Any

from tests.upstream.effects import change_document
from tests.upstream.faults import Effect


def _in_attributes(name: str, value: Any) -> Callable[[dict[str, Any]], object]:
    return lambda item: item["attributes"].update({name: value})


def _break_element(item: dict[str, Any], value: Any) -> None:
    # An empty list gets the odd element as its only one, so that every item can be broken.
    item["attributes"]["generated_portfolios"][:1] = [value]


_NAMELESS = {"portfolio_type": "entity", "portfolio_name": "A client without number"}

MALFORMATIONS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no_id": lambda item: item.pop("id"),
    "id_is_null": lambda item: item.update(id=None),
    "attributes_not_object": lambda item: item.update(attributes=["not", "an", "object"]),
    "no_attributes": lambda item: item.pop("attributes"),
    "no_completed_at": lambda item: item["attributes"].pop("completed_at"),
    "completed_at_null": _in_attributes("completed_at", None),
    "completed_at_garbage": _in_attributes("completed_at", "soon after lunch"),
    "completed_at_number": _in_attributes("completed_at", 1_613_312_745),
    "generated_not_list": _in_attributes("generated_portfolios", {"portfolio_id": 1}),
    "failed_not_list": _in_attributes("failed_portfolios", "none"),
    "element_not_object": lambda item: _break_element(item, "Client A"),
    "element_without_id": lambda item: _break_element(item, dict(_NAMELESS)),
}


def malformed_item(kind: str, *, index: int = 0) -> Effect:
    """Break one item of the page in one of MALFORMATIONS, or "not_object": the item becomes a text.

    Raises: KeyError for another kind; IndexError at the request when the page has no such item.
    """
    if kind == "not_object":
        return change_document(lambda document: document["data"].__setitem__(index, "not an object"))
    change = MALFORMATIONS[kind]
    return change_document(lambda document: change(document["data"][index]))


def change_item(change: Callable[[dict[str, Any]], object], *, index: int = 0) -> Effect:
    """Let a function change one item of the page in place."""
    return change_document(lambda document: change(document["data"][index]))


def unknown_status(status: str = "PARTIAL", *, index: int = 0) -> Effect:
    """Send a status that nobody documented."""
    return change_item(_in_attributes("status", status), index=index)


def extra_members(*, index: int = 0) -> Effect:
    """Send unknown members at every level: document, item, attributes, portfolio and relationship."""

    def add(document: dict[str, Any]) -> None:
        item = document["data"][index]
        document["meta"] = {"trace": "abc"}
        document["jsonapi"] = {"version": "1.1"}
        item["meta"] = {"etag": "W/1"}
        item["attributes"]["priority"] = {"level": 3}
        item["relationships"]["batch"] = {"data": {"type": "batches", "id": "9"}}
        for one in item["attributes"]["generated_portfolios"]:
            one["page_count"] = 12

    return change_document(add)


def data_as_object(*, index: int = 0) -> Effect:
    """Send data as one object instead of a list, as one published sample does."""
    return change_document(lambda document: document.update(data=document["data"][index]))
