"""kill -9 and a failing disk at every step: a file is whole and has its row, or is not there (F-50, F-51)."""

import errno
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reports_app.addepar import AddeparClient
from reports_app.archive import ContentStore, FetchState, fetch_zip
from reports_app.models import GeneratedReport, StoredFile
from reports_app.vocabulary import ReasonCode
from tests.archive.rows import NOW, files_under
from tests.archive.steps import ending_at
from tests.upstream import Fault, Run, StrictUpstream, effects, faults, make_runs
from tests.upstream.pdfs import make_zip
from tests.work.processes import HOUSE, make_environment, run, run_driver

DISK_STEPS = {
    "posix.mkdir",
    "posix.open",
    "posix.fsync",
    "posix.replace",
    "fcntl.flock",
    "BufferedRandom.write",
    "BufferedRandom.flush",
}
MIB = 1024 * 1024


@pytest.mark.process
def test_kill_at_every_step_leaves_nothing_half_and_the_next_fetch_puts_all_right(tmp_path: Path) -> None:
    with StrictUpstream(make_runs(1, seed=3), rate_limits=()) as upstream:
        run_id = upstream.finished_runs()[0].run_id

        run_driver(
            "tests.archive.drive_kills",
            upstream.base_url,
            run_id,
            environment=make_environment(tmp_path, MEDIA_ROOT=str(tmp_path / "media")),
        )


def failing(code: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.django_db
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
def test_a_disk_that_fails_at_any_step_ends_the_fetch_with_a_sentence(
    code: int, generated_report: GeneratedReport, client: AddeparClient, store: ContentStore
) -> None:
    failures = 0
    for step in range(1, 100):
        with ending_at(step, names=DISK_STEPS, end=failing(code)):
            result = fetch_zip(generated_report, client=client, store=store, now=lambda: NOW)
        if result.state is FetchState.STORED:
            break
        failures += 1
        assert result.reason_code is ReasonCode.DISK, f"step {step}: {result.reason}"
        assert "MEDIA_ROOT" in result.reason
        assert not StoredFile.objects.exists(), f"step {step} left a row"
        assert list((store.root / "tmp").glob("*")) == [], f"step {step} left a temporary file"

    assert failures >= 10
    assert StoredFile.objects.count() == 1
    assert len(files_under(store.root)) == 1


@pytest.mark.process
def test_a_command_that_is_told_to_stop_ends_with_3_and_leaves_nothing(tmp_path: Path) -> None:
    with StrictUpstream(make_runs(1, seed=3), rate_limits=()) as upstream:
        one = upstream.finished_runs()[0]
        slow = effects.slow_body(chunk_bytes=200, pause_seconds=0.2)
        upstream.faults.append(Fault(slow, on=faults.ZIP_DOWNLOAD, times=None))
        environment = own_install(tmp_path, upstream, one)
        arguments = [sys.executable, str(HOUSE / "manage.py"), "fetch_zip", one.run_id, "--json"]

        with subprocess.Popen(
            arguments, env=environment, cwd=HOUSE, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            while not files_under(tmp_path / "media" / "tmp"):
                assert process.poll() is None
                time.sleep(0.05)
            process.terminate()
            out, err = process.communicate(timeout=10)

    assert process.returncode == 3, err
    assert json.loads(out.splitlines()[-1])["reason_code"] == "interrupted"
    assert err.splitlines() == ["Stopped before the zip was whole; run it again."]
    assert files_under(tmp_path / "media") == []


@pytest.mark.process
def test_a_full_disk_ends_the_command_with_7_and_after_it_the_zip_can_be_had(tmp_path: Path) -> None:
    with StrictUpstream(make_runs(1, seed=3), rate_limits=()) as upstream:
        one = upstream.finished_runs()[0]
        upstream.replace_zip(one.run_id, make_zip([("noise", os.urandom(6 * MIB))]))
        environment = own_install(tmp_path, upstream, one)

        full = subprocess.run(
            [sys.executable, str(HOUSE / "manage.py"), "fetch_zip", one.run_id],
            env=environment,
            cwd=HOUSE,
            text=True,
            capture_output=True,
            check=False,
            timeout=60,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4 * MIB, 4 * MIB)),
        )
        left = files_under(tmp_path / "media")
        again = run([str(HOUSE / "manage.py"), "fetch_zip", one.run_id], environment=environment)

    assert full.returncode == 7, full.stderr
    assert full.stderr.splitlines()[-1].startswith("The disk that holds MEDIA_ROOT is full.")
    assert left == []
    assert again.returncode == 0, again.stderr
    assert [path.stat().st_size for path in files_under(tmp_path / "media")] == [len(one.zip_bytes())]


def own_install(folder: Path, upstream: StrictUpstream, one: Run) -> dict[str, str]:
    """Make an install of its own that knows the upstream and one of its runs."""
    assert one.zipped_file is not None
    environment = make_environment(
        folder,
        ADDEPAR_BASE_URL=upstream.base_url,
        ADDEPAR_FIRM_ID=upstream.firm_id,
        ADDEPAR_API_KEY=upstream.api_key,
        ADDEPAR_API_SECRET=upstream.api_secret,
    )
    script = (
        "from reports_app import conf\n"
        "from tests.archive.rows import make_generated_report\n"
        f"make_generated_report(conf.current_firm(), upstream_id={one.run_id!r}, "
        f"zipped_file_id='{one.zipped_file.file_id}')\n"
    )
    arguments = [str(HOUSE / "manage.py"), "shell", "-v", "0", "-c", script]
    written = run(arguments, environment=environment)
    assert written.returncode == 0, written.stderr
    return environment
