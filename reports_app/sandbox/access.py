"""Who may ask the sandbox for what: credentials, firm header, OAuth scopes, admin permission.

Comparisons take the same time whether they match or not; a refusal never repeats what was sent.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from reports_app.jsonapi.errors import RequestError


@dataclass(frozen=True, slots=True)
class Gate:
    """What the sandbox accepts; scopes None means that the credentials carry every scope."""

    firm_id: str
    key: str
    secret: str
    token: str
    scopes: frozenset[str] | None
    is_admin: bool

    def authenticate(self, environ: Mapping[str, Any]) -> None:
        """Check credentials and firm header.

        Raises: RequestError 401, also for a missing or wrong Addepar-Firm, as upstream lists it.
        """
        known = self._knows_credentials(environ.get("HTTP_AUTHORIZATION", ""))
        at_home = _equal(environ.get("HTTP_ADDEPAR_FIRM", ""), self.firm_id)
        if not (known and at_home):
            raise RequestError(
                HTTPStatus.UNAUTHORIZED,
                "The credentials or the Addepar-Firm header are missing or wrong.",
                headers={"WWW-Authenticate": 'Basic realm="sandbox"'},
            )

    def permit(self, *, scopes: frozenset[str], for_admins: bool) -> None:
        """Check permission and scopes. Raises: RequestError 403."""
        if for_admins and not self.is_admin:
            raise RequestError(
                HTTPStatus.FORBIDDEN, "This needs admin access and access to all tools and portfolios."
            )
        missing = scopes - self.scopes if self.scopes is not None else frozenset()
        if missing:
            raise RequestError(HTTPStatus.FORBIDDEN, f"The scope {' and '.join(sorted(missing))} is missing.")

    def _knows_credentials(self, header: str) -> bool:
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "bearer":
            return bool(self.token) and _equal(value.strip(), self.token)
        if scheme.lower() != "basic":
            return False
        try:
            sent = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return False
        return _equal(sent, f"{self.key}:{self.secret}")


def _equal(sent: str, expected: str) -> bool:
    return hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), expected.encode())
