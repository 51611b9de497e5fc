"""What the children say: all of it into var/log/<name>.log, warnings and errors also to the terminal."""

import re
import sys
from pathlib import Path

LARGEST_BYTES = 5 * 1024 * 1024
WORTH_SHOWING = re.compile(r" (?:WARNING|ERROR|CRITICAL) |^Traceback|^[\w.]*(?:Error|Exception)\b")


def say(sentence: str) -> None:
    """Print to the terminal at once; a terminal that went away is no reason to fall over."""
    try:
        print(sentence, flush=True)
    except OSError:
        sys.stdout = None  # print() then does nothing


class ChildLog:
    """The log of one child, in a file of its own; when that is full it becomes `.1` and a new one starts."""

    def __init__(self, path: Path, *, name: str) -> None:
        self.path, self.name = path, name
        self._unfinished = b""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def write(self, data: bytes) -> None:
        """Take what the child wrote; a line is kept back until it is whole."""
        *lines, self._unfinished = (self._unfinished + data).split(b"\n")
        for line in lines:
            self._line(line.decode("utf-8", errors="replace"))
        if len(self._unfinished) > 64 * 1024:
            self.flush()
        self._append(data)

    def flush(self) -> None:
        """Take the last line although no newline ended it."""
        if self._unfinished:
            self._line(self._unfinished.decode("utf-8", errors="replace"))
            self._unfinished = b""

    def _line(self, line: str) -> None:
        if WORTH_SHOWING.search(line):
            say(f"{self.name:<8}| {line}")

    def _append(self, data: bytes) -> None:
        try:
            if self.path.is_file() and self.path.stat().st_size + len(data) > LARGEST_BYTES:
                self.path.replace(self.path.with_suffix(".log.1"))
            with self.path.open("ab") as file:
                file.write(data)
        except OSError as error:
            # A full disk must not take the supervisor down: the children find it out by themselves.
            say(f"{self.name:<8}| its log cannot be written: {error.strerror}")
