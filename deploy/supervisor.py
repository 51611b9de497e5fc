"""Keeps the children running and takes them all down; one thread, one loop.

Whatever is killed heals: a child's whole group is cleared away before it is started again. Whatever ends the
supervisor ends the children: an ordered stop, or the kernel's parent-death signal, and the guard for their
children.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from deploy import HOUSE
from deploy.children import Child
from deploy.launch import SET_CHILD_SUBREAPER, ask_the_kernel

PATIENCE_SECONDS = 6.0  # for an ordered end; the rest of the ten that a person waits is for the kill
TICK_SECONDS = 0.2


class Supervisor:
    """Owns the children. Everything that ends on this machine below the supervisor is collected here."""

    def __init__(self, *, also_asks_to_stop: Callable[[], bool] | None = None) -> None:
        self.children: list[Child] = []
        self.stop_asked = False
        self._also_asks_to_stop = also_asks_to_stop
        self._ear = selectors.DefaultSelector()
        self._guard: subprocess.Popen[bytes] | None = None
        # Grandchildren whose parent was killed come to us: no zombie is left on a machine without init.
        ask_the_kernel(SET_CHILD_SUBREAPER, 1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def add(self, child: Child) -> None:
        """Take a child in; the next tick starts it."""
        self.children.append(child)

    def tick(self) -> None:
        """Hear the children, collect the dead, start what is due."""
        for key, _ in self._ear.select(TICK_SECONDS):
            key.data.listen(ear=self._ear)
        self._collect()
        if self._also_asks_to_stop and self._also_asks_to_stop():
            self.stop_asked = True
        if self.stop_asked:
            return  # start nothing any more
        if self._guard is None:
            self._start_guard()
        now = time.monotonic()
        for child in self.children:
            if not child.is_running and child.is_gone() and child.is_due(now):
                self._tell_guard(f"+{child.start(now, ear=self._ear)}")

    def stop(self) -> None:
        """End every child in order, then by force; nothing is left when this returns."""
        self.stop_asked = True
        for child in self.children:
            child.is_wanted = False
            if child.is_running:
                child.signal(signal.SIGTERM, only_first=True)
        self._wait_until_gone(PATIENCE_SECONDS)
        for child in self.children:
            child.signal(signal.SIGKILL)
        self._wait_until_gone(2.0)
        self._end_guard()

    def _wait_until_gone(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not all(child.is_gone() for child in self.children):
            self.tick()

    def _collect(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._ended(pid, status)

    def _ended(self, pid: int, status: int) -> None:
        if self._guard and pid == self._guard.pid:
            self._guard.returncode = status
            self._guard = None
        for child in self.children:
            if child.is_running and child.group == pid:
                child.ended(status, time.monotonic(), ear=self._ear)
                self._tell_guard(f"-{pid}")

    def _start_guard(self) -> None:
        self._guard = subprocess.Popen(
            [sys.executable, "-I", str(HOUSE / "deploy" / "guard.py")],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        for child in self.children:
            if child.is_running:
                self._tell_guard(f"+{child.group}")

    def _tell_guard(self, line: str) -> None:
        if self._guard and self._guard.stdin:
            try:
                self._guard.stdin.write(f"{line}\n".encode("ascii"))
                self._guard.stdin.flush()
            except BrokenPipeError:
                pass  # it is dead; the next tick collects it, and the new one is told everything

    def _end_guard(self) -> None:
        if self._guard and self._guard.stdin:
            self._guard.stdin.close()
            self._guard.wait()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_asked = True
