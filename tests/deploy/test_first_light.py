"""What `make up` shows a new user: a living sample firm, or the firm that the settings name, in seconds."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.deploy.running import Running, copy_house, free_port, wait_for
from tests.upstream import StrictUpstream, make_runs

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc: run it on Linux"),
]

NEWEST = "SELECT max(completed_at) FROM reports_app_generatedreport"


def _is_of_today(running: Running) -> bool:
    (newest,) = running.stored(NEWEST)
    if newest is None:
        return False
    return datetime.now(UTC) - datetime.fromisoformat(newest).replace(tzinfo=UTC) < timedelta(hours=1)


def test_the_newest_runs_of_the_sample_firm_follow_the_pages(tmp_path: Path) -> None:
    running = Running(copy_house(tmp_path), port=free_port())
    try:
        running.wait_until_ready()

        # The promise is ten seconds; a test on a busy machine judges that it happens, not how fast.
        wait_for("the newest runs are stored", lambda: _is_of_today(running), seconds=90)

        assert running.stored("SELECT base_url FROM reports_app_firm") == [
            f"http://127.0.0.1:{running.port + 1}"
        ]
    finally:
        running.end()


def test_a_named_firm_is_mirrored_without_sandbox_and_without_demo_sign_ins(tmp_path: Path) -> None:
    house = copy_house(tmp_path)
    with StrictUpstream(make_runs(12, seed=3)) as upstream:
        (house / ".env").write_text(
            f"ADDEPAR_BASE_URL={upstream.base_url}\nADDEPAR_FIRM_ID={upstream.firm_id}\n"
            f"ADDEPAR_API_KEY={upstream.api_key}\nADDEPAR_API_SECRET={upstream.api_secret}\n"
        )
        running = Running(house, port=free_port())
        try:
            running.wait_until_ready()

            stored = wait_for(
                "its runs are stored",
                lambda: running.stored("SELECT upstream_id FROM reports_app_generatedreport"),
            )

            assert len(list(stored)) == 12
            assert running.matching("run_sandbox") == []
            assert running.stored("SELECT username FROM reports_app_user") == []
            assert "createsuperuser" in running.output
            assert upstream.api_secret not in running.output
        finally:
            running.end()
