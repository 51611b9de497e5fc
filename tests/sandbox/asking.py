"""Ask the sandbox as a caller would, but without a socket: one WSGI call, one reply."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

from reports_app.sandbox import SandboxFirm, credentials, make_app
from reports_app.sandbox.app import WsgiApp

NOW = datetime(2026, 11, 24, 15, 0, 7, tzinfo=UTC)


@dataclass(frozen=True)
class Reply:
    """What came back; headers by their lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        """The body as JSON, members in the order received."""
        return json.loads(self.body)


def app_at(firm: SandboxFirm, *, moment: datetime) -> WsgiApp:
    """Serve a firm as it is at a moment, without limits."""
    return make_app(firm, clock=lambda: moment, limits=())


def basic(key: str = credentials.SANDBOX_API_KEY, secret: str = credentials.SANDBOX_API_SECRET) -> str:
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def ask(
    app: WsgiApp,
    target: str,
    *,
    method: str = "GET",
    authorization: str | None = None,
    firm_id: str | None = credentials.SANDBOX_FIRM_ID,
) -> Reply:
    """Send one request; the WSGI protocol itself is checked on the way."""
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": query}
    environ["REQUEST_METHOD"] = method
    environ["HTTP_AUTHORIZATION"] = basic() if authorization is None else authorization
    if firm_id is not None:
        environ["HTTP_ADDEPAR_FIRM"] = firm_id
    setup_testing_defaults(environ)
    answered: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        answered.extend((int(status[:3]), {name.lower(): value for name, value in headers}))
        return None

    chunks = validator(app)(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        chunks.close()  # type: ignore[attr-defined]
    return Reply(answered[0], answered[1], body)
