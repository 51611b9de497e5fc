"""`export_runs`: what is stored, one JSON:API resource a line."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from reports_app import conf
from reports_app.access import Viewer
from reports_app.management.dates import read_moment
from reports_app.queries.exports import iter_resources
from reports_app.vocabulary import ReasonCode


class Command(BaseCommand):
    help = "Print every stored run, newest completion first, one resource a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="DATE", type=read_moment, help="completed at DATE or later")
        parser.add_argument("--until", metavar="DATE", type=read_moment, help="completed before DATE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            resources = iter_resources(
                Viewer.system(), firm=conf.current_firm(), since=options["since"], until=options["until"]
            )
            for resource in resources:
                self.stdout.write(_readable(resource))
        except conf.ConfigurationMissing as error:
            self._give_up(str(error), code=2)
        except DatabaseError as error:
            self._give_up(
                f"The database cannot be used: {error}. Run migrate first?",
                code=conf.exit_code(ReasonCode.DATABASE),
            )
        except BrokenPipeError:
            # The reader has what it wanted, as with `head`.
            sys.stderr.close()

    def _give_up(self, reason: str, *, code: int) -> None:
        self.stderr.write(reason)
        sys.exit(code)


def _readable(resource: str) -> str:
    """Return the line with names in their own script, unless a character cannot be written as UTF-8."""
    text = json.dumps(json.loads(resource), ensure_ascii=False, separators=(",", ":"))
    return text if text.isprintable() else resource
