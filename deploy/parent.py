"""What `make`, the usual parent, does not pass on: its own death, and a SIGINT that was sent to it alone.

make hands SIGTERM to its children. On SIGINT it only waits for them, because a terminal sends that one to
all; whoever sends it to make alone (a test, a service manager) would wait for ever.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.launch import SET_PARENT_DEATH_SIGNAL, ask_the_kernel

SIGINT_BIT = 1 << (signal.SIGINT - 1)


def end_with_parent() -> None:
    """Have the kernel send us SIGTERM when the parent dies, however it dies."""
    ask_the_kernel(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def watch_parent() -> Callable[[], bool]:
    """Return a question: is the parent in its handler for SIGINT? The signal is blocked meanwhile."""
    parent = os.getppid()
    if sys.platform != "linux" or _blocks_sigint(parent):
        # Blocked from the start means nothing: it was inherited from whoever started the parent.
        return lambda: False
    return lambda: _blocks_sigint(parent)


def _blocks_sigint(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    blocked = next((line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:")), "0")
    return bool(int(blocked, 16) & SIGINT_BIT)
