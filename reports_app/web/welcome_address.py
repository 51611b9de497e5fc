"""Reads the address that a person typed for a firm: https, and a host that the key may be sent to.

Only names are judged, and none is looked up: the certificate of the host proves the name when the key is
sent. Plain http and places on this machine come from the settings only, never from a form.
"""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

_HOST = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+")
_LOCAL_ENDS = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain")
_KNOWN_PATHS = {"", "/api", "/v1", "/api/v1"}
EXAMPLE = "https://yourfirm.addepar.com"


class AddressRefused(ValueError):
    """An address that no key is sent to; the message is a sentence for who typed it."""


def read_address(text: str, *, host_suffixes: tuple[str, ...]) -> str:
    """Return the base URL of the API for an address as a person writes it, `/api` added where it belongs.

    Raises: AddressRefused, with a sentence that repeats no more than the host.
    """
    parts = _split(text)
    host = _host(parts, host_suffixes=host_suffixes)
    if parts.scheme != "https":
        raise AddressRefused(f"Addepar is reached over https only. Write https://{host}.")
    if parts.path.rstrip("/") not in _KNOWN_PATHS or parts.query or parts.fragment:
        raise AddressRefused(f"Leave out what follows the name: https://{host}.")
    return f"https://{host}" if host.startswith("api.") else f"https://{host}/api"


def _split(text: str) -> SplitResult:
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        raise AddressRefused(f"That is no web address. Write {EXAMPLE}.") from None
    if "@" in parts.netloc or "\\" in text:
        raise AddressRefused(f"Leave out user name and password: the address alone, as in {EXAMPLE}.")
    if port not in (None, 443) and not _is_local(parts.hostname or ""):
        raise AddressRefused(f"Leave out the port, as in {EXAMPLE}.")
    return parts


def _host(parts: SplitResult, *, host_suffixes: tuple[str, ...]) -> str:
    host = (parts.hostname or "").rstrip(".")
    if _is_local(host):
        raise AddressRefused(
            f"{host} is a place on this machine or in its own network. Addepar is never there, "
            f"so no key is sent to it. Write {EXAMPLE}."
        )
    if not _HOST.fullmatch(host):
        raise AddressRefused(f"That is no web address. Write {EXAMPLE}.")
    if not any(host == suffix or host.endswith(f".{suffix}") for suffix in host_suffixes):
        allowed = " or ".join(host_suffixes) or "a name in ADDEPAR_HOST_SUFFIXES"
        raise AddressRefused(
            f"{host} does not end in {allowed}, so no key is sent to it. Write {EXAMPLE}; "
            "an operator can allow other hosts in ADDEPAR_HOST_SUFFIXES."
        )
    return host


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        # Not "firm" alone: a single word is a mistake, these are names that mean a place nearby.
        return any(host == end or host.endswith(f".{end}") for end in _LOCAL_ENDS)
