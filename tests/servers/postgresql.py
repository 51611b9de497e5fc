"""A throw-away PostgreSQL cluster."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PACKAGES = Path("/usr/lib/postgresql")


def find_programs() -> Path | None:
    """Return the folder of the newest installed server, or None."""
    found = sorted(PACKAGES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql(programs: Path) -> Iterator[str]:
    """Run a cluster in a folder of its own and yield the URL of its database.

    initdb refuses root: as root everything runs as the postgres user that the package made, in a folder
    that pytest does not guard.
    """
    with tempfile.TemporaryDirectory(prefix="runledger-postgresql-") as name:
        folder, as_user = Path(name), _unprivileged(Path(name))

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), *arguments]
            ended = subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, timeout=120, **as_user
            )
            assert ended.returncode == 0, ended.stderr.decode()

        data, port = str(folder / "data"), free_port()
        run("initdb", "-A", "trust", "-U", "postgres", "-D", data, "--no-sync", "-E", "UTF8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _unprivileged(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "postgres")
    owner = pwd.getpwnam("postgres")
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
