"""One thing to ask: its URL, its name in messages and in the ledger, and how urgent it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports_app.addepar.limits import Priority
from reports_app.addepar.origin import Origin


@dataclass(frozen=True)
class Question:
    """A GET request before it is sent.

    Shape: what is the path for messages, ids included; route is the path with `:id`, for ledger and logs.
    """

    url: str
    host: str
    what: str
    route: str
    priority: Priority


def ask(
    origin: Origin,
    route: str,
    *,
    priority: Priority,
    resource_id: str | None = None,
    query: Sequence[tuple[str, str]] = (),
) -> Question:
    """Put a question to a route of the origin.

    Raises: RequestRefused where the id cannot be part of a route.
    """
    url = origin.url_for(route, resource_id=resource_id, query=query)
    what = route if resource_id is None else route.replace(":id", resource_id)
    return Question(url=url, host=origin.host, what=what, route=route, priority=priority)
