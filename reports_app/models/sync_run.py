"""One row for each execution of our sync: what it found and, in a sentence, how it ended."""

from django.db import models

from reports_app.vocabulary import SyncState, SyncTrigger

from .fields import states_check
from .firm import Firm
from .user import User


class SyncRun(models.Model):
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="sync_runs")
    trigger = models.CharField(max_length=10, choices=[(t.value, t.value) for t in SyncTrigger])
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    is_full = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in SyncState])
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    requests = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [states_check("state", SyncState, name="sync_run_state_is_known")]
        indexes = [models.Index(fields=["firm", "-started_at"], name="sync_run_newest")]

    def __str__(self) -> str:
        return f"Sync {self.pk}, {self.state}"
