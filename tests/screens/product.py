"""The product as real processes on loopback, with the sandbox behind it and one sync done."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.postgresql import free_port

ROOT = Path(__file__).resolve().parents[2]
USERNAME, PASSWORD = "ingrid", "a-password-for-pictures"
PREPARE = f"""
from reports_app.models import GeneratedReport, User
User.objects.create_superuser({USERNAME!r}, password={PASSWORD!r}, first_name="Ingrid")
runs = GeneratedReport.objects.filter(outcome="partial", failed_count__gte=2, generated_count__gte=30)
run = runs.first()
print(run.upstream_id, run.pk)
"""


@dataclass(frozen=True)
class Product:
    """Shape: run_id is a run with failed clients whose zip is stored; run_key is its key in the admin."""

    url: str
    run_id: str
    run_key: str


@contextmanager
def running_product() -> Iterator[Product]:
    """Start sandbox and web, mirror once, fetch one zip; everything ends with the block."""
    with tempfile.TemporaryDirectory(prefix="runledger-pictures-") as folder:
        upstream_port, port = free_port(), free_port()
        environment = _environment(Path(folder), upstream_port=upstream_port, port=port)
        processes = [_start(environment, "manage.py", "run_sandbox", "--port", str(upstream_port))]
        try:
            _wait_for(f"http://127.0.0.1:{upstream_port}/v1/")
            _run(environment, "migrate", "-v0")
            _run(environment, "collectstatic", "--noinput", "-v0")
            _run(environment, "sync_reports")
            run_id, run_key = _run(environment, "shell", "-v0", "-c", PREPARE).split()[-2:]
            _run(environment, "fetch_zip", run_id)
            command = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
            processes.append(_start(environment, *command, "--worker-class", "gthread", "--threads", "4"))
            _wait_for(f"http://127.0.0.1:{port}/health/live")
            yield Product(f"http://127.0.0.1:{port}", run_id, run_key)
        finally:
            for process in processes:
                process.terminate()
                process.wait(timeout=20)


def _environment(folder: Path, *, upstream_port: int, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "RUNLEDGER_READ_DOT_ENV": "false",
        "SECRET_KEY": "only-for-pictures-0123456789-0123456789-0123456789",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "CELERY_BROKER_URL": "memory://",
        "ADDEPAR_BASE_URL": f"http://127.0.0.1:{upstream_port}",
        "ADDEPAR_FIRM_ID": "1001",
        "ADDEPAR_API_KEY": "sandbox-key",
        "ADDEPAR_API_SECRET": "sandbox-secret",
    }


def _start(environment: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _run(environment: dict[str, str], *command: str) -> str:
    ended = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if ended.returncode:
        raise RuntimeError(f"{command[0]} ended with {ended.returncode}: {ended.stderr[-500:]}")
    return ended.stdout


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{url} did not answer within a minute.")
