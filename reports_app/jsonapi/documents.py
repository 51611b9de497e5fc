"""Build JSON:API documents member by member, in the order in which Addepar prints them.

The order of members is part of what is written: generated reports put `type` before `id`, users and files the
other way round. Nothing here knows what the members mean.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

MEDIA_TYPE = "application/vnd.api+json"

Document = dict[str, Any]
Resource = dict[str, Any]
Linkage = dict[str, str] | list[dict[str, str]] | None


def identifier(resource_type: str, *, resource_id: str) -> dict[str, str]:
    """Name one resource without its attributes."""
    return {"type": resource_type, "id": resource_id}


def relationship(data: Linkage, *, links: Mapping[str, str], links_first: bool = False) -> dict[str, Any]:
    """Build one relationship: linkage and links, in either order.

    Source: Addepar prints `data` first on generated reports and `links` first on users and files.
    """
    if links_first:
        return {"links": dict(links), "data": data}
    return {"data": data, "links": dict(links)}


def relationship_links(resource_path: str, *, name: str) -> dict[str, str]:
    """Build the `self` and `related` links of one relationship of the resource at a path."""
    return {"self": f"{resource_path}/relationships/{name}", "related": f"{resource_path}/{name}"}


def resource(
    resource_type: str,
    *,
    resource_id: str,
    attributes: Mapping[str, Any],
    relationships: Mapping[str, Any] | None = None,
    self_link: str | None = None,
    id_first: bool = False,
) -> Resource:
    """Build one resource; relationships and links are left out where they are None."""
    names = {"type": resource_type, "id": resource_id}
    written: Resource = dict(reversed(names.items())) if id_first else names
    written["attributes"] = dict(attributes)
    if relationships is not None:
        written["relationships"] = dict(relationships)
    if self_link is not None:
        written["links"] = {"self": self_link}
    return written


def resource_document(data: Resource, *, with_included: bool = False) -> Document:
    """Wrap one resource; `included` is an empty list or absent, never filled."""
    return {"data": data, "included": []} if with_included else {"data": data}


def collection_document(data: Sequence[Resource], *, next_link: str | None) -> Document:
    """Wrap a page of resources; the last page says `"next": null`."""
    return {"data": list(data), "included": [], "links": {"next": next_link}}


def linkage_document(data: Linkage, *, links: Mapping[str, str]) -> Document:
    """Wrap the answer of a relationship route: linkage only, no attributes."""
    return {"data": data, "links": dict(links)}


def encode(document: Mapping[str, Any]) -> bytes:
    """Write a document as UTF-8 JSON, members in the order given.

    Raises: ValueError for a number that JSON cannot carry (NaN, infinity).
    """
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
