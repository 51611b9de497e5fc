"""Driver: ten processes ask for the same zip and try to take the work, all at the same moment (F-52)."""

import os
import sys
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection  # noqa: E402

from reports_app.models import Firm, GeneratedReport, WorkItem  # noqa: E402
from reports_app.work import claim, enqueue_fetch_zip  # noqa: E402
from tests.archive.rows import make_generated_report  # noqa: E402

ROUNDS, PEOPLE = 5, 10
NOW = datetime(2024, 7, 1, 12, 0, tzinfo=UTC)
WON, LOST = 10, 11


def click_and_work(generated_report: GeneratedReport, start: int) -> int:
    """Wait for the start, write or find the item, try to claim it."""
    os.read(start, 1)
    item = enqueue_fetch_zip(generated_report, requested_by=None, now=NOW)
    return LOST if claim(item.pk, now=NOW) is None else WON


def fork(generated_report: GeneratedReport, *, start: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        code = click_and_work(generated_report, start)
    finally:
        os._exit(code)


def main() -> str | None:
    firm = Firm.objects.create(base_url="http://127.0.0.1", addepar_firm_id="7001")
    for number in range(1, ROUNDS + 1):
        generated_report = make_generated_report(firm, upstream_id=f"run-{number}")
        # A forked child must not use its parent's connection.
        connection.close()
        start, go = os.pipe()
        children = [fork(generated_report, start=start) for _ in range(PEOPLE)]
        os.write(go, b"x" * PEOPLE)
        codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        if codes != [WON, *[LOST] * (PEOPLE - 1)]:
            return f"round {number}: the processes ended with {codes}"
        if WorkItem.objects.count() != number:
            return f"round {number}: there are {WorkItem.objects.count()} items"
    return None


if __name__ == "__main__":
    sys.exit(main())
