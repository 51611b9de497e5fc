"""Portfolio outcomes: one portfolio in one generated report, generated or failed. The largest table."""

from django.db import models

from .generated_report import GeneratedReport
from .portfolio import Portfolio


class PortfolioOutcome(models.Model):
    """has_been_published is three-valued: None means that Addepar did not say, which is not "no"."""

    generated_report = models.ForeignKey(
        GeneratedReport, models.CASCADE, related_name="portfolio_outcomes", db_index=False
    )
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="outcomes", db_index=False)
    is_failed = models.BooleanField()
    position = models.PositiveIntegerField(help_text="Place in the list it came in, from 0.")
    file_id = models.CharField(max_length=100, blank=True)
    has_been_published = models.BooleanField(null=True)
    name_then = models.TextField(blank=True, help_text="Only where it differs from the client's name.")

    class Meta:
        ordering = ["-is_failed", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["generated_report", "portfolio", "is_failed", "position"], name="outcome_is_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["portfolio", "generated_report"], name="outcome_by_portfolio"),
        ]
