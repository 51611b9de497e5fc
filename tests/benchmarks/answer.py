"""Answers for one database: a process that is told a page on a line and says on a line how it went.

It asks in-process, signed in as a superuser, at the moment the pretend firm's runs end.
"""

import gzip
import json
import sys
import time
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from reports_app import conf  # noqa: E402
from reports_app.models import User  # noqa: E402

from .made_runs import END  # noqa: E402
from .pages import page_addresses  # noqa: E402


def main() -> None:
    """Say which pages there are; then answer for each line: "measure NAME" or "time NAME"."""
    conf.utc_now = lambda: END
    call_command("migrate", verbosity=0)
    client, addresses = Client(SERVER_NAME="127.0.0.1"), page_addresses()
    client.force_login(User.objects.get(username="ingrid"))
    _say(list(addresses))
    for line in sys.stdin:
        word, _, name = line.rstrip("\n").partition(" ")
        _say(_measure(client, addresses[name]) if word == "measure" else _time(client, addresses[name]))


def _measure(client: Client, address: str) -> dict[str, Any]:
    """Return status, queries, and bytes as a browser would get them."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    slowest = max(queries.captured_queries, key=lambda query: float(query["time"]))
    return {
        "queries": len(queries),
        "bytes": len(gzip.compress(answer.content, 6)),
        "rows": answer.content.count(b"<tr"),
        "slowest": {"ms": float(slowest["time"]) * 1000, "sql": slowest["sql"]},
    }


def _time(client: Client, address: str) -> float:
    """Return milliseconds."""
    began = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - began) * 1000


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
