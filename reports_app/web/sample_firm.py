"""Sees to it that the sandbox answers when somebody chooses the sample firm; docs/decisions/0005 says how.

Under `make up` the supervisor runs it. Elsewhere the click starts it as a process of its own, which lives
until the machine stops or somebody ends it: nothing starts it again by itself, the same click does.
"""

import logging
import socket
import subprocess
import sys
import time

from django.conf import settings

log = logging.getLogger(__name__)

START_SECONDS = 15.0
# A handle that is forgotten while its process runs makes Python complain, and leaves a zombie behind.
_started: list[subprocess.Popen[bytes]] = []


def ensure_sandbox(port: int) -> bool:
    """Start the sandbox if nothing listens on the port of this machine; say whether something listens now.

    Times: waits up to START_SECONDS for a sandbox that is starting.
    """
    if _listens(port):
        return True
    _started[:] = [process for process in _started if process.poll() is None]
    process = subprocess.Popen(  # noqa: S603  our own command, with a number
        [sys.executable, "manage.py", "run_sandbox", "--port", str(port)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _started.append(process)
    log.info("The sandbox was started on port %d as process %d.", port, process.pid)
    return _waits_until_it_listens(port, process=process)


def _waits_until_it_listens(port: int, *, process: subprocess.Popen[bytes]) -> bool:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        if _listens(port):
            return True
        time.sleep(0.1)
    return _listens(port)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
