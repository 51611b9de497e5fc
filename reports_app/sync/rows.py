"""Turns a validated record into the columns of our rows. It writes nothing."""

from datetime import datetime

from reports_app.addepar import GeneratedReportRecord, PortfolioRecord
from reports_app.models import GeneratedReport, PortfolioOutcome
from reports_app.vocabulary import derive_outcome, derive_publish_state

from .clean_text import clean, is_clean
from .content import content_hash, write_raw
from .names import Names, portfolio_key, report_key

# What an upsert writes again when a run changed; first_seen_at stays.
CHANGING_COLUMNS = [
    "report", "report_name", "creator", "status", "job_type", "outcome", "started_at", "completed_at",
    "generated_count", "failed_count", "published_count", "unpublished_count", "publish_state",
    "duration_seconds", "zipped_file_id", "has_odd_text", "raw", "content_hash", "changed_at",
]  # fmt: skip


def fill_run(
    run: GeneratedReport, *, record: GeneratedReportRecord, names: Names, now: datetime
) -> GeneratedReport:
    """Set every column that upstream decides."""
    run.report = names.reports[report_key(record)]
    run.report_name = clean(record.report_name)
    run.creator_id = names.creators.get(clean(record.creator_id, limit=100))
    run.status = clean(record.status, limit=100)
    run.job_type = clean(record.job_type, limit=100)
    run.started_at, run.completed_at = record.started_at, record.completed_at
    run.zipped_file_id = clean(record.zipped_file_id, limit=100)
    run.raw, run.content_hash = write_raw(record), content_hash(record)
    run.has_odd_text = not all(is_clean(text) for text in _texts(record))
    run.changed_at = now
    _fill_derived(run, record=record)
    return run


def outcome_rows(
    run: GeneratedReport, *, record: GeneratedReportRecord, names: Names
) -> list[PortfolioOutcome]:
    """Build a row for each portfolio of the run, generated ones first in the order they came."""
    return [
        _outcome_row(run, portfolio=portfolio, names=names, position=position, is_failed=is_failed)
        for portfolios, is_failed in ((record.generated, False), (record.failed, True))
        for position, portfolio in enumerate(portfolios)
    ]


def _fill_derived(run: GeneratedReport, *, record: GeneratedReportRecord) -> None:
    told = [portfolio.has_been_published for portfolio in record.generated]
    run.generated_count, run.failed_count = len(record.generated), len(record.failed)
    run.published_count, run.unpublished_count = told.count(True), told.count(False)
    run.outcome = derive_outcome(record.status, generated=run.generated_count, failed=run.failed_count)
    run.publish_state = derive_publish_state(
        generated=run.generated_count, published=run.published_count, unpublished=run.unpublished_count
    )
    run.duration_seconds = None
    if record.started_at and record.started_at <= record.completed_at:
        seconds = int((record.completed_at - record.started_at).total_seconds())
        run.duration_seconds = min(seconds, 2**31 - 1)


def _outcome_row(
    run: GeneratedReport, *, portfolio: PortfolioRecord, names: Names, position: int, is_failed: bool
) -> PortfolioOutcome:
    row = names.portfolios[portfolio_key(portfolio)]
    name = clean(portfolio.portfolio_name)
    return PortfolioOutcome(
        generated_report=run,
        portfolio=row,
        is_failed=is_failed,
        position=position,
        file_id=clean(portfolio.file_id, limit=100),
        has_been_published=portfolio.has_been_published,
        name_then="" if name == row.name else name,
    )


def _texts(record: GeneratedReportRecord) -> list[str | None]:
    names = [portfolio.portfolio_name for portfolio in (*record.generated, *record.failed)]
    return [record.report_name, record.status, record.job_type, *names]
