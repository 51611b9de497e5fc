"""What must be true before anything is started; each refusal is one sentence that says what to do."""

import fcntl
import os
import socket
import tempfile
from pathlib import Path

from deploy import WRONG_USAGE, CannotStart


def parse_port(value: str) -> int:
    """Return the port as a number; the sandbox needs the next one too."""
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65534:
        raise CannotStart(f"PORT is {value!r}. Give a number from 1 to 65534.", code=WRONG_USAGE)
    return int(value)


def check_port(port: int, *, purpose: str, web_port: int) -> None:
    """Refuse a port that something else listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"Port {port}, {purpose}, cannot be used ({error.strerror}). Stop what listens there, "
                f"or choose another: PORT={web_port + 10} make up"
            ) from error


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written; nothing is left in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotStart(
            f"Cannot write into {folder} ({error.strerror}). Runledger keeps its data there: "
            "make it writable, or move Runledger to a folder that is."
        ) from error


def claim_folder(folder: Path) -> int:
    """Hold the folder for this supervisor; return the descriptor, to be kept open as long as it runs.

    The lock is on the folder itself: it needs no file, and the kernel frees it however the process ends.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise CannotStart(
            f"Runledger is already running in {folder.parent}. Press Ctrl-C where it was started to stop it."
        ) from None
    except OSError:
        # Some network file systems know no locks; the taken port then says it.
        pass
    return descriptor
