"""What every test may use, and what none may do: reach past this machine, or be skipped in silence."""

import os
import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from config.celery import app as celery_app

pytest_plugins = ["tests.upstream.fixtures"]


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise RuntimeError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Test on an SQLite file, as the product runs: a database in memory knows other locks."""
    for database in connections.settings.values():
        if database["ENGINE"].endswith("sqlite3"):
            database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Serve static files by their own names: tests collect nothing."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = tmp_path_factory.getbasetemp()


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give each test a media folder of its own."""
    root = tmp_path_factory.mktemp("media")
    settings.MEDIA_ROOT = root
    yield root


@pytest.fixture(autouse=True)
def broker_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep messages inside the test process: what a test asks for is no work for anybody else."""
    monkeypatch.setattr(celery_app.conf, "broker_url", "memory://")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly what was skipped: each line names what to install."""
    skipped = terminalreporter.stats.get("skipped", [])
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.write_line(f"NOT RUN: {report.nodeid}: {reason}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn any skip into a failure where RUNLEDGER_NO_SKIPS is set, as in CI."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("RUNLEDGER_NO_SKIPS") == "1" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


Factory = Callable[..., Any]
