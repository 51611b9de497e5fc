"""A real worker on Redis: woken at the click, and a message that is no JSON does no harm."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from redis import Redis

from tests.upstream import make_runs

from .redis import redis_server

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = shutil.which("redis-server")

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(PROGRAM is None, reason="Redis is not installed: apt-get install redis-server"),
]
ASK_AND_SHOW = """
import django; django.setup()
from reports_app import conf, tasks
from reports_app.models import GeneratedReport, StoredFile, WorkItem
import sys, time
run = GeneratedReport.objects.exclude(zipped_file_id="").first()
tasks.request_zip(run, requested_by=None)
deadline = time.monotonic() + 40
while time.monotonic() < deadline and not StoredFile.objects.exists():
    time.sleep(0.2)
print(StoredFile.objects.get().sha256, WorkItem.objects.get().state)
"""


def product_environment(tmp_path, upstream, broker_url):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "CELERY_BROKER_URL": broker_url,
        "ADDEPAR_BASE_URL": upstream.base_url,
        "ADDEPAR_FIRM_ID": upstream.firm_id,
        "ADDEPAR_API_KEY": upstream.api_key,
        "ADDEPAR_API_SECRET": upstream.api_secret,
    }


def run_python(environment, *arguments):
    command = [sys.executable, *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_click_is_done_by_a_worker_on_redis_and_a_pickle_is_refused(tmp_path, upstream_factory):
    upstream = upstream_factory(make_runs(5, seed=3))
    assert PROGRAM is not None
    with redis_server(PROGRAM, tmp_path) as broker_url:
        environment = product_environment(tmp_path, upstream, broker_url)
        run_python(environment, "manage.py", "migrate", "-v0")
        run_python(environment, "manage.py", "sync_reports")
        with Redis.from_url(broker_url) as redis:
            # S-31: a message in a format that could carry code.
            redis.lpush("celery", '{"body": "gASVAAAA", "content-type": "application/x-python-serialize"}')
        log = (tmp_path / "worker.log").open("w")
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo"],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            sha256, state = run_python(environment, "-c", ASK_AND_SHOW).split()
            time.sleep(0.2)
            is_alive = worker.poll() is None
        finally:
            worker.terminate()
            worker.wait(timeout=20)
            log.close()

    assert state == "done"
    assert (tmp_path / "media" / "sha256" / sha256[:2] / sha256).is_file()
    assert is_alive
