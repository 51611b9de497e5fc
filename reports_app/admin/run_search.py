"""Search over runs: a run id, a word of a report's name, or a word of a client's name.

Names live in tables of their own, so that the outcomes, by far the largest table, are only entered by key.
"""

from django.db.models import Q, QuerySet

from reports_app.models import Firm, GeneratedReport, Portfolio, PortfolioOutcome, Report
from reports_app.sync.clean_text import fold

LONGEST = 200


def search_runs(
    rows: QuerySet[GeneratedReport], *, text: str, firm: Firm | None
) -> QuerySet[GeneratedReport]:
    """Keep the runs whose id is the text, or whose report or a client of which has it in the name.

    No join, so no run comes twice and nothing has to be made distinct.
    """
    text = text.strip()[:LONGEST]
    if not text:
        return rows
    reports = Report.objects.filter(firm=firm, name__icontains=text)
    of_clients = PortfolioOutcome.objects.filter(portfolio_id__in=_clients(text, firm=firm).values("pk"))
    return rows.filter(
        Q(upstream_id=text)
        | Q(report_id__in=reports.values("pk"))
        | Q(pk__in=of_clients.values("generated_report_id"))
    )


def _clients(text: str, *, firm: Firm | None) -> QuerySet[Portfolio]:
    """search_name holds no accents and no capitals; the name itself is asked too."""
    return Portfolio.objects.filter(firm=firm).filter(
        Q(search_name__contains=fold(text)) | Q(name__icontains=text)
    )
