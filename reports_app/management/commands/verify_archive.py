"""`verify_archive`: re-read every stored file against its hash. It repairs nothing and asks nobody."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from reports_app import conf
from reports_app.archive import ArchiveCheck, verify_archive
from reports_app.vocabulary import ReasonCode

NOTHING_CHECKED = ArchiveCheck(files=0, bytes=0, damaged=0, missing=0, orphans=0, left=0)
WRONG_USAGE = 2


class Command(BaseCommand):
    help = "Re-read every stored file against its hash; exit 1 when one is damaged or missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--max-seconds",
            type=_seconds,
            metavar="N",
            help="stop after N seconds; the next call begins with what was checked longest ago",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON line at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        check = NOTHING_CHECKED
        try:
            check = verify_archive(
                store=conf.content_store(),
                firm=conf.current_firm(),
                now=timezone.now(),
                max_seconds=options["max_seconds"],
            )
            code = 0 if check.is_sound else conf.exit_code(ReasonCode.ARCHIVE_DAMAGED)
            sentence = _sentence(check)
        except conf.ConfigurationMissing as error:
            code, sentence = WRONG_USAGE, str(error)
        except DatabaseError as error:
            code = conf.exit_code(ReasonCode.DATABASE)
            sentence = f"The database cannot be used: {error}. Run migrate first?"
        except OSError as error:
            code = conf.exit_code(ReasonCode.DISK)
            sentence = f"MEDIA_ROOT cannot be read: {error.strerror}."
        if options["json"]:
            self.stdout.write(json.dumps(_line(check)))
        self.stderr.write(sentence)
        sys.exit(code)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no number of seconds") from error
    if not 0 <= seconds < float("inf"):
        raise ArgumentTypeError(f"{text!r} is no number of seconds that can pass")
    return seconds


def _sentence(check: ArchiveCheck) -> str:
    read = f"{check.files:,} files, {check.bytes:,} bytes read"
    later = f" {check.left:,} files are left for the next call." if check.left else ""
    if check.is_sound:
        return f"Every stored file is as it was: {read}.{later}"
    return (
        f"{check.damaged:,} files are damaged and {check.missing:,} are missing ({read}). They are not "
        f"offered any more; fetch them again.{later}"
    )


def _line(check: ArchiveCheck) -> dict[str, int]:
    return {
        "files": check.files,
        "bytes": check.bytes,
        "damaged": check.damaged,
        "missing": check.missing,
        "orphans": check.orphans,
        "left": check.left,
    }
