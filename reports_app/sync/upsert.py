"""Stores a page of runs in one transaction: the only writer of the mirrored tables.

A run whose content hash is known costs no write. Rows, rollups and the caller's own marks commit together.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reports_app.addepar import GeneratedReportPage, GeneratedReportRecord, RejectedItem
from reports_app.failures.day_counts import DayMark, move_day_counts
from reports_app.failures.newest_runs import note_runs, recount_newest
from reports_app.failures.standings import Mark, Pair, add_marks, recount
from reports_app.models import Firm, GeneratedReport, PortfolioOutcome, QuarantinedItem, Revision

from .clean_text import clean
from .content import content_hash, is_poorer, write_raw
from .names import Names, store_names
from .result import Counts
from .rows import CHANGING_COLUMNS, fill_run, outcome_rows

BATCH = 1000


@dataclass(frozen=True)
class Store:
    """Where and when a page is stored. zone is the firm's calendar, which decides what a day is."""

    firm: Firm
    zone: ZoneInfo
    now: datetime

    def store_page(self, page: GeneratedReportPage) -> Counts:
        """Store a page, in the caller's transaction, and say what it changed."""
        records = _newest_of_each(page.records)
        hashes = {record.run_id: content_hash(record) for record in records}
        known = self._known_hashes(hashes)
        fresh = [record for record in records if record.run_id not in known]
        moved = [
            record for record in records if known.get(record.run_id, "") not in ("", hashes[record.run_id])
        ]
        names = store_names(self.firm, [*fresh, *moved])
        self._create(fresh, names=names)
        updated = self._update(moved, names=names)
        self._quarantine(page.rejected)
        return Counts(
            pages=1,
            seen=len(records),
            created=len(fresh),
            updated=updated,
            unchanged=len(records) - len(fresh) - updated,
            quarantined=len(page.rejected),
        )

    def _known_hashes(self, run_ids: Iterable[str]) -> dict[str, str]:
        rows = GeneratedReport.objects.filter(firm=self.firm, upstream_id__in=list(run_ids))
        return dict(rows.values_list("upstream_id", "content_hash"))

    def _create(self, records: list[GeneratedReportRecord], *, names: Names) -> None:
        runs = [
            fill_run(
                GeneratedReport(firm=self.firm, upstream_id=record.run_id, first_seen_at=self.now),
                record=record,
                names=names,
                now=self.now,
            )
            for record in records
        ]
        GeneratedReport.objects.bulk_create(runs, batch_size=BATCH)
        outcomes = [
            row
            for run, record in zip(runs, records, strict=True)
            for row in outcome_rows(run, record=record, names=names)
        ]
        PortfolioOutcome.objects.bulk_create(outcomes, batch_size=BATCH)
        add_marks(_mark(row) for row in outcomes)
        move_day_counts(self.firm.pk, [self._day_mark(run) for run in runs])
        note_runs(runs)

    def _update(self, records: list[GeneratedReportRecord], *, names: Names) -> int:
        """Replace the runs that changed, each with its former answer kept; return how many moved."""
        rows = GeneratedReport.objects.filter(
            firm=self.firm, upstream_id__in=[record.run_id for record in records]
        )
        known = {row.upstream_id: row for row in rows}
        return sum(self._replace(known[record.run_id], record=record, names=names) for record in records)

    def _replace(self, run: GeneratedReport, *, record: GeneratedReportRecord, names: Names) -> bool:
        if is_poorer(record.raw, than=run.resource):
            return self._keep_revision(
                run, raw=write_raw(record), content_hash=content_hash(record), is_poorer=True
            )
        self._keep_revision(run, raw=run.raw, content_hash=run.content_hash, is_poorer=False)
        before = self._day_mark(run, sign=-1)
        pairs, report_pk = _pairs_of(run), run.report_id
        fill_run(run, record=record, names=names, now=self.now).save(update_fields=CHANGING_COLUMNS)
        run.portfolio_outcomes.all().delete()
        PortfolioOutcome.objects.bulk_create(outcome_rows(run, record=record, names=names), batch_size=BATCH)
        recount(pairs | _pairs_of(run))
        recount_newest({report_pk, run.report_id})
        move_day_counts(self.firm.pk, [before, self._day_mark(run)])
        return True

    def _keep_revision(self, run: GeneratedReport, *, raw: str, content_hash: str, is_poorer: bool) -> bool:
        _, is_new = Revision.objects.get_or_create(
            generated_report=run,
            content_hash=content_hash,
            defaults={"raw": raw, "seen_at": self.now, "is_poorer": is_poorer},
        )
        return is_new

    def _quarantine(self, rejected: Iterable[RejectedItem]) -> None:
        for item in rejected:
            raw = clean(item.raw)
            QuarantinedItem.objects.update_or_create(
                firm=self.firm,
                raw_hash=hashlib.sha256(raw.encode()).hexdigest(),
                defaults={
                    "run_id": clean(item.run_id, limit=200),
                    "pointer": clean(item.pointer, limit=300),
                    "reason": clean(item.reason, limit=500),
                    "last_seen_at": self.now,
                },
                create_defaults={
                    "run_id": clean(item.run_id, limit=200),
                    "pointer": clean(item.pointer, limit=300),
                    "reason": clean(item.reason, limit=500),
                    "raw": raw,
                    "first_seen_at": self.now,
                    "last_seen_at": self.now,
                },
            )

    def _day_mark(self, run: GeneratedReport, *, sign: int = 1) -> DayMark:
        return DayMark(
            report_pk=run.report_id,
            day=run.completed_at.astimezone(self.zone).date(),
            outcome=run.outcome,
            generated=run.generated_count,
            failed=run.failed_count,
            sign=sign,
        )


def _newest_of_each(records: Iterable[GeneratedReportRecord]) -> list[GeneratedReportRecord]:
    """Keep one record for each id: the last by completion, then by arrival."""
    kept: dict[str, GeneratedReportRecord] = {}
    for record in records:
        if record.run_id not in kept or record.completed_at >= kept[record.run_id].completed_at:
            kept[record.run_id] = record
    return list(kept.values())


def _mark(row: PortfolioOutcome) -> Mark:
    run = row.generated_report
    return Mark(
        pair=(run.report_id, row.portfolio_id),
        run_pk=run.pk,
        key=(run.completed_at, run.upstream_id),
        is_failed=row.is_failed,
    )


def _pairs_of(run: GeneratedReport) -> set[Pair]:
    portfolios = run.portfolio_outcomes.values_list("portfolio_id", flat=True)
    return {(run.report_id, portfolio_pk) for portfolio_pk in portfolios}
