"""Work to be done: the queue of record. Celery only wakes somebody up to look here."""

from django.db import models

from reports_app.vocabulary import WorkKind, WorkState

from .fields import states_check
from .firm import Firm
from .generated_report import GeneratedReport
from .user import User


class WorkItem(models.Model):
    """One thing to do. At most one unfinished item per (firm, kind, subject): ten clicks are one download.

    fence grows at every claim; a worker that lost its lease holds an old number and can finish nothing.
    """

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="work_items")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in WorkKind])
    generated_report = models.ForeignKey(
        GeneratedReport, models.PROTECT, null=True, related_name="work_items"
    )
    subject = models.CharField(max_length=100, blank=True, help_text="Run id, or empty for work on the firm.")
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in WorkState], default=WorkState.QUEUED
    )
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    bytes_done = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(null=True)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "kind", "subject"],
                condition=models.Q(state__in=[WorkState.QUEUED.value, WorkState.RUNNING.value]),
                name="work_item_is_open_once",
            ),
            states_check("kind", WorkKind, name="work_item_kind_is_known"),
            states_check("state", WorkState, name="work_item_state_is_known"),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="work_item_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}, {self.state}"
