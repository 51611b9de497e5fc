"""A click while no broker listens: the row is written, the person is answered, the sweep finds it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLICK = """
import django; django.setup()
from datetime import UTC, datetime
from reports_app import tasks
from reports_app.models import Firm, WorkItem
firm = Firm.objects.create(base_url="http://127.0.0.1:1", addepar_firm_id="1")
item = tasks.request_sync(firm, requested_by=None)
print(WorkItem.objects.get(pk=item.pk).state, tasks.sweep_work())
"""


def test_f55_a_broker_that_is_down_costs_only_the_wait_for_the_sweep(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    }

    def run(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    run("manage.py", "migrate", "-v0")
    ended = run("-c", CLICK)

    assert ended.stdout.split() == ["queued", "1"], ended.stderr
    assert "The broker took no message" in ended.stderr
    assert "Traceback" not in ended.stderr
