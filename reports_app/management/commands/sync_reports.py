"""`sync_reports`: one sync now, in the foreground."""

import json
import logging
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from reports_app import conf
from reports_app.management.dates import read_moment
from reports_app.sync import Counts, SyncRequest, SyncResult, run_sync
from reports_app.vocabulary import ReasonCode, SyncState, SyncTrigger

WRONG_USAGE = 2
LINE_MEMBERS = ("requests", "seen", "created", "updated", "unchanged", "quarantined")

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Mirror the firm's generated reports once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--full", action="store_true", help="re-read everything, not only what is new")
        parser.add_argument(
            "--since", metavar="DATE", type=read_moment, help="read runs completed after DATE"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON line at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        request = SyncRequest(trigger=SyncTrigger.COMMAND, is_full=options["full"], since=options["since"])
        result, code = _sync_and_judge(request)
        if options["json"]:
            self.stdout.write(json.dumps(_line(result)))
        self.stderr.write(result.reason)
        sys.exit(code)


def _sync_and_judge(request: SyncRequest) -> tuple[SyncResult, int]:
    """Return how the sync ended and the exit code; no trouble leaves as a traceback."""
    try:
        result = _sync(request)
    except conf.ConfigurationMissing as error:
        return _failed(ReasonCode.UNEXPECTED, str(error)), WRONG_USAGE
    except DatabaseError as error:
        result = _failed(ReasonCode.DATABASE, f"The database cannot be used: {error}. Run migrate first?")
    except Exception:
        log.exception("A sync met something unforeseen.")
        result = _failed(ReasonCode.UNEXPECTED, "Something unforeseen went wrong; the lines above say where.")
    return result, conf.exit_code(result.reason_code)


def _sync(request: SyncRequest) -> SyncResult:
    stopping: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: stopping.append(number))
    firm = conf.current_firm()
    return run_sync(
        firm,
        client=conf.client_for(firm, priority=request.priority),
        request=request,
        zone=conf.firm_zone(),
        clock=conf.utc_now,
        should_stop=lambda: bool(stopping),
    )


def _failed(reason_code: ReasonCode, reason: str) -> SyncResult:
    return SyncResult(SyncState.FAILED, reason_code, reason, Counts())


def _line(result: SyncResult) -> dict[str, Any]:
    counts = result.counts.as_columns()
    members = {name: counts[name] for name in LINE_MEMBERS}
    return {"state": result.state, "reason_code": result.reason_code, "reason": result.reason, **members}
