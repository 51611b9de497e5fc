"""Runs `deploy/up.py` in a copy of the house, and finds the processes that belong to it."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent.parent
COPIED = ("reports_app", "config", "deploy", "templates", "static")
MARK = "RUNLEDGER_TEST_MARK"


def copy_house(folder: Path) -> Path:
    """Copy what `make up` needs into the folder; the virtual environment is shared."""
    for name in COPIED:
        shutil.copytree(HOUSE / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("manage.py", "requirements.txt", "Makefile"):
        shutil.copy(HOUSE / file, folder / file)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def free_port() -> int:
    """Find a port that is free together with the next one."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def wait_for(what: str, condition: Callable[[], object], *, seconds: float = 30) -> object:
    """Wait until the condition is true and return its value; fail with what was awaited."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.1)
    raise AssertionError(f"Not within {seconds:g} s: {what}")


class Running:
    """One supervisor with everything below it, told apart by a mark in the environment of each process."""

    def __init__(self, house: Path, *, port: int, by_make: bool = False, **settings: str) -> None:
        self.house, self.port, self._mark = house, port, uuid.uuid4().hex
        self._output = house / "output.txt"
        # MAKE...: the flags of a make that runs these tests.
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("ADDEPAR_", "MAKE"))
        }
        for name in (
            "RUNLEDGER_READ_DOT_ENV",
            "SECRET_KEY",
            "PUBLIC_URL",
            "DATABASE_URL",
            "DJANGO_SETTINGS_MODULE",
        ):
            environment.pop(name, None)
        environment |= {"PORT": str(port), MARK: self._mark, **settings}
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                ["make", "up"] if by_make else [sys.executable, "deploy/up.py"],
                cwd=house,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self._output.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> "Running":
        wait_for("the address is printed", self._is_ready, seconds=90)
        return self

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.output
        return (
            f"http://127.0.0.1:{self.port}/" in self.output
            and re.search("sign-ins|Sign in", self.output) is not None
        )

    def processes(self) -> dict[int, str]:
        """Return process id and command line of everything alive that bears the mark, the supervisor too."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"{MARK}={self._mark}".encode() in (folder / "environ").read_bytes():
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                    if command:
                        found[int(folder.name)] = command
            except OSError:
                continue
        return found

    def leaders(self, pattern: str) -> list[int]:
        """Return the matching processes that lead a session: the supervisor's own children."""
        return [pid for pid in self.matching(pattern) if _session(pid) == pid]

    def matching(self, pattern: str) -> list[int]:
        return [pid for pid, command in self.processes().items() if re.search(pattern, command)]

    def stored(self, question: str) -> list[Any]:
        """Ask the database of this house, as it is now, one question."""
        with closing(sqlite3.connect(f"file:{self.house}/var/db.sqlite3?mode=ro", uri=True)) as database:
            return [row[0] if len(row) == 1 else row for row in database.execute(question)]

    def answers(self, port: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return connection.recv(5) == b"HTTP/"
        except OSError:
            return False

    def end(self) -> None:
        """Take everything down, also where a test failed half-way."""
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0
