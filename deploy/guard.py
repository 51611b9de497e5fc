"""Outlives the supervisor by a moment, to kill what it left behind.

A program that dies with the supervisor may have children of its own (the worker's pool, the web's workers)
which would go on alone. Standard input tells the process groups: `+123` has started, `-123` is gone. Its end
means that the supervisor is gone, however that happened.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterable


def watch(lines: Iterable[str]) -> set[int]:
    """Read until the supervisor ends; return the process groups that it did not take down itself."""
    groups: set[int] = set()
    for line in lines:
        # A line cut short by the supervisor's death is not a number to act upon.
        if line.endswith("\n"):
            (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    return groups


def kill_groups(groups: Iterable[int]) -> None:
    """Kill each process group at once; one that is gone already is as wanted."""
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    kill_groups(watch(sys.stdin))
