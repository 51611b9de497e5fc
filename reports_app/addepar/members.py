"""Reading single members of a resource: ids, texts, truth values, relationships.

Each function returns a value of the promised type, or says by pointer which member cannot be accepted.
"""

from collections.abc import Mapping
from typing import Any

from reports_app.addepar.decode import UnreadableNumber
from reports_app.addepar.errors import MalformedDocument
from reports_app.addepar.origin import LONGEST_ID


def refuse(pointer: str, why: str) -> MalformedDocument:
    """Make the error for one member that cannot be accepted."""
    return MalformedDocument(f"{pointer} {why}.", pointer=pointer)


def required_id(item: Any, pointer: str, *, member: str = "id") -> str:
    """Return the id of an object as text, whether it came as text or as an integer (quirk 17).

    Raises: MalformedDocument where there is none, or it is no id: a fraction, true, text no key can hold.
    """
    if not isinstance(item, dict):
        raise refuse(pointer, "is not an object")
    found = optional_id(item, member, pointer)
    if not found:
        raise refuse(f"{pointer}/{member}", "is missing or empty")
    return found


def optional_id(item: Mapping[str, Any], member: str, pointer: str) -> str | None:
    """Return an id as text, or None where it is absent, null or empty.

    Raises: MalformedDocument for what is no id: a guess would join what does not belong together.
    """
    value = item.get(member)
    if value is None or value == "":
        return None
    if isinstance(value, bool | UnreadableNumber) or not isinstance(value, int | str):
        raise refuse(f"{pointer}/{member}", "is neither a text nor an integer, so it cannot be an id")
    text = str(value)
    if len(text) > LONGEST_ID or not text.isprintable():
        raise refuse(f"{pointer}/{member}", f"is longer than {LONGEST_ID} characters or not printable")
    return text


def attributes_of(item: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """Return the attributes of a resource.

    Raises: MalformedDocument where they are no object.
    """
    attributes = item.get("attributes")
    if not isinstance(attributes, dict):
        raise refuse(f"{pointer}/attributes", "is missing or no object")
    return attributes


def linked_id(item: Mapping[str, Any], name: str, pointer: str) -> str | None:
    """Return the id a relationship names, or None where it names nobody.

    Shape: `data` is null, an empty list or missing in some published samples; links are never looked at.
    """
    relationships = item.get("relationships")
    relationship = relationships.get(name) if isinstance(relationships, dict) else None
    linkage = relationship.get("data") if isinstance(relationship, dict) else None
    if not isinstance(linkage, dict):
        return None
    return optional_id(linkage, "id", f"{pointer}/relationships/{name}/data")


def text_or_none(value: object) -> str | None:
    """Return a text as it came, NUL and lone surrogates included; anything else is absent."""
    return value if isinstance(value, str) and not isinstance(value, UnreadableNumber) else None


def truth_or_none(value: object) -> bool | None:
    """Return true or false; anything else is unknown."""
    return value if isinstance(value, bool) else None


def integer_or_none(value: object) -> int | None:
    """Return an integer; anything else, true and false included, is absent."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
