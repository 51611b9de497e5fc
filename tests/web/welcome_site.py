"""A browser's way through the first pages, and the name acme.addepar.com led to a server on this machine.

The form takes https addresses of Addepar alone. The network is led elsewhere below the product, where
requests chooses how to send: everything of ours runs as it does in front of the real Addepar.
"""

from typing import Any

import pytest
import requests
from django.http import HttpResponse
from django.test import Client
from requests.adapters import HTTPAdapter

from tests.upstream import StrictUpstream

HOST = "acme.addepar.com"


class _Led(HTTPAdapter):
    """Sends what is meant for the host to a port of this machine, and nothing else anywhere."""

    def __init__(self, port: int) -> None:
        super().__init__(max_retries=0)
        self._port = port

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        assert request.url is not None and request.url.startswith(f"https://{HOST}/api/v1/"), request.url
        request.url = request.url.replace(f"https://{HOST}", f"http://127.0.0.1:{self._port}", 1)
        return super().send(request, *args, **kwargs)


def lead_addepar_to(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the host's name mean a port of this machine until the test ends."""
    monkeypatch.setattr(requests.Session, "get_adapter", lambda session, url: _Led(port))


def name_no_firm(settings: Any) -> None:
    """Take the firm out of the settings."""
    for name in ("BASE_URL", "FIRM_ID", "API_KEY", "API_SECRET", "ACCESS_TOKEN"):
        setattr(settings, f"ADDEPAR_{name}", "")


def give_key(browser: Client, upstream: StrictUpstream, **changed: str) -> HttpResponse:
    """Fill in the form for the upstream's firm and send it."""
    typed = {
        "base_url": f"https://{HOST}",
        "firm_id": upstream.firm_id,
        "name": "Acme Wealth",
        "api_key": upstream.api_key,
        "api_secret": upstream.api_secret,
        "access_token": "",
    }
    return browser.post("/welcome/check/", typed | changed)
