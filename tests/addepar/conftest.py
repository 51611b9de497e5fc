"""Odd servers and clients for them, all closed at the end of a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reports_app.addepar import AddeparClient, BasicCredentials, Transport, UnlimitedQuota
from tests.addepar.odd_server import Answer, OddServer

API_KEY = "canary-key-7f3a"
API_SECRET = "canary/secret+9d=="


@pytest.fixture
def serve() -> Iterator[Callable[..., OddServer]]:
    with ExitStack() as stack:

        def start(*answers: Answer, **options: Any) -> OddServer:
            return stack.enter_context(OddServer(list(answers), **options))

        yield start


@pytest.fixture
def slept() -> list[float]:
    """Return what the client would have slept, in seconds."""
    return []


@pytest.fixture
def client_for(slept: list[float]) -> Callable[..., AddeparClient]:
    def build(server: OddServer | str, **options: Any) -> AddeparClient:
        settings: dict[str, Any] = {
            "base_url": server if isinstance(server, str) else server.base_url,
            "firm_id": "1001",
            "credentials": BasicCredentials(api_key=API_KEY, api_secret=API_SECRET),
            "quota": UnlimitedQuota(),
            "sleep": slept.append,
        }
        return AddeparClient(Transport(**settings | options))

    return build
