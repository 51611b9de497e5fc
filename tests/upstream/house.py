"""What a route may look at: the firm, the caller and the page rules of one server."""

from dataclasses import dataclass

from tests.upstream.firm import Creator, Firm


@dataclass(frozen=True)
class House:
    """Built anew for every request, so that a test may change a scope while the server runs."""

    firm: Firm
    caller: Creator
    scopes: frozenset[str]
    is_admin: bool
    page_limit: int | None
    refuse_page_size_over: int | None
