"""Ending a fetch at its n-th step: each call from Python into the system, the disk or the database is a step.

The interpreter's own profiler tells of every such call before it is made, so no function is replaced.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

STEPS = {"open", "mkdir", "flock", "write", "flush", "fsync", "replace", "unlink", "send", "sendall"} | {
    "recv_into",
    "execute",
    "commit",
    "rollback",
}


@contextmanager
def ending_at(step: int, *, names: set[str] = STEPS, end: Callable[[], None]) -> Iterator[None]:
    """Call `end` right before the step with this number, counted from 1.

    Shape: names are bare ("fsync") or full ("posix.fsync", "BufferedRandom.write").
    """
    seen = 0

    def watch(_frame: FrameType, event: str, argument: Any) -> None:
        nonlocal seen
        if event == "c_call" and names & {argument.__name__, _full_name(argument)}:
            seen += 1
            if seen == step:
                end()

    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(None)


def _full_name(function: Any) -> str:
    owner = function.__module__ or type(function.__self__).__name__
    return f"{owner}.{function.__name__}"
