"""Report definitions: what a run is a run of."""

from django.db import models

from .fields import UpstreamIdField
from .firm import Firm


class Report(models.Model):
    """A run that names no report belongs to the firm's report with the empty id."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="reports")
    upstream_id = UpstreamIdField("report id")
    name = models.TextField(blank=True, help_text="As the newest run has it.")
    named_at = models.DateTimeField(
        null=True, editable=False, help_text="Completion of the run that named it."
    )

    newest_runs = models.JSONField(
        default=list, editable=False, help_text="The last ten runs, oldest first: completion, run id, key."
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "upstream_id"], name="report_is_unique_in_firm"),
        ]

    def __str__(self) -> str:
        return self.name or f"Report {self.upstream_id}"
