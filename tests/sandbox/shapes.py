"""Compare two JSON documents by shape: the names of members, their order, and the JSON types of values."""

from typing import Any

# Absent on some rows of the published samples themselves, or on older versions of the page.
MAY_BE_ABSENT = frozenset({"job_type", "has_been_published"})


def differences(document: Any, *, sample: Any, pointer: str = "") -> list[str]:
    """Return what differs, each as a JSON pointer and a sentence; nothing when the shapes agree.

    An item of a list must have the shape of one of the sample's items; where the sample's list is empty, so
    must the document's be.
    """
    if json_type(document) != json_type(sample):
        return [f"{pointer}: {json_type(document)} instead of {json_type(sample)}"]
    if isinstance(sample, dict):
        return _member_differences(document, sample=sample, pointer=pointer)
    if isinstance(sample, list):
        return _item_differences(document, sample=sample, pointer=pointer)
    return []


def json_type(value: Any) -> str:
    """Name the JSON type of a value; integers and other numbers are told apart."""
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}
    return names.get(type(value), "null")


def _member_differences(document: dict[str, Any], *, sample: dict[str, Any], pointer: str) -> list[str]:
    expected = [name for name in sample if name in document or name not in MAY_BE_ABSENT]
    if list(document) != expected:
        return [f"{pointer}: members {list(document)} instead of {expected}"]
    return [
        difference
        for name in expected
        for difference in differences(document[name], sample=sample[name], pointer=f"{pointer}/{name}")
    ]


def _item_differences(document: list[Any], *, sample: list[Any], pointer: str) -> list[str]:
    if document and not sample:
        return [f"{pointer}: {len(document)} items where the sample has none"]
    found: list[str] = []
    for position, item in enumerate(document):
        tries: list[list[str]] = [
            differences(item, sample=one, pointer=f"{pointer}/{position}") for one in sample
        ]
        found += min(tries, key=len)
    return found
