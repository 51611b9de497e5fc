"""Ten people, one download: proved with processes on a database file (F-52)."""

from pathlib import Path

import pytest

from tests.work.processes import make_environment, run_driver


@pytest.mark.process
def test_ten_processes_at_once_are_one_item_and_one_claim(tmp_path: Path) -> None:
    run_driver("tests.work.drive_ten_clicks", environment=make_environment(tmp_path))
