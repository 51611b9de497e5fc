"""Real processes on a real database file: what threads on a database in memory cannot show.

A driver is a module of the tests that runs in a process of its own and forks; it ends with 0 when its claims
hold, and with the sentence of the first that does not.
"""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent.parent
LONGEST_SECONDS = 120


def make_environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return the environment of an install of its own in a folder, with a migrated database."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(HOUSE),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RUNLEDGER_READ_DOT_ENV": "false",
        "SECRET_KEY": "of-a-test",
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": f"sqlite:///{folder / 'own.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        **settings,
    }
    migrated = run([str(HOUSE / "manage.py"), "migrate", "--skip-checks", "-v", "0"], environment=environment)
    assert migrated.returncode == 0, migrated.stderr
    return environment


def run_driver(module: str, *arguments: str, environment: dict[str, str]) -> None:
    """Run a driver to its end and fail with what it said if a claim did not hold."""
    ended = run(["-m", module, *arguments], environment=environment)
    assert ended.returncode == 0, ended.stderr


def run(arguments: list[str], *, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python with arguments and return how it ended, never later than LONGEST_SECONDS."""
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=HOUSE,
        text=True,
        capture_output=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
