"""What the pretend upstream notes of each request, without secrets, and the keys it accepts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Keys:
    """What a caller must show: the firm with either the key and secret, or the token."""

    firm_id: str = "7001"
    api_key: str = "pretend-key"
    api_secret: str = "pretend-secret"
    access_token: str = "pretend-token"


KEYS = Keys()


@dataclass(frozen=True)
class Request:
    """One logged request; path starts at /v1, header names are in lower case, at is the server's clock.

    is_counted: it was authenticated, so it stands in the firm's budget. Status 0: the line was not HTTP.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    status: int
    at: float
    is_counted: bool
    raw_target: str


def without_secrets(headers: dict[str, str]) -> dict[str, str]:
    """Drop cookies; of authorization keep the scheme only."""
    kept = {name: value for name, value in headers.items() if name not in {"authorization", "cookie"}}
    if "authorization" in headers:
        kept["authorization"] = headers["authorization"].split(" ", 1)[0]
    return kept
