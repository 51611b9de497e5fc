"""A throw-away Redis."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

from .postgresql import free_port


@contextmanager
def redis_server(program: str, folder: Path) -> Iterator[str]:
    """Run a Redis that keeps nothing, and yield its broker URL."""
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        with Redis(port=port) as probe:
            for _ in range(100):
                try:
                    probe.ping()
                    break
                except NoConnection:
                    time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=10)
