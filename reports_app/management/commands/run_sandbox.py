"""`manage.py run_sandbox`: the pretend upstream on this machine's loopback, until Ctrl-C or SIGTERM.

It needs no database and touches none; what it serves is `sandbox`'s.
"""

import signal
import sys
from argparse import ArgumentTypeError
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports_app.sandbox import SandboxFirm, make_app
from reports_app.sandbox.firm import DEFAULT_SEED, MOST_RUNS
from reports_app.sandbox.server import SandboxServer, is_loopback, make_server

EXIT_LOCAL_RESOURCE = 7


class Command(BaseCommand):
    help = "Serve a pretend Addepar with a believable firm; it listens on loopback only."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", type=_loopback_host, default="127.0.0.1", help="a loopback address")
        parser.add_argument("--port", type=_port, default=settings.PORT + 1, help="default: PORT + 1")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another seed is another firm")
        parser.add_argument("--runs", type=_run_count, default=MOST_RUNS, help="serve only the newest N runs")

    def handle(self, *args: Any, host: str, port: int, seed: int, runs: int, **options: Any) -> None:
        firm = SandboxFirm(seed, most_runs=runs)
        server = _bind(firm, host=host, port=port)
        signal.signal(signal.SIGTERM, _leave)
        self.stdout.write(f"The sandbox answers at http://{host}:{server.server_port}/api (Ctrl-C ends it).")
        self.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            pass
        finally:
            server.server_close()


def _bind(firm: SandboxFirm, *, host: str, port: int) -> SandboxServer:
    try:
        return make_server(make_app(firm), host=host, port=port)
    except OSError as taken:
        raise CommandError(
            f"The sandbox cannot listen on {host}:{port} ({taken.strerror}). "
            "Stop what uses the port, or choose another with --port.",
            returncode=EXIT_LOCAL_RESOURCE,
        ) from taken


def _leave(signum: int, frame: object) -> NoReturn:
    sys.exit(0)


def _loopback_host(text: str) -> str:
    if not is_loopback(text):
        raise ArgumentTypeError(f"{text} is not a loopback address such as 127.0.0.1")
    return text


def _port(text: str) -> int:
    number = _whole(text)
    if not 0 <= number <= 65_535:
        raise ArgumentTypeError("a port is between 0 and 65535")
    return number


def _run_count(text: str) -> int:
    number = _whole(text)
    if not 0 <= number <= MOST_RUNS:
        raise ArgumentTypeError(f"the sandbox has between 0 and {MOST_RUNS} runs")
    return number


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a whole number") from None
