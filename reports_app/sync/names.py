"""Reports, portfolios and creators that a page of runs speaks of: found or made, named by the newest run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reports_app.addepar import GeneratedReportRecord, PortfolioRecord
from reports_app.models import Creator, Firm, Portfolio, PortfolioOutcome, Report

from .clean_text import clean, fold

PortfolioKey = tuple[str, str]
BATCH = 1000


@dataclass(frozen=True)
class Names:
    """The rows by upstream key."""

    reports: dict[str, Report]
    portfolios: dict[PortfolioKey, Portfolio]
    creators: dict[str, int]


def portfolio_key(record: PortfolioRecord) -> PortfolioKey:
    """Return the key of a portfolio: a group and an entity may share a number (quirk 29)."""
    return clean(record.portfolio_type, limit=40), clean(record.portfolio_id, limit=100)


def report_key(record: GeneratedReportRecord) -> str:
    """Return the key of a run's report; empty where the run names none."""
    return clean(record.report_id, limit=100)


def store_names(firm: Firm, records: Iterable[GeneratedReportRecord]) -> Names:
    """Find or make every row that the records speak of, in the caller's transaction."""
    newest_first = sorted(records, key=lambda record: record.completed_at, reverse=True)
    return Names(
        reports=_store_reports(firm, newest_first),
        portfolios=_store_portfolios(firm, newest_first),
        creators=_store_creators(firm, newest_first),
    )


def _store_reports(firm: Firm, newest_first: list[GeneratedReportRecord]) -> dict[str, Report]:
    said: dict[str, tuple[str, datetime]] = {}
    for record in newest_first:
        said.setdefault(report_key(record), (clean(record.report_name), record.completed_at))
    known = {row.upstream_id: row for row in Report.objects.filter(firm=firm, upstream_id__in=said)}
    fresh = [
        Report(firm=firm, upstream_id=key, name=name, named_at=at)
        for key, (name, at) in said.items()
        if key not in known
    ]
    for row in Report.objects.bulk_create(fresh, batch_size=BATCH):
        known[row.upstream_id] = row
    renamed = [row for key, row in known.items() if _take_name(row, *said[key])]
    Report.objects.bulk_update(renamed, ["name", "named_at"], batch_size=BATCH)
    return known


def _store_portfolios(firm: Firm, newest_first: list[GeneratedReportRecord]) -> dict[PortfolioKey, Portfolio]:
    said: dict[PortfolioKey, tuple[str, datetime]] = {}
    for record in newest_first:
        for portfolio in (*record.generated, *record.failed):
            said.setdefault(portfolio_key(portfolio), (clean(portfolio.portfolio_name), record.completed_at))
    rows = Portfolio.objects.filter(firm=firm, upstream_id__in={number for _, number in said})
    known = {key: row for row in rows if (key := (row.portfolio_type, row.upstream_id)) in said}
    fresh = [
        Portfolio(
            firm=firm, portfolio_type=kind, upstream_id=number, name=name, search_name=fold(name), named_at=at
        )
        for (kind, number), (name, at) in said.items()
        if (kind, number) not in known
    ]
    for row in Portfolio.objects.bulk_create(fresh, batch_size=BATCH):
        known[row.portfolio_type, row.upstream_id] = row
    _rename_portfolios(known, said)
    return known


def _rename_portfolios(
    known: dict[PortfolioKey, Portfolio], said: dict[PortfolioKey, tuple[str, datetime]]
) -> None:
    """Give portfolios their newer names; the runs stored so far keep the name they were made under."""
    renamed = []
    for key, row in known.items():
        old_name = row.name
        if _take_name(row, *said[key]):
            row.search_name = fold(row.name)
            PortfolioOutcome.objects.filter(portfolio=row, name_then="").update(name_then=old_name)
            renamed.append(row)
    Portfolio.objects.bulk_update(renamed, ["name", "search_name", "named_at"], batch_size=BATCH)


def _take_name(row: Report | Portfolio, name: str, at: datetime) -> bool:
    if not name or name == row.name or (row.named_at and at <= row.named_at):
        return False
    row.name, row.named_at = name, at
    return True


def _store_creators(firm: Firm, newest_first: list[GeneratedReportRecord]) -> dict[str, int]:
    ids = {clean(record.creator_id, limit=100) for record in newest_first} - {""}
    known = dict(Creator.objects.filter(firm=firm, upstream_id__in=ids).values_list("upstream_id", "pk"))
    fresh = [Creator(firm=firm, upstream_id=upstream_id) for upstream_id in sorted(ids - known.keys())]
    for row in Creator.objects.bulk_create(fresh, batch_size=BATCH):
        known[row.upstream_id] = row.pk
    return known
