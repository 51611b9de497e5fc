"""The guard kills what the supervisor leaves behind, and nothing else."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.deploy.running import HOUSE


@contextmanager
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """Run a program with a child of its own, both in one group; leave neither behind."""
    process = subprocess.Popen(["sh", "-c", "sleep 60 & wait"], start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def end_of_supervisor(*said: str) -> None:
    """Run the guard with what a supervisor said before it was gone."""
    subprocess.run(
        [sys.executable, "-I", str(HOUSE / "deploy" / "guard.py")],
        input="".join(said).encode(),
        timeout=10,
        check=True,
    )


def test_a_group_that_was_running_is_killed() -> None:
    with sleeper() as left_behind:
        end_of_supervisor(f"+{left_behind.pid}\n")

        assert left_behind.wait(timeout=5) == -signal.SIGKILL


def test_a_group_that_was_taken_down_in_order_is_left_alone() -> None:
    # Its number may belong to a stranger by now.
    with sleeper() as stranger:
        end_of_supervisor(f"+{stranger.pid}\n", f"-{stranger.pid}\n")

        assert stranger.poll() is None


def test_a_number_cut_short_is_not_acted_upon() -> None:
    with sleeper() as stranger:
        end_of_supervisor(f"+{stranger.pid}")

        assert stranger.poll() is None
