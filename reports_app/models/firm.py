"""A firm at Addepar, and how far its reports have been read."""

from django.db import models


class Firm(models.Model):
    """One (base URL, firm id) pair; another base URL or firm id is another firm.

    unread_before: an earlier descent stopped here; everything completed before it is still to be read.
    """

    base_url = models.CharField(max_length=500)
    addepar_firm_id = models.CharField("Addepar firm id", max_length=100)
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    page_size = models.PositiveIntegerField(
        null=True, blank=True, help_text="The largest page that Addepar was seen to take; unknown at first."
    )
    fully_read_at = models.DateTimeField(null=True, blank=True)
    unread_before = models.DateTimeField(null=True, blank=True)
    paused_reason = models.CharField(
        max_length=40, blank=True, help_text="Why the schedule pauses: the key or its permission was refused."
    )
    not_before = models.DateTimeField(
        null=True, blank=True, help_text="Addepar asked to be left alone until then (429)."
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_fence = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["base_url", "addepar_firm_id"], name="firm_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name or f"Firm {self.addepar_firm_id}"
