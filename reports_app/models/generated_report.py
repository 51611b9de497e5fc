"""Generated reports: one row for each completed run of an Addepar job."""

import json
from typing import Any

from django.db import models

from reports_app.vocabulary import Outcome, PublishState

from .creator import Creator
from .fields import UpstreamIdField, states_check
from .firm import Firm
from .report import Report


class GeneratedReport(models.Model):
    """The columns are what we filter and sort on; `raw` is the whole resource as Addepar sent it,
    as JSON text in ASCII: member order, NUL and lone surrogates survive on every database.

    Two keys: our own integer inside, the upstream id in addresses and in the API.
    published_count counts portfolios said to be published, unpublished_count those said not to be; the rest
    of the generated ones did not say.
    """

    # Without indexes of their own: those below begin with the same columns, and a lone one misleads SQLite.
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="generated_reports", db_index=False)
    upstream_id = UpstreamIdField("run id")
    report = models.ForeignKey(Report, models.PROTECT, related_name="generated_reports", db_index=False)
    report_name = models.TextField(blank=True)
    creator = models.ForeignKey(
        Creator, models.PROTECT, null=True, related_name="generated_reports", db_index=False
    )
    status = models.CharField(max_length=100, blank=True)
    job_type = models.CharField(max_length=100, blank=True, help_text="Empty where Addepar did not say.")
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome])
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField()
    generated_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    published_count = models.PositiveIntegerField(default=0)
    unpublished_count = models.PositiveIntegerField(default=0)
    publish_state = models.CharField(max_length=10, choices=[(p.value, p.value) for p in PublishState])
    duration_seconds = models.PositiveIntegerField(null=True, help_text="Unknown where the start is unknown.")
    zipped_file_id = models.CharField(max_length=100, blank=True)
    has_odd_text = models.BooleanField(
        default=False, help_text="A character that no database keeps (NUL, lone surrogate) was replaced."
    )
    raw = models.TextField(editable=False)
    content_hash = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-completed_at", "-upstream_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "upstream_id"], name="generated_report_is_unique_in_firm"
            ),
            states_check("outcome", Outcome, name="outcome_is_known"),
        ]
        indexes = [
            models.Index(fields=["firm", "-completed_at", "-upstream_id"], name="run_newest"),
            models.Index(fields=["firm", "outcome", "-completed_at", "-upstream_id"], name="run_by_outcome"),
            # The last column lets "ERROR runs of one report" be counted without reading a row.
            models.Index(
                fields=["firm", "status", "-completed_at", "-upstream_id", "report"], name="run_by_status"
            ),
            models.Index(
                fields=["firm", "job_type", "-completed_at", "-upstream_id"], name="run_by_job_type"
            ),
            # The last column is what the overview sums, so that it reads no row.
            models.Index(
                fields=["firm", "publish_state", "-completed_at", "-upstream_id", "unpublished_count"],
                name="run_by_publish",
            ),
            models.Index(
                fields=["firm", "-failed_count", "-completed_at", "-upstream_id"], name="run_by_failed"
            ),
            models.Index(
                fields=["firm", "-duration_seconds", "-completed_at", "-upstream_id"], name="run_by_length"
            ),
            models.Index(fields=["report", "-completed_at", "-upstream_id"], name="run_by_report"),
            models.Index(fields=["creator", "-completed_at", "-upstream_id"], name="run_by_creator"),
        ]

    def __str__(self) -> str:
        return f"{self.report_name or 'Run'} {self.upstream_id}"

    @property
    def resource(self) -> dict[str, Any]:
        """Return the resource as Addepar sent it."""
        return dict(json.loads(self.raw))

    @property
    def total_count(self) -> int:
        """Return how many clients the run was for."""
        return self.generated_count + self.failed_count


class Revision(models.Model):
    """An answer about a run that differs from the one shown: an older one, or a poorer later one."""

    generated_report = models.ForeignKey(GeneratedReport, models.PROTECT, related_name="revisions")
    raw = models.TextField(editable=False)
    content_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField()
    is_poorer = models.BooleanField(default=False, help_text="Came later but held less; it was never shown.")

    class Meta:
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["generated_report", "content_hash"], name="revision_is_kept_once"
            ),
        ]
