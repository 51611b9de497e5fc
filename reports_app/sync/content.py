"""What a run says, as one hash; and whether a later answer says less.

A run seen once is never replaced by a poorer answer: a member that was there and is missing or null now, or a
client that is in neither list any more, makes an answer poorer.
"""

import hashlib
import json
from typing import Any

from reports_app.addepar import GeneratedReportRecord

Resource = dict[str, Any]
PORTFOLIO_LISTS = ("generated_portfolios", "failed_portfolios")


def write_raw(record: GeneratedReportRecord) -> str:
    """Return the resource as ASCII JSON text, members in the order they came in."""
    return json.dumps(record.raw, ensure_ascii=True, separators=(",", ":"))


def content_hash(record: GeneratedReportRecord) -> str:
    """Return the SHA-256 of what the resource says, whatever the order of its members."""
    text = json.dumps(record.raw, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def is_poorer(new: Resource, *, than: Resource) -> bool:
    """Say whether the new answer lost something that the old one told."""
    new_attributes, old_attributes = _attributes(new), _attributes(than)
    for name, value in old_attributes.items():
        if name not in PORTFOLIO_LISTS and _is_told(value) and not _is_told(new_attributes.get(name)):
            return True
    if _lost_relationship(new, than=than):
        return True
    new_portfolios = _portfolios(new_attributes)
    return any(
        _lost_member(new_portfolios.get(key), than=old) for key, old in _portfolios(old_attributes).items()
    )


def _lost_relationship(new: Resource, *, than: Resource) -> bool:
    old_names, new_names = _object(than.get("relationships")), _object(new.get("relationships"))
    return any(
        _is_told(_object(value).get("data")) and not _is_told(_object(new_names.get(name)).get("data"))
        for name, value in old_names.items()
    )


def _object(value: object) -> Resource:
    return value if isinstance(value, dict) else {}


def _lost_member(new: Resource | None, *, than: Resource) -> bool:
    if new is None:
        return True
    # A client that moves from generated to failed loses its file; that is a change of outcome, not a gap.
    if new["__list__"] != than["__list__"]:
        return False
    return any(_is_told(value) and not _is_told(new.get(name)) for name, value in than.items())


def _attributes(resource: Resource) -> Resource:
    attributes = resource.get("attributes")
    return attributes if isinstance(attributes, dict) else {}


def _portfolios(attributes: Resource) -> dict[tuple[str, str], Resource]:
    return {
        (str(item.get("portfolio_type")), str(item.get("portfolio_id"))): {**item, "__list__": name}
        for name in PORTFOLIO_LISTS
        for item in attributes.get(name) or []
    }


def _is_told(value: object) -> bool:
    return value is not None
