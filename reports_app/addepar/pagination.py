"""Judging `links.next`: it only ever says that more exists, and it is never followed.

Reading on is the caller's business, by keyset or by page number; so a hostile link can at most end a sync.
"""

from collections.abc import Mapping
from typing import Any

from reports_app.addepar.errors import ForeignLink
from reports_app.addepar.members import refuse
from reports_app.addepar.origin import Origin

LONGEST_LINK = 8192


def has_next_page(document: Mapping[str, Any], origin: Origin) -> bool:
    """Say whether a list document announces another page.

    Shape: missing, null and empty all end the list; a JSON:API link object counts by its `href`.
    Raises: ForeignLink when the link leaves the origin; MalformedDocument when it is no link at all.
    """
    links = document.get("links")
    if links is None:
        return False
    if not isinstance(links, dict):
        raise refuse("/links", "is not an object")
    link, pointer = links.get("next"), "/links/next"
    if isinstance(link, dict):
        link, pointer = link.get("href", 0), "/links/next/href"
    if link is None or link == "":
        return False
    if not isinstance(link, str) or len(link) > LONGEST_LINK:
        raise refuse(pointer, f"is no text of at most {LONGEST_LINK:,} characters")
    if not origin.owns(link):
        raise ForeignLink(
            f"The link to the next page leads away from {origin.host}, so nothing was sent there; "
            "check the base URL, and whether a proxy rewrites answers."
        )
    return True
