"""One sync a firm at a time: a lease on the firm's row, with a fencing number.

A holder that was asleep past its lease carries an old number and can commit nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from reports_app.models import Firm

# Longer than the slowest page: three tries of 75 s each.
LEASE = timedelta(minutes=5)


class LeaseLost(Exception):
    """Another sync took over while this one was asleep."""


@dataclass(frozen=True)
class Lease:
    firm_pk: int
    fence: int

    def renew(self, *, now: datetime) -> None:
        """Keep the lease, in the caller's transaction. Raises: LeaseLost."""
        held = Firm.objects.filter(pk=self.firm_pk, lease_fence=self.fence)
        if held.update(lease_until=now + LEASE) != 1:
            raise LeaseLost

    def release(self) -> None:
        """Give the lease back; a lost one is left to its new holder."""
        Firm.objects.filter(pk=self.firm_pk, lease_fence=self.fence).update(lease_until=None)


def take_lease(firm_pk: int, *, now: datetime) -> Lease | None:
    """Take the firm's lease by one conditional update, or return None while another holds it.

    A lease that reaches further than a lease can is a clock's mistake and counts as free.
    """
    is_free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_until__gt=now + LEASE * 2)
    taken = Firm.objects.filter(is_free, pk=firm_pk).update(
        lease_until=now + LEASE, lease_fence=F("lease_fence") + 1
    )
    if taken != 1:
        return None
    return Lease(firm_pk, Firm.objects.values_list("lease_fence", flat=True).get(pk=firm_pk))
