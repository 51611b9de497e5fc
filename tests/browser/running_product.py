"""The product as its operator runs it, for a browser: own process, database, media and upstream."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.upstream import StrictUpstream

HOUSE = Path(__file__).resolve().parents[2]
USERNAME, PASSWORD = "ingrid", "correct horse battery staple"
WORK_ONCE = (
    "from reports_app import conf, tasks; from reports_app.work import sweep; "
    "print([tasks.do_work(pk) for pk in sweep(now=conf.utc_now())])"
)


@dataclass(frozen=True)
class Product:
    """A running web process. Nothing else runs: a worker is let in by work_once."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command against the same database, and return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=HOUSE, env=self.environment, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def work_once(self) -> str:
        """Do, in a process of its own, all work that is due, as a worker does after a sweep."""
        return self.manage("shell", "--no-imports", "-c", WORK_ONCE)


@contextmanager
def running_product(upstream: StrictUpstream, *, folder: Path, is_debug: bool = True) -> Iterator[Product]:
    """Migrate, add one superuser, mirror the upstream, and serve; the web process ends with the block.

    is_debug: whitenoise serves the static files from where they are written, and a 404 is Django's own;
    without it they are collected and every page is the product's, as for an operator.
    """
    port = _free_port()
    environment = _environment(upstream, folder=folder, port=port) | {"DEBUG": str(is_debug).lower()}
    product = Product(f"http://127.0.0.1:{port}", environment)
    product.manage("migrate", "-v", "0")
    if not is_debug:
        product.manage("collectstatic", "--noinput", "-v", "0")
    product.manage("createsuperuser", "--noinput", "--username", USERNAME, "--email", "i@firm.example")
    product.manage("sync_reports")
    with (folder / "web.log").open("wb") as log:
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "-b",
            f"127.0.0.1:{port}",
            "--threads",
            "8",
        ]
        web = subprocess.Popen(command, cwd=HOUSE, env=product.environment, stdout=log, stderr=log)
        try:
            _wait_until_it_answers(product.address, web=web, log=folder / "web.log")
            yield product
        finally:
            web.terminate()
            web.wait(timeout=20)


def _environment(upstream: StrictUpstream, *, folder: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "RUNLEDGER_READ_DOT_ENV": "false",
        "SECRET_KEY": "only-for-this-browser-test-" * 2,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "CELERY_BROKER_URL": "memory://",
        "ADDEPAR_BASE_URL": upstream.base_url,
        "ADDEPAR_FIRM_ID": upstream.firm_id,
        "ADDEPAR_API_KEY": upstream.api_key,
        "ADDEPAR_API_SECRET": upstream.api_secret,
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(address: str, *, web: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert web.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            urllib.request.urlopen(f"{address}/admin/login/", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(
        f"The web process did not answer: {log.read_text(encoding='utf-8', errors='replace')}"
    )
