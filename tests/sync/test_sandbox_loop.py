"""The loop closes: what the sandbox serves is what a sync stores and an export prints."""

import json
import threading
from datetime import UTC, datetime

import pytest

from reports_app.sandbox import SandboxFirm, make_app
from reports_app.sandbox.credentials import SANDBOX_API_KEY, SANDBOX_API_SECRET, SANDBOX_FIRM_ID
from reports_app.sandbox.server import make_server

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 17, 15, tzinfo=UTC)


def ask_app(app, path):
    """Call the WSGI app itself, past the network and past the client."""
    import base64
    import io

    key = base64.b64encode(f"{SANDBOX_API_KEY}:{SANDBOX_API_SECRET}".encode()).decode()
    path_info, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path_info,
        "QUERY_STRING": query,
        "HTTP_AUTHORIZATION": f"Basic {key}",
        "HTTP_ADDEPAR_FIRM": SANDBOX_FIRM_ID,
        "wsgi.input": io.BytesIO(),
    }
    return json.loads(b"".join(app(environ, lambda *_: None)))


def test_what_the_sandbox_serves_is_what_is_stored(settings, sync, exported):
    app = make_app(SandboxFirm(most_runs=700), clock=lambda: NOW)
    server = make_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ADDEPAR_BASE_URL = f"http://127.0.0.1:{server.server_address[1]}"
    settings.ADDEPAR_FIRM_ID = SANDBOX_FIRM_ID
    settings.ADDEPAR_API_KEY, settings.ADDEPAR_API_SECRET = SANDBOX_API_KEY, SANDBOX_API_SECRET
    try:
        ended = sync()
    finally:
        server.shutdown()
        server.server_close()
    served, path = [], "/v1/generated_reports?page[size]=50"
    while path:
        document = ask_app(make_app(SandboxFirm(most_runs=700), clock=lambda: NOW, limits=()), path)
        served += document["data"]
        path = document["links"]["next"]

    assert ended.code == 0
    assert ended.line["created"] == len(served) > 600
    assert ended.line["requests"] <= 25
    assert exported() == served
