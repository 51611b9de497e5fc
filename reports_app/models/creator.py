"""The people who start runs in Addepar."""

from django.db import models

from .fields import UpstreamIdField
from .firm import Firm


class Creator(models.Model):
    """asked_at stays empty until we asked Addepar for the name; a run never waits for it."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="creators")
    upstream_id = UpstreamIdField("user id")
    first_name = models.CharField(max_length=300, blank=True)
    last_name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=320, blank=True)
    raw = models.TextField(blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.CharField(
        max_length=300, blank=True, help_text="Why Addepar did not tell the name."
    )

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "upstream_id"], name="creator_is_unique_in_firm"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or f"User {self.upstream_id}"
