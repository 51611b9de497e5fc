"""Portfolios: entities and groups; pages call them clients."""

from django.db import models

from .fields import UpstreamIdField
from .firm import Firm


class Portfolio(models.Model):
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="portfolios")
    portfolio_type = models.CharField(
        max_length=40, help_text="entity or group; any other text is kept as it came."
    )
    upstream_id = UpstreamIdField("portfolio id")
    name = models.TextField(blank=True, help_text="As the newest run has it.")
    search_name = models.CharField(
        max_length=200, blank=True, editable=False, help_text="Folded name, cut: what search compares."
    )
    named_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "portfolio_type", "upstream_id"], name="portfolio_is_unique_in_firm"
            ),
        ]
        indexes = [models.Index(fields=["firm", "search_name"], name="portfolio_by_search_name")]

    def __str__(self) -> str:
        return self.name or f"{self.portfolio_type.capitalize()} {self.upstream_id}"
