"""Becomes the program it is given, after asking the kernel to kill it should the supervisor die.

Called as `launch.py PARENT_PID PROGRAM ARGUMENT...`. Where the kernel cannot be asked (not Linux),
deploy/guard.py does it alone.
"""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
SET_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER


def ask_the_kernel(option: int, value: int) -> None:
    """Call prctl(option, value) on Linux; do nothing elsewhere."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def main(arguments: list[str]) -> None:
    parent, *command = arguments
    ask_the_kernel(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != int(parent):
        # The parent was gone before the kernel was asked: nobody would ever end us.
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606  replaced without a shell, by the supervisor's own words


if __name__ == "__main__":
    main(sys.argv[1:])
