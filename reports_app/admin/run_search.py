"""Search over runs: a run id, a word of a report's name, or a word of a client's name.

Names live in tables of their own, so that the outcomes, by far the largest table, are only entered by key.
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from reports_app.models import Firm, GeneratedReport, Portfolio, PortfolioOutcome, Report
from reports_app.sync.clean_text import fold

LONGEST = 200
# So many runs are looked up by key; words that more runs share are met on the way down the list.
FEW = 50_000


def search_runs(
    rows: QuerySet[GeneratedReport], *, text: str, firm: Firm | None
) -> QuerySet[GeneratedReport]:
    """Keep the runs whose id is the text, or whose report or a client of which has it in the name.

    No join, so no run comes twice and nothing has to be made distinct. Two queries to find the way.
    """
    text = text.strip()[:LONGEST]
    if not text:
        return rows
    of_clients = PortfolioOutcome.objects.filter(portfolio_id__in=_clients(text, firm=firm).values("pk"))
    reports = _reports(text, firm=firm)
    of_reports = GeneratedReport.objects.filter(report_id__in=reports)
    ids = GeneratedReport.objects.filter(firm=firm, upstream_id=text).order_by().values_list("pk")
    found = ids.union(
        of_reports.order_by().values_list("pk"), of_clients.order_by().values_list("generated_report_id")
    )
    if found[: FEW + 1].count() <= FEW:
        return rows.filter(pk__in=found)
    in_run = of_clients.filter(generated_report=OuterRef("pk"))
    told_report = Coalesce(F("report_id"), Value(0))
    return rows.alias(told_report=told_report).filter(
        Q(upstream_id=text) | Q(told_report__in=reports) | Exists(in_run)
    )


def _reports(text: str, *, firm: Firm | None) -> list[int]:
    return list(Report.objects.filter(firm=firm, name__icontains=text).values_list("pk", flat=True))


def _clients(text: str, *, firm: Firm | None) -> QuerySet[Portfolio]:
    """search_name holds no accents and no capitals; the name itself is asked too."""
    return Portfolio.objects.filter(firm=firm).filter(
        Q(search_name__contains=fold(text)) | Q(name__icontains=text)
    )
