"""The one place credentials may go to: reading the base URL, building URLs on it, judging links against it.

Nothing here opens a connection. A URL is only ever built from the base, a route of ours and encoded values.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlencode, urlsplit

from reports_app.addepar.errors import RequestRefused

DEFAULT_PORTS = {"https": 443, "http": 80}
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\uffff\U00010000-\U0010ffff\\]")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+")
LONGEST_ID = 100


@dataclass(frozen=True)
class Origin:
    """Scheme, host and port of the configured upstream, and the path its routes hang on."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, base_url: str, *, allow_loopback_http: bool = True) -> "Origin":
        """Read a base URL with or without `/api`, with or without a trailing slash or `/v1`.

        Raises: ValueError with a sentence that does not repeat the URL, which might hold a password.
        """
        parts = _split(base_url.strip())
        if parts is None or parts.scheme not in DEFAULT_PORTS or not _HOST.fullmatch(parts.hostname or ""):
            raise ValueError("The base URL must look like https://yourfirm.addepar.com/api.")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError("The base URL must not hold a user name, a password, a query or a fragment.")
        host = parts.hostname or ""
        if parts.scheme == "http" and not (allow_loopback_http and is_loopback(host)):
            raise ValueError("The base URL must start with https://; plain http is for this machine only.")
        path = re.sub(r"/v1$", "", parts.path.rstrip("/")).rstrip("/")
        if _has_dot_segment(path):
            raise ValueError("The base URL must not hold /./ or /../.")
        return cls(scheme=parts.scheme, host=host, port=_port_of(parts), path=path)

    def url_for(
        self, route: str, *, resource_id: str | None = None, query: Sequence[tuple[str, str]] = ()
    ) -> str:
        """Build the URL of a route; `:id` in the route is replaced by the encoded id.

        Raises: RequestRefused where the id cannot be one segment of a path.
        """
        if resource_id is not None:
            route = route.replace(":id", _encode_segment(resource_id))
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        tail = f"?{urlencode(query, quote_via=quote)}" if query else ""
        return f"{self.scheme}://{host}{port}{self.path}{route}{tail}"

    def owns(self, link: str) -> bool:
        """Say whether a link stays on this origin and under /v1/.

        Links are paths relative to the base (quirk 24); absolute ones need equal scheme, host and port.
        """
        if "@" in link.partition("?")[0]:
            return False
        parts = _split(link)
        if parts is None or _has_dot_segment(parts.path):
            return False
        is_absolute = bool(parts.scheme or parts.netloc or link.startswith("//"))
        if is_absolute and (parts.scheme, parts.hostname, _port_of(parts)) != self._triple():
            return False
        roots = ("/v1/", "/api/v1/", f"{self.path}/v1/")
        return parts.path.startswith(roots)

    def _triple(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def is_loopback(host: str) -> bool:
    """Say whether a host name can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    if _UNSAFE.search(url):
        # urlsplit drops tabs and newlines silently; a URL that holds one is never what it seems.
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _port_of(parts: SplitResult) -> int:
    return DEFAULT_PORTS.get(parts.scheme, 0) if parts.port is None else parts.port


def _has_dot_segment(path: str) -> bool:
    return any(segment in {".", ".."} for segment in unquote(path).split("/"))


def _encode_segment(resource_id: str) -> str:
    if not resource_id.strip(".") or len(resource_id) > LONGEST_ID or not resource_id.isprintable():
        raise RequestRefused(
            "An id is empty, made of dots, longer than 255 characters or not printable, "
            "so that no route can be built with it; look at the run it came from."
        )
    return quote(resource_id, safe="")
