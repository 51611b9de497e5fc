"""`fetch_zip RUN_ID`: one zip now, in the foreground, by the same door as the worker."""

import json
import logging
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from reports_app import conf
from reports_app.archive import FETCH_PRIORITY, FetchResult, FetchState, fetch_zip
from reports_app.models import GeneratedReport
from reports_app.vocabulary import ReasonCode

WRONG_USAGE = 2

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Download, verify and store one run's zip now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run_id", metavar="RUN_ID", help="the run's id, as in its address")
        parser.add_argument("--json", action="store_true", help="print one JSON line at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        # A stop from outside and a person's Ctrl-C take the same way out, so that nothing is left behind.
        previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            result, code = _fetch_and_judge(options["run_id"])
        finally:
            signal.signal(signal.SIGTERM, previous)
        if options["json"]:
            self.stdout.write(json.dumps(_line(result)))
        self.stderr.write(result.reason)
        sys.exit(code)


def _fetch_and_judge(run_id: str) -> tuple[FetchResult, int]:
    """Return how the fetch ended and the exit code; no trouble leaves without its sentence."""
    try:
        result = _fetch(run_id)
    except KeyboardInterrupt:
        result = _failed(ReasonCode.INTERRUPTED, "Stopped before the zip was whole; run it again.")
    except conf.ConfigurationMissing as error:
        return _failed(ReasonCode.UNEXPECTED, str(error)), WRONG_USAGE
    except DatabaseError as error:
        result = _failed(ReasonCode.DATABASE, f"The database cannot be used: {error}. Run migrate first?")
    except Exception:
        log.exception("Fetching a zip met something unforeseen.")
        result = _failed(ReasonCode.UNEXPECTED, "Something unforeseen went wrong; the lines above say where.")
    return result, conf.exit_code(result.reason_code)


def _fetch(run_id: str) -> FetchResult:
    firm = conf.current_firm()
    generated_report = GeneratedReport.objects.filter(firm=firm, upstream_id=run_id).first()
    if generated_report is None:
        return _failed(
            ReasonCode.NOT_FOUND, f"No run has the id {run_id!r}. Copy it from the run's page, or sync first."
        )
    return fetch_zip(
        generated_report,
        client=conf.client_for(firm, priority=FETCH_PRIORITY),
        store=conf.content_store(),
        now=timezone.now,
    )


def _failed(reason_code: ReasonCode, reason: str) -> FetchResult:
    return FetchResult(FetchState.FAILED, reason_code, reason)


def _line(result: FetchResult) -> dict[str, Any]:
    return {
        "state": result.state,
        "bytes": result.size_bytes,
        "sha256": result.sha256,
        "reason": result.reason,
        "reason_code": result.reason_code,
    }
