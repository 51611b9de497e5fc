"""Every request we sent to Addepar, written down before it was sent."""

from django.db import models

from .firm import Firm


class RequestLedgerEntry(models.Model):
    """One request. A crash after this row was written counts as a request spent."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="requests", db_index=False)
    sent_at = models.DateTimeField()
    priority = models.CharField(max_length=20)
    route = models.CharField(max_length=200)
    was_rate_limited = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "request ledger entries"
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["firm", "sent_at"], name="request_by_time")]
