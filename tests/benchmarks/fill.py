"""Fills an empty database with a pretend firm, by the fastest way each database has. `make bench` runs it.

python -m tests.benchmarks.fill RUNS, with DATABASE_URL naming the database. It migrates first.
"""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from reports_app import conf  # noqa: E402
from reports_app import models as stored  # noqa: E402
from reports_app.sync.clean_text import fold  # noqa: E402
from tests.factories import make_user  # noqa: E402

from . import made_runs as made  # noqa: E402

Rows = Iterable[tuple[object, ...]]
WriteRows = Callable[[str, tuple[str, ...], Rows], None]
BATCH = 5000


def main() -> None:
    """Migrate and fill the database that the environment names."""
    call_command("migrate", verbosity=0)
    write = _copy if connection.vendor == "postgresql" else _insert_many
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("synchronous=OFF", "cache_size=-400000"):
                cursor.execute(f"PRAGMA {pragma}")
    with transaction.atomic():
        _write_names()
        mirror = made.Mirror()
        _write_runs(int(sys.argv[1]), mirror=mirror, write=write)
        _write_mirror(mirror, write=write)
        _write_frame()
        _reset_sequences()
    with connection.cursor() as cursor:
        # Where PostgreSQL is left alone, autovacuum does this; SQLite does nothing by itself, nor do we.
        cursor.execute(
            "VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
        )


def _write_names() -> None:
    firm = conf.current_firm()
    assert firm.pk == 1, "The database is not empty."
    stored.Report.objects.bulk_create(
        stored.Report(pk=pk, firm=firm, upstream_id=f"r{pk}", name=made.report_name(pk), named_at=made.END)
        for pk in range(1, made.REPORTS + 1)
    )
    stored.Creator.objects.bulk_create(
        stored.Creator(
            pk=pk, firm=firm, upstream_id=f"c{pk}", first_name="Ada", last_name=f"Marlowe-{pk:02d}"
        )
        for pk in range(1, made.CREATORS + 1)
    )
    names = {pk: made.portfolio_name(pk) for pk in range(1, made.PORTFOLIOS + 1)}
    stored.Portfolio.objects.bulk_create(
        stored.Portfolio(
            pk=pk, firm=firm, portfolio_type="entity", upstream_id=str(pk), name=name, search_name=fold(name),
            named_at=made.END,
        )
        for pk, name in names.items()
    )  # fmt: skip


def _write_runs(runs: int, *, mirror: made.Mirror, write: WriteRows) -> None:
    stream = made.make_runs(runs, mirror=mirror)
    while batch := list(islice(stream, BATCH)):
        write("reports_app_generatedreport", made.RUN_COLUMNS, (run.row for run in batch))
        write(
            "reports_app_portfoliooutcome",
            made.OUTCOME_COLUMNS,
            (row for run in batch for row in run.outcomes),
        )


def _write_mirror(mirror: made.Mirror, *, write: WriteRows) -> None:
    """Write what the sync would have kept beside the runs."""
    write(
        "reports_app_standing",
        ("report_id", "portfolio_id", "good_run_id", "good_at", "failed_run_id", "failed_at", "is_open"),
        ((*pair, *runs, _is_open(*runs)) for pair, runs in mirror.standings.items()),
    )
    write(
        "reports_app_daycount",
        ("firm_id", "report_id", "day", "outcome", "runs", "generated", "failed"),
        ((1, report, day, outcome, *totals) for (day, report, outcome), totals in mirror.days.items()),
    )
    for report in stored.Report.objects.all():
        report.newest_runs = list(mirror.newest[report.pk])
        report.save(update_fields=["newest_runs"])


def _is_open(good_run: Any, good_at: Any, failed_run: Any, failed_at: Any) -> bool:
    return failed_run is not None and (good_run is None or failed_at > good_at)


def _write_frame() -> None:
    """Write what a firm that syncs every five minutes has besides: a day of requests and of syncs."""
    firm = conf.current_firm()
    firm.fully_read_at = made.END
    firm.save()
    ticks = [made.END - timedelta(minutes=5 * back, seconds=20) for back in range(288)]
    for at in ticks:
        stored.SyncRun.objects.create(
            firm=firm, trigger="schedule", state="complete", started_at=at, heartbeat_at=at, finished_at=at
        )
        stored.RequestLedgerEntry.objects.create(
            firm=firm, sent_at=at, priority="new", route="/v1/generated_reports"
        )
    make_user("ingrid", first_name="Ingrid", last_name="Valderrama-Koh")


def _insert_many(table: str, columns: tuple[str, ...], rows: Rows) -> None:
    places = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  our own names
    assert connection.connection is not None
    connection.connection.executemany(statement, (tuple(map(_in_sqlite, row)) for row in rows))


def _in_sqlite(value: object) -> object:
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value


def _copy(table: str, columns: tuple[str, ...], rows: Rows) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _reset_sequences() -> None:
    """Let the next row of each table take the key after the last."""
    tables = [
        stored.GeneratedReport,
        stored.PortfolioOutcome,
        stored.Report,
        stored.Creator,
        stored.Portfolio,
    ]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


if __name__ == "__main__":
    main()
