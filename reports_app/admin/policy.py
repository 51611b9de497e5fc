"""The content policy of the admin: the product's own, but for two words that django-unfold cannot do without.

Its scripts (Alpine) build functions from attributes, its pages carry style attributes. No other page of the
product loosens anything; nothing here lets in another origin or an inline script.
"""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_update

ADMIN_SOURCES = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}


def with_admin_policy(view: Callable[..., Any]) -> Callable[..., Any]:
    """Add what Unfold needs to the policy of one view's answers."""
    decorated: Callable[..., Any] = csp_update(ADMIN_SOURCES)(view)
    return decorated
