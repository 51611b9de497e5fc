"""Small builders of rows for tests: each makes one believable row, and every value can be given.

Rows belong to the configured firm unless another is given. In the product `sync.upsert` alone writes mirrored
rows; these builders keep its promises (counts, outcome, publish state, raw) for tests that start from rows.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection

from reports_app import conf
from reports_app.failures.newest_runs import note_runs
from reports_app.models import (
    Creator,
    Firm,
    GeneratedReport,
    Portfolio,
    PortfolioOutcome,
    QuarantinedItem,
    Report,
    RequestLedgerEntry,
    Standing,
    StoredFile,
    SyncRun,
    User,
    WorkItem,
)
from reports_app.sync.clean_text import fold
from reports_app.vocabulary import (
    FileKind,
    SyncState,
    SyncTrigger,
    WorkKind,
    WorkState,
    derive_outcome,
    derive_publish_state,
)

NOON = datetime(2026, 11, 17, 17, 0, tzinfo=UTC)
"""Noon in New York: what most tests call now."""
_numbers = count(1)


def make_user(username: str = "ingrid", *, is_staff: bool = True, **values: Any) -> User:
    """Make a user who can sign in; a superuser unless is_superuser=False."""
    password = values.pop("password", "correct horse battery staple")
    values.setdefault("is_superuser", is_staff)
    user: User = User.objects.create_user(username, password=password, is_staff=is_staff, **values)
    return user


def make_firm(**values: Any) -> Firm:
    """Make a firm that is not the configured one."""
    number = next(_numbers)
    values = {"base_url": f"https://firm-{number}.example/api", "addepar_firm_id": str(number)} | values
    return Firm.objects.create(**values)


def make_report(name: str = "Quarterly Client Review", *, firm: Firm | None = None, **values: Any) -> Report:
    values = {"upstream_id": f"{next(_numbers)}", "named_at": NOON} | values
    return Report.objects.create(firm=firm or conf.current_firm(), name=name, **values)


def make_portfolio(name: str = "Stark Household", *, firm: Firm | None = None, **values: Any) -> Portfolio:
    values = {"portfolio_type": "entity", "upstream_id": f"{next(_numbers)}", "named_at": NOON} | values
    return Portfolio.objects.create(
        firm=firm or conf.current_firm(), name=name, search_name=fold(name), **values
    )


def make_creator(first_name: str = "Ingrid", last_name: str = "Valderrama-Koh", **values: Any) -> Creator:
    firm = values.pop("firm", None) or conf.current_firm()
    values = {"upstream_id": f"{next(_numbers)}", "asked_at": NOON} | values
    return Creator.objects.create(firm=firm, first_name=first_name, last_name=last_name, **values)


def make_run(
    report: Report | None = None,
    *,
    generated: Sequence[Portfolio] = (),
    failed: Sequence[Portfolio] = (),
    published: bool | None = True,
    **values: Any,
) -> GeneratedReport:
    """Make a run with its outcomes; published is what Addepar says of all generated clients, or None."""
    report = report or make_report()
    run = GeneratedReport.objects.create(
        **run_columns(report, generated=len(generated), failed=len(failed), published=published, **values)
    )
    outcomes = [
        PortfolioOutcome(
            generated_report=run,
            portfolio=portfolio,
            is_failed=is_failed,
            position=position,
            file_id="" if is_failed else f"{run.pk}-{position}",
            has_been_published=None if is_failed else published,
        )
        for is_failed, portfolios in ((False, generated), (True, failed))
        for position, portfolio in enumerate(portfolios)
    ]
    PortfolioOutcome.objects.bulk_create(outcomes)
    note_runs([run])
    return run


def make_many_runs(report: Report, number: int) -> None:
    """Make a large number of lean runs fast, a minute apart, the first at NOON. Shape: ids 000000 and up."""
    model = make_run(report, upstream_id="000000", raw="{}")
    fields = [field for field in GeneratedReport._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(model, field.attname), connection) for field in fields]
    names = [field.name for field in fields]
    id_at, completed_at = names.index("upstream_id"), names.index("completed_at")
    rows = []
    for place in range(1, number):
        row = list(values)
        row[id_at] = f"{place:06d}"
        row[completed_at] = fields[completed_at].get_db_prep_save(NOON - timedelta(minutes=place), connection)
        rows.append(row)
    columns, marks = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        table = GeneratedReport._meta.db_table
        cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)  # noqa: S608


def run_columns(
    report: Report, *, generated: int, failed: int, published: bool | None = True, **values: Any
) -> dict[str, Any]:
    """Return the columns of a run that fit its counts, for a row or for many at once."""
    status = values.get("status", "FINISHED")
    counts = {
        "published_count": generated if published else 0,
        "unpublished_count": generated if published is False else 0,
    }
    upstream_id = values.get("upstream_id", f"run-{next(_numbers):06d}")
    completed_at = values.get("completed_at", NOON)
    columns = {
        "firm": report.firm,
        "upstream_id": upstream_id,
        "report": report,
        "report_name": report.name,
        "status": status,
        "job_type": "SCHEDULED",
        "outcome": derive_outcome(status, generated=generated, failed=failed),
        "started_at": completed_at - timedelta(minutes=14),
        "completed_at": completed_at,
        "generated_count": generated,
        "failed_count": failed,
        "publish_state": derive_publish_state(
            generated=generated,
            published=counts["published_count"],
            unpublished=counts["unpublished_count"],
        ),
        "duration_seconds": 842,
        "raw": _raw(upstream_id, status=status, completed_at=completed_at),
        "content_hash": hashlib.sha256(upstream_id.encode()).hexdigest(),
        "first_seen_at": completed_at + timedelta(minutes=1),
        "changed_at": completed_at + timedelta(minutes=1),
    }
    return columns | counts | values


def _raw(upstream_id: str, *, status: str, completed_at: datetime) -> str:
    attributes = {"status": status, "completed_at": completed_at.isoformat()}
    return json.dumps({"id": upstream_id, "type": "generated_reports", "attributes": attributes})


def make_standing(
    report: Report,
    portfolio: Portfolio,
    *,
    good: GeneratedReport | None = None,
    failed: GeneratedReport | None = None,
) -> Standing:
    """Make where a client stands with a report, open when no good run is later than the failed one."""

    def place(run: GeneratedReport | None) -> tuple[datetime, str] | None:
        return (run.completed_at, run.upstream_id) if run else None

    good_place, failed_place = place(good), place(failed)
    return Standing.objects.create(
        report=report,
        portfolio=portfolio,
        good_run=good,
        good_at=good.completed_at if good else None,
        failed_run=failed,
        failed_at=failed.completed_at if failed else None,
        is_open=failed_place is not None and (good_place is None or good_place < failed_place),
    )


def zip_bytes(entries: dict[str, bytes] | None = None) -> bytes:
    """Return a real zip; one small PDF-like entry unless entries are given."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (entries or {"Stark Household.pdf": b"%PDF-1.4 a page"}).items():
            archive.writestr(name, content)
    return file.getvalue()


def make_stored_zip(
    run: GeneratedReport, content: bytes | None = None, *, is_on_disk: bool = True, **values: Any
) -> StoredFile:
    """Make the stored copy of a run's zip, its bytes in the media folder of this test."""
    content = zip_bytes() if content is None else content
    sha256 = hashlib.sha256(content).hexdigest()
    if is_on_disk:
        store = conf.content_store()
        with store.temporary() as temporary:
            temporary.write(content)
            store.adopt(temporary, sha256=sha256)
    columns = {
        "firm": run.firm,
        "generated_report": run,
        "kind": FileKind.ZIP.value,
        "name": "Quarterly Client Review.zip",
        "sha256": sha256,
        "size_bytes": len(content),
        "entry_count": 1,
        "stored_at": NOON,
        "verified_at": NOON,
    }
    return StoredFile.objects.create(**columns | values)


def make_work_item(run: GeneratedReport | None = None, **values: Any) -> WorkItem:
    """Make a queued item: the zip of a run, or a sync where no run is given."""
    columns = {
        "firm": run.firm if run else conf.current_firm(),
        "kind": WorkKind.FETCH_ZIP.value if run else WorkKind.SYNC.value,
        "generated_report": run,
        "subject": run.upstream_id if run else "",
        "state": WorkState.QUEUED.value,
        "created_at": NOON,
        "not_before": NOON,
    }
    return WorkItem.objects.create(**columns | values)


def make_sync_run(state: SyncState = SyncState.COMPLETE, **values: Any) -> SyncRun:
    columns = {
        "firm": conf.current_firm(),
        "trigger": SyncTrigger.SCHEDULE.value,
        "state": state.value,
        "reason_code": state.value,
        "reason": "Read everything that is new.",
        "started_at": NOON,
        "heartbeat_at": NOON,
        "finished_at": NOON + timedelta(seconds=4),
        "requests": 1,
        "pages": 1,
        "seen": 50,
    }
    return SyncRun.objects.create(**columns | values)


def make_quarantined_item(raw: str = '{"id": 7}', **values: Any) -> QuarantinedItem:
    columns = {
        "firm": conf.current_firm(),
        "run_id": "run-odd",
        "pointer": "/data/3/attributes/completed_at",
        "reason": "completed_at is not a moment.",
        "raw_hash": hashlib.sha256(raw.encode()).hexdigest(),
        "first_seen_at": NOON,
        "last_seen_at": NOON,
    }
    return QuarantinedItem.objects.create(raw=raw, **columns | values)


def make_request(**values: Any) -> RequestLedgerEntry:
    columns = {
        "firm": conf.current_firm(),
        "sent_at": NOON,
        "priority": "new",
        "route": "GET /v1/generated_reports",
    }
    return RequestLedgerEntry.objects.create(**columns | values)
