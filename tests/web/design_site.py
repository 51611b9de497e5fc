"""A tiny site on loopback that serves the sheet of parts under a strict policy, for a real browser to use.

It renders the templates without views or database; what a page's view does is tested where the view is.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from mimetypes import guess_type
from pathlib import Path
from socketserver import ThreadingMixIn
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.template import Context, Template
from django.template.loader import get_template

from reports_app.web.design_samples import NOW, sample_context

STATIC = Path(__file__).resolve().parents[2] / "static"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"


@dataclass
class Site:
    """Where the site is, what it was asked, and how far its pretend job is."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    job_steps: int = 0
    theme: str = "system"
    single_keys: bool = True
    messages: tuple[Any, ...] = ()


class _Threaded(ThreadingMixIn, WSGIServer):
    """A browser opens connections ahead of need; one thread would wait on each of them."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: pytest shows what failed."""


def shell_context(site: Site) -> dict[str, Any]:
    """Give what the context processor gives to a signed-in admin."""
    names = (("overview", "g o"), ("runs", "g r"), ("clients", "g c"), ("failures", "g f"), ("sync", "g s"))
    nav = [
        SimpleNamespace(
            name=name, label=name.capitalize(), url=f"/{name}/", icon=name, key=key,
            is_current=name == "overview", count=23 if name == "failures" else None, count_label="unhealed",
            group="house" if name == "sync" else "work",
        )
        for name, key in names
    ]  # fmt: skip
    person = SimpleNamespace(
        name="Ingrid Valderrama-Koh", initials="IV", is_admin=True, single_keys=site.single_keys,
        time_zone_name="America/New_York", clock="12", theme=site.theme,
    )  # fmt: skip
    return {
        "person": person,
        "nav": nav,
        "firm_name": "Fennimore Ash Wealth Partners",
        "last_sync": SimpleNamespace(finished_at=NOW, sentence="Current", is_late=False, url="/sync/"),
        "search_url": "/search",
        "account_url": "/account/",
        "sign_out_url": "/sign-out/",
        "messages": site.messages,
    }


def _sheet(site: Site) -> str:
    context = {**sample_context(), **shell_context(site)}
    context["jobs"][0]["poll_url"] = "/job"
    return get_template("reports_app/design/sheet.html").render(context)


def _found(query: str) -> str:
    clients = [
        {
            "title": "Wetherby Orchard Holdings LLC",
            "note": "Entity 3390054",
            "url": "/found/1",
            "icon": "clients",
        },
        {"title": "<b>Wet</b> & Sons", "note": "Group 90213", "url": "/found/2", "icon": "clients"},
    ]
    groups = [] if query == "nobody" else [{"label": "Clients", "items": clients}]
    return get_template("reports_app/_search_results.html").render({"groups": groups, "query": query})


def _job(site: Site) -> str:
    site.job_steps += 1
    done = site.job_steps * 50
    job = {
        "state": "running",
        "title": f"Fetching: {done} of 100 MB",
        "done": done,
        "total": 100,
        "poll_url": "/job",
    }
    if done >= 100:
        job = {
            "state": "stored",
            "title": "Stored: 100 MB",
            "action_url": "/zip",
            "action_label": "Download zip",
        }
    return Template("{% load parts %}{% job job %}").render(Context({"job": job}))


def _answer(site: Site, path: str, query: dict[str, list[str]]) -> tuple[str, bytes]:
    if path.startswith("/static/"):
        file = STATIC / path.removeprefix("/static/")
        return guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()
    if path == "/search":
        html = _found(query.get("q", [""])[0])
    else:
        html = _job(site) if path == "/job" else _sheet(site)
    return "text/html; charset=utf-8", html.encode()


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve the sheet on a free port of loopback until the block ends."""
    site = Site()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        path = environ["PATH_INFO"]
        site.asked.append(path)
        kind, body = _answer(site, path, parse_qs(environ["QUERY_STRING"]))
        start_response("200 OK", [("Content-Type", kind), ("Content-Security-Policy", POLICY)])
        return [body]

    server = make_server("127.0.0.1", 0, application, server_class=_Threaded, handler_class=_Quiet)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
