"""Rows that a sync would write, as far as the archive and the queue look at them; files that were left."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reports_app.models import Firm, GeneratedReport, Report
from reports_app.vocabulary import Outcome, PublishState
from tests.upstream import Run

NOW = datetime(2024, 7, 1, 12, 0, tzinfo=UTC)


def make_generated_report(firm: Firm, *, upstream_id: str, **columns: Any) -> GeneratedReport:
    """Write a run."""
    report, _ = Report.objects.get_or_create(firm=firm, upstream_id="1")
    given = {
        "outcome": Outcome.COMPLETE.value,
        "publish_state": PublishState.UNKNOWN.value,
        "completed_at": NOW,
        "raw": "{}",
        "content_hash": "0" * 64,
        "first_seen_at": NOW,
        "changed_at": NOW,
        **columns,
    }
    return GeneratedReport.objects.create(firm=firm, upstream_id=upstream_id, report=report, **given)


def mirror(run: Run, *, firm: Firm) -> GeneratedReport:
    """Write the row of a run that the strict upstream serves."""
    return make_generated_report(
        firm,
        upstream_id=run.run_id,
        report_name=run.attributes["report_name"],
        completed_at=run.completed_at,
        zipped_file_id="" if run.zipped_file is None else str(run.zipped_file.file_id),
    )


def files_under(root: Path) -> list[Path]:
    """Return every file in a folder tree: what a fetch left on disk."""
    return sorted(path for path in root.rglob("*") if path.is_file())
