"""Ask the pretend upstream one thing with the standard library, as its own tests and other witnesses do.

It follows nothing, repeats nothing and hides nothing.
"""

import base64
import http.client
import json
from dataclasses import dataclass
from typing import Any

from tests.upstream.server import StrictUpstream


@dataclass(frozen=True)
class Reply:
    """Status, headers in lower case, and all bytes of the body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def document(self) -> Any:
        """Read the body as JSON."""
        return json.loads(self.body)


def basic_headers(upstream: StrictUpstream) -> dict[str, str]:
    """Write the headers that the upstream accepts."""
    pair = base64.b64encode(f"{upstream.api_key}:{upstream.api_secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}", "Addepar-Firm": upstream.firm_id}


def ask(
    upstream: StrictUpstream,
    target: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> Reply:
    """Send one request to a path from /v1 on, with the right keys unless other headers are given.

    Raises: http.client.IncompleteRead when the body is cut short.
    """
    connection = http.client.HTTPConnection("127.0.0.1", upstream.port, timeout=10)
    sent = basic_headers(upstream) if headers is None else headers
    try:
        connection.request(method, upstream.prefixes[0] + target, body=body, headers=sent)
        response = connection.getresponse()
        content = response.read()
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, content)
    finally:
        connection.close()
