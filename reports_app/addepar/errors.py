"""What can go wrong between us and Addepar, as a tree; each leaf carries one reason code.

AddeparError
├── QuotaExhausted        our own budget has nothing left for this priority; nothing was sent
├── RateLimited           429: the firm's limit is spent, perhaps by another tool
├── CredentialsRefused    401: key, secret, token or firm id
├── PermissionRefused     403: the key works, but may not see this
├── NotFound              404: no such thing, not visible, or still being generated
├── RequestRefused        400 at once, or another 4xx
├── UpstreamUnusable      try again later
│   ├── Unreachable       no connection, or no HTTP answer
│   ├── UpstreamError     5xx after the last try
│   ├── UpstreamTimeout   our deadline passed, or theirs (400 after about 60 s)
│   ├── NotJson           the body is not JSON, or ends in the middle
│   └── Truncated         fewer bytes than announced
└── ContentRefused        it answered, and we do not accept the answer
    ├── MalformedDocument JSON of another shape; `pointer` says where
    ├── TooLarge          more decoded bytes than the limit
    ├── TooDeep           nested deeper than any document we know
    ├── ForeignLink       a link that leaves the configured origin
    ├── RedirectRefused   3xx: following one could carry the key elsewhere
    └── PaginationLoop    a list that goes round in circles

Messages are sentences: what failed, on which thing, what to do. They never hold credentials.
This module maps nothing to exit codes; that is done where the commands are.
"""

from datetime import datetime
from typing import ClassVar

from reports_app.vocabulary import ReasonCode


class AddeparError(Exception):
    """Anything that ends a question to Addepar without a usable answer."""

    reason: ClassVar[ReasonCode] = ReasonCode.UNEXPECTED
    # Whether asking again within seconds may help; only GET requests are ever asked again.
    is_transient: bool = False

    def __init__(self, message: str, *, status: int | None = None, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.request_id = request_id


class QuotaExhausted(AddeparError):
    """The request budget has nothing left; raised by a Quota before anything is sent."""

    reason = ReasonCode.QUOTA_EXHAUSTED

    def __init__(self, message: str | None = None, *, retry_at: datetime) -> None:
        when = f"{retry_at:%Y-%m-%d %H:%M:%S %Z}".strip()
        super().__init__(message or f"The request budget is spent; the next request may be sent at {when}.")
        self.retry_at = retry_at


class RateLimited(AddeparError):
    """Addepar answered 429; wait `retry_after_seconds` before anything else is sent for this firm."""

    reason = ReasonCode.RATE_LIMITED

    def __init__(
        self, message: str, *, retry_after_seconds: int, status: int = 429, request_id: str | None = None
    ) -> None:
        super().__init__(message, status=status, request_id=request_id)
        self.retry_after_seconds = retry_after_seconds


class CredentialsRefused(AddeparError):
    reason = ReasonCode.CREDENTIALS_REFUSED


class PermissionRefused(AddeparError):
    reason = ReasonCode.PERMISSION_REFUSED


class NotFound(AddeparError):
    reason = ReasonCode.NOT_FOUND


class RequestRefused(AddeparError):
    reason = ReasonCode.REQUEST_REFUSED


class UpstreamUnusable(AddeparError):
    """Addepar, or the way there, cannot be used just now."""


class Unreachable(UpstreamUnusable):
    reason = ReasonCode.UNREACHABLE
    is_transient = True


class UpstreamError(UpstreamUnusable):
    reason = ReasonCode.UPSTREAM_ERROR
    is_transient = True


class UpstreamTimeout(UpstreamUnusable):
    # Not transient: the same question would take as long again. Asking for less is the caller's choice.
    reason = ReasonCode.UPSTREAM_TIMEOUT


class NotJson(UpstreamUnusable):
    reason = ReasonCode.NOT_JSON


class Truncated(UpstreamUnusable):
    reason = ReasonCode.TRUNCATED
    is_transient = True


class ContentRefused(AddeparError):
    """Addepar answered, and the answer is not one we accept."""


class MalformedDocument(ContentRefused):
    """JSON of another shape than documented; `pointer` is a JSON pointer (RFC 6901) to the place."""

    reason = ReasonCode.MALFORMED

    def __init__(self, message: str, *, pointer: str) -> None:
        super().__init__(message)
        self.pointer = pointer


class TooLarge(ContentRefused):
    reason = ReasonCode.TOO_LARGE


class TooDeep(ContentRefused):
    reason = ReasonCode.TOO_DEEP


class ForeignLink(ContentRefused):
    reason = ReasonCode.FOREIGN_LINK


class RedirectRefused(ContentRefused):
    reason = ReasonCode.REDIRECT_REFUSED


class PaginationLoop(ContentRefused):
    reason = ReasonCode.PAGINATION_LOOP
