"""Items that could not be read: kept whole, shown, and tried again after an upgrade."""

from django.db import models

from .firm import Firm


class QuarantinedItem(models.Model):
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="quarantined_items")
    run_id = models.CharField(max_length=200, blank=True)
    pointer = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    raw = models.TextField()
    raw_hash = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "raw_hash"], name="quarantined_item_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id or 'item without id'}: {self.reason}"
