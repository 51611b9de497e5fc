"""How fast a sync stores rows, against the same rows written plainly into the same tables, in one run.

python -m tests.benchmarks.rates, with DATABASE_URL naming an empty database; prints one line of JSON. A sync
is measured from the text of its pages to the commit of the last one; no request is sent.
"""

import io
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from statistics import median
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from reports_app import conf  # noqa: E402
from reports_app.addepar import GeneratedReportPage  # noqa: E402
from reports_app.addepar.decode import Document  # noqa: E402
from reports_app.addepar.parse import parse_generated_reports  # noqa: E402
from reports_app.sync.upsert import Store  # noqa: E402

from . import made_runs as made  # noqa: E402

RUNS, CLIENTS, PAGE_SIZE, REPETITIONS = 5000, 20, 500, 3
# In the order in which rows may be written: what is named comes before what names it.
TABLES = tuple(
    f"reports_app_{name}"
    for name in (
        "report",
        "portfolio",
        "creator",
        "generatedreport",
        "portfoliooutcome",
        "standing",
        "daycount",
    )
)
Written = list[tuple[str, Any]]


def main() -> None:
    """Store, store again, write plainly: each of them REPETITIONS times in turn."""
    call_command("migrate", verbosity=0)
    pages = list(_pages())
    times: dict[str, list[float]] = {"first": [], "again": [], "plain": []}
    for _ in range(REPETITIONS):
        _clear()
        times["first"].append(_seconds(lambda: _sync(pages)))
        times["again"].append(_seconds(lambda: _sync(pages)))
        written = _read()
        _clear()
        times["plain"].append(_seconds(lambda: _write(written)))  # noqa: B023  called at once
        assert _read() == written, "The plain side did not write the rows of the sync."
    rows = RUNS * (1 + CLIENTS)
    sys.stdout.write(json.dumps({name: round(rows / median(taken)) for name, taken in times.items()}) + "\n")


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _pages() -> Iterator[str]:
    """Yield the pages of a first sync as text, newest run first."""
    for start in range(0, RUNS, PAGE_SIZE):
        yield json.dumps({"data": [_item(number) for number in range(start, start + PAGE_SIZE)]})


def _item(number: int) -> dict[str, Any]:
    completed_at = made.END - number * timedelta(minutes=7)
    report = number % made.REPORTS + 1
    # A report is about its own clients, run after run: else every outcome would be a standing of its own.
    first = (report - 1) * made.CLIENTS_OF_REPORT + number * 7 % (made.CLIENTS_OF_REPORT - CLIENTS) + 1
    attributes = {
        "report_id": report,
        "report_name": made.report_name(report),
        "status": "FINISHED",
        "started_at": (completed_at - timedelta(minutes=9)).isoformat(),
        "completed_at": completed_at.isoformat(),
        "job_type": "SCHEDULED",
        "generated_portfolios": [_client(pk, number=number) for pk in range(first, first + CLIENTS)],
        "failed_portfolios": [],
    }
    linked = {"creator": ("users", number % made.CREATORS), "zipped_file": ("files", number)}
    return {
        "type": "generated_reports",
        "id": str(made.FIRST_RUN_ID - number),
        "attributes": attributes,
        "relationships": {
            name: {"data": {"type": kind, "id": str(key)}} for name, (kind, key) in linked.items()
        },
    }


def _client(pk: int, *, number: int) -> dict[str, Any]:
    return {
        "portfolio_type": "entity",
        "portfolio_id": pk,
        "portfolio_name": made.portfolio_name(pk),
        "file_id": number * CLIENTS + pk,
        "has_been_published": True,
    }


def _sync(pages: list[str]) -> None:
    store = Store(conf.current_firm(), made.ZONE, made.END)
    for text in pages:
        records, rejected = parse_generated_reports(
            Document(json.loads(text), what="a page of the benchmark")
        )
        assert not rejected
        with transaction.atomic():
            store.store_page(
                GeneratedReportPage(records=records, rejected=rejected, has_next=True, size=len(records))
            )


def _clear() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
            return
        for table in reversed(TABLES):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  our own names


def _read() -> Written:
    """Return the rows of each table as its database writes them fastest."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            return [(table, _copied_out(cursor, table)) for table in TABLES]
    # Past Django's connection, whose converters would make moments of texts.
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as plain:
        rows = {table: plain.execute(f"SELECT * FROM {table} ORDER BY id") for table in TABLES}  # noqa: S608
        return [(table, found.fetchall()) for table, found in rows.items()]


def _copied_out(cursor: Any, table: str) -> bytes:
    taken = io.BytesIO()
    with cursor.copy(f"COPY (SELECT * FROM {table} ORDER BY id) TO STDOUT") as copy:  # noqa: S608  our own names
        for part in copy:
            taken.write(part)
    return taken.getvalue()


def _write(written: Written) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in written:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(rows)
            elif rows:
                places = ", ".join("?" * len(rows[0]))
                assert connection.connection is not None
                connection.connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608


if __name__ == "__main__":
    main()
