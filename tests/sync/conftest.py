"""Runs the product's commands against the strict upstream, as an operator would."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command

from tests.upstream import StrictUpstream


@dataclass(frozen=True)
class Ended:
    """How a command ended. Shape: line is the last line of stdout as JSON, reason the last of stderr."""

    code: int
    line: dict[str, Any]
    reason: str
    out: str


Commander = Callable[..., Ended]


@pytest.fixture
def run_command() -> Commander:
    def run(name: str, *arguments: str) -> Ended:
        out, err = io.StringIO(), io.StringIO()
        code = 0
        try:
            call_command(name, *arguments, stdout=out, stderr=err)
        except SystemExit as end:
            code = int(end.code or 0)
        lines = out.getvalue().strip().splitlines()
        line = json.loads(lines[-1]) if "--json" in arguments else {}
        return Ended(code, line, (err.getvalue().strip().splitlines() or [""])[-1], out.getvalue())

    return run


@pytest.fixture
def point_at(settings: Any) -> Callable[[StrictUpstream], None]:
    def point(upstream: StrictUpstream) -> None:
        settings.ADDEPAR_BASE_URL = upstream.base_url
        settings.ADDEPAR_FIRM_ID = upstream.firm_id
        settings.ADDEPAR_API_KEY = upstream.api_key
        settings.ADDEPAR_API_SECRET = upstream.api_secret

    return point


@pytest.fixture
def sync(run_command: Commander) -> Callable[..., Ended]:
    return lambda *arguments: run_command("sync_reports", "--json", *arguments)


@pytest.fixture
def exported(run_command: Commander) -> Callable[[], list[dict[str, Any]]]:
    def export() -> list[dict[str, Any]]:
        return [json.loads(line) for line in run_command("export_runs").out.splitlines()]

    return export
