"""One child of the supervisor: a program in a session of its own, whose whole group ends with it."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from deploy import HOUSE
from deploy.logs import ChildLog, say

LAUNCHER = HOUSE / "deploy" / "launch.py"
SETTLED_SECONDS = 30.0
FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 0.2, 30.0


@dataclass(frozen=True)
class Program:
    """What to run, under which name in the log."""

    name: str
    command: tuple[str, ...]


class Child:
    """Starts the program, hears it out, and says when it should be started again.

    Times are seconds of a monotonic clock, given by the caller.
    """

    def __init__(self, program: Program, *, environment: Mapping[str, str], log: ChildLog) -> None:
        self.program, self.log = program, log
        self.group: int | None = None
        self.start_at: float | None = 0.0
        self.is_wanted = True
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._delay = FIRST_DELAY_SECONDS

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def is_due(self, now: float) -> bool:
        """Say whether the program should be started now, for the first time or again."""
        return self.is_wanted and self.start_at is not None and self.start_at <= now

    def start(self, now: float, *, ear: selectors.BaseSelector) -> int:
        """Start the program; return its process id, which is also its group's."""
        launcher = [sys.executable, "-I", str(LAUNCHER), str(os.getpid())]
        self._process = subprocess.Popen(
            [*launcher, *self.program.command],
            cwd=HOUSE,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.group, self._started_at, self.start_at = self._process.pid, now, None
        assert self._process.stdout is not None  # noqa: S101  asked for above
        os.set_blocking(self._process.stdout.fileno(), False)
        ear.register(self._process.stdout, selectors.EVENT_READ, self)
        return self._process.pid

    def listen(self, *, ear: selectors.BaseSelector) -> None:
        """Take what the program has written so far into its log."""
        stdout = self._process.stdout if self._process else None
        if stdout is None or stdout.closed:
            return
        with contextlib.suppress(BlockingIOError):
            while data := os.read(stdout.fileno(), 64 * 1024):
                self.log.write(data)
            ear.unregister(stdout)
            stdout.close()

    def ended(self, status: int, now: float, *, ear: selectors.BaseSelector) -> None:
        """Clean up after the program: what is left of its group is killed, and its next start is set."""
        self.signal(signal.SIGKILL)
        self.listen(ear=ear)
        self.log.flush()
        process, self._process = self._process, None
        if process and process.stdout and not process.stdout.closed:
            ear.unregister(process.stdout)
            process.stdout.close()
        if process:
            process.returncode = os.waitstatus_to_exitcode(status)
            self._plan_next_start(process.returncode, now)

    def signal(self, number: int, *, only_first: bool = False) -> None:
        """Send the signal to the program's whole group, or to its first process only."""
        if self.group is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                (os.kill if only_first else os.killpg)(self.group, number)

    def is_gone(self) -> bool:
        """Say whether nothing of the program's group is left, not even a zombie."""
        if self.group is None:
            return True
        try:
            os.killpg(self.group, 0)
        except ProcessLookupError:
            self.group = None  # the number may go to somebody else from now on
        except PermissionError:
            return False
        return self.group is None

    def _plan_next_start(self, exit_code: int, now: float) -> None:
        if not self.is_wanted:
            return
        name = self.program.name
        how = f"signal {-exit_code}" if exit_code < 0 else f"code {exit_code}"
        if now - self._started_at >= SETTLED_SECONDS:
            self._delay = FIRST_DELAY_SECONDS
        self.start_at = now + self._delay
        say(f"{name:<8}| ended with {how}; starting it again in {self._delay:g} s")
        self._delay = min(self._delay * 3, LONGEST_DELAY_SECONDS)
