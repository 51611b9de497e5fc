"""Serve the sandbox over loopback with the standard library: a thread a connection, one quiet line a request.

The lines hold method, path and status, never headers, so no credential is written anywhere.
"""

import ipaddress
import socket
import sys
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from reports_app.sandbox.app import WsgiApp


class SandboxServer(ThreadingMixIn, WSGIServer):
    """A threading WSGI server that waits for nobody when it stops."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def server_bind(self) -> None:
        """Bind without looking the host's name up, which can take seconds on a machine without network."""
        self.socket.bind(self.server_address)
        host, port = self.server_address = self.socket.getsockname()[:2]
        self.server_name, self.server_port = str(host), int(port)
        self.setup_environ()


class QuietHandler(WSGIRequestHandler):
    """Writes one short line a request to standard error."""

    timeout = 75  # a client that stops in the middle of a request gives its thread back

    def log_message(self, format: str, *args: Any) -> None:
        """Write a request without its headers; what a terminal could obey is made harmless."""
        text = (format % args).encode("unicode_escape").decode("ascii")
        sys.stderr.write(f"sandbox {text}\n")

    def address_string(self) -> str:
        """Say who asked without looking the name up."""
        return str(self.client_address[0])


def make_server(app: WsgiApp, *, host: str, port: int) -> SandboxServer:
    """Bind a server for the app; port 0 takes any free one.

    Raises: ValueError for a host that is not a loopback address; OSError where the port is taken.
    """
    if not is_loopback(host):
        raise ValueError(f"The sandbox is for this machine only; {host} is not a loopback address.")
    server = SandboxServer((host, port), QuietHandler, bind_and_activate=False)
    try:
        # A port in TIME_WAIT from a sandbox that just stopped is free; a listening one is still refused.
        server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.server_bind()
        server.server_activate()
    except OSError:
        server.server_close()
        raise
    server.set_app(app)
    return server


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine's loopback: 127.0.0.0/8 or localhost."""
    try:
        return host == "localhost" or ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False
