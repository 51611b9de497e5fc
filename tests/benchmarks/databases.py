"""The databases that are measured: made once and kept, made anew when the pretend firm changes.

They lie in var/bench/. PostgreSQL refuses root: then its cluster lies beside other temporary files, for a
user that may not enter var/.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers.postgresql import _unprivileged, find_programs, free_port

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEPT = ROOT / "var" / "bench"
SIZES = (10_000, 1_000_000)
Urls = dict[int, str]


def environment(url: str) -> dict[str, str]:
    """Return the environment of a process that uses the database."""
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "LOG_LEVEL": "ERROR"}
    return {**os.environ, **own}


@contextmanager
def alone() -> Iterator[None]:
    """Hold the kept databases: two measurements at once spoil each other, and PostgreSQL starts only once."""
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = os.open(KEPT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit("Another benchmark is running on these databases. Wait for it to end.") from None
    else:
        yield
    finally:
        os.close(folder)


def sqlite_databases() -> Urls:
    """Return a filled file for each size."""
    KEPT.mkdir(parents=True, exist_ok=True)
    files = {runs: KEPT / f"runs-{runs}-{_fingerprint()}.sqlite3" for runs in SIZES}
    for runs, file in files.items():
        if not file.exists():
            making = file.with_suffix(".making")
            making.unlink(missing_ok=True)
            _fill(f"sqlite:///{making}", runs)
            making.rename(file)
    for stale in set(KEPT.glob("runs-*")) - {path for file in files.values() for path in _beside(file)}:
        stale.unlink()
    return {runs: f"sqlite:///{file}" for runs, file in files.items()}


@contextmanager
def empty_sqlite() -> Iterator[str]:
    """Yield the URL of a database that is not there yet, and remove it after use."""
    with tempfile.TemporaryDirectory(prefix="empty-", dir=KEPT) as folder:
        yield f"sqlite:///{Path(folder) / 'empty.sqlite3'}"


@contextmanager
def empty_postgresql(beside: str) -> Iterator[str]:
    """Yield the URL of an empty database on the server of another one, and drop it after use."""
    programs, server = find_programs(), beside.rpartition("/")[0]
    assert programs is not None
    _sql(programs, server, "DROP DATABASE IF EXISTS empty")
    _sql(programs, server, "CREATE DATABASE empty")
    try:
        yield f"{server}/empty"
    finally:
        _sql(programs, server, "DROP DATABASE empty")


def _beside(file: Path) -> tuple[Path, ...]:
    """Return the file and what SQLite keeps beside it while it is open."""
    return (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm")))


@contextmanager
def postgresql_databases() -> Iterator[Urls | None]:
    """Run the kept cluster and yield a filled database for each size; None where PostgreSQL is missing."""
    programs = find_programs()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.gettempdir()) / "runledger-bench" if os.geteuid() == 0 else KEPT / "postgresql"
    with _cluster(programs, folder=folder) as server:
        yield {runs: _database(programs, server, runs=runs) for runs in SIZES}


@contextmanager
def _cluster(programs: Path, *, folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    as_user, data, port = _unprivileged(folder), folder / "data", free_port()

    def run(program: str, *arguments: str) -> None:
        _run(programs / program, *arguments, cwd=folder, stdout=subprocess.DEVNULL, **as_user)

    if not (data / "PG_VERSION").exists():
        shutil.rmtree(data, ignore_errors=True)
        run("initdb", "-A", "trust", "-U", "postgres", "-D", str(data), "--no-sync", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_wal_size=1GB"
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgres://postgres@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")


def _database(programs: Path, server: str, *, runs: int) -> str:
    name = f"runs_{runs}_{_fingerprint()}"

    def sql(statement: str) -> str:
        return _sql(programs, server, statement)

    for stale in sql(f"SELECT datname FROM pg_database WHERE datname LIKE 'runs\\_{runs}\\_%'").split():  # noqa: S608
        if stale != name:
            sql(f"DROP DATABASE {stale}")
    if not sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608  our own name
        sql("DROP DATABASE IF EXISTS making")
        sql("CREATE DATABASE making")
        _fill(f"{server}/making", runs)
        sql(f"ALTER DATABASE making RENAME TO {name}")
    return f"{server}/{name}"


def _sql(programs: Path, server: str, statement: str) -> str:
    command = (programs / "psql", "-At", "-v", "ON_ERROR_STOP=1", f"{server}/postgres", "-c", statement)
    return _run(*command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.strip()


def _fill(url: str, runs: int) -> None:
    print(f"Making a firm of {runs:,} runs, once.", file=sys.stderr, flush=True)  # noqa: T201
    _run(sys.executable, "-m", "tests.benchmarks.fill", str(runs), cwd=ROOT, env=environment(url))


def _run(*command: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(part) for part in command], check=True, text=True, **options)


def _fingerprint() -> str:
    """Tell firms made by different code apart. Migrations are applied to kept databases instead."""
    code = b"".join((HERE / name).read_bytes() for name in ("made_runs.py", "fill.py"))
    return hashlib.sha256(code).hexdigest()[:8]
