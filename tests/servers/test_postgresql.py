"""The rooms that write hold on PostgreSQL as they do on SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .postgresql import find_programs, postgresql

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = find_programs()
FOLDERS = ("sync", "quota", "failures", "archive", "work", "queries")

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is not installed: apt-get install postgresql"),
]


def test_sync_quota_failures_archive_and_work_hold_on_postgresql():
    folders = [f"tests/{name}" for name in FOLDERS if (ROOT / "tests" / name).is_dir()]
    assert PROGRAMS is not None
    with postgresql(PROGRAMS) as url:
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *folders],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "PYTEST_ADDOPTS": ""},
            capture_output=True,
            text=True,
            timeout=400,
        )

    assert ended.returncode == 0, ended.stdout[-4000:]
    assert " passed" in ended.stdout
