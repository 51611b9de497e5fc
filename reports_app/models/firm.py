"""A firm at Addepar: how it was connected, and how far its reports have been read."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Firm(models.Model):
    """One (base URL, firm id) pair; another base URL or firm id is another firm.

    sealed_key: see access.secrets; empty for the firm that the settings name and for the sample firm.
    unread_before: an earlier descent stopped here; everything completed before it is still to be read.
    """

    base_url = models.CharField(max_length=500)
    addepar_firm_id = models.CharField("Addepar firm id", max_length=100)
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sealed_key = models.TextField(blank=True, editable=False)
    key_lacks = models.CharField(
        max_length=100, blank=True, help_text="What the owner of the key lacked when it was checked."
    )
    is_sample = models.BooleanField(default=False, help_text="The sandbox, chosen in the browser.")
    connected_at = models.DateTimeField(null=True, blank=True)
    connected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
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
            models.CheckConstraint(
                condition=Q(connected_at=None) | Q(is_sample=True) | ~Q(sealed_key=""),
                name="connected_firm_has_a_key",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Firm {self.addepar_firm_id}"
