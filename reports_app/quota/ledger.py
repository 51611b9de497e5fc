"""The quota as rows: a request is written down before it is sent, so a crash counts as spent.

One short transaction a request, serialised on the firm's row; several processes share it. It does not wait:
who asks is told when to ask again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from reports_app.addepar import Priority, QuotaExhausted
from reports_app.models import Firm, RequestLedgerEntry

from .limits import Limits, Window

# Requests travel: one written at the edge of a window may be counted by Addepar a moment later.
TRAVEL_MARGIN = timedelta(seconds=5)


class LedgerQuota:
    """Implements the quota that the upstream client asks before each request."""

    def __init__(self, firm_pk: int, *, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._firm_pk = firm_pk
        self._limits = limits
        self._clock = clock

    def reserve(self, *, priority: Priority, route: str) -> None:
        """Write down one request.

        Raises: QuotaExhausted with the moment when a place becomes free, when a window is full or Addepar
        asked to be left alone.
        """
        with transaction.atomic():
            firm = Firm.objects.select_for_update().get(pk=self._firm_pk)
            now = self._clock()
            if firm.not_before and firm.not_before > now:
                raise QuotaExhausted(retry_at=firm.not_before)
            for window in self._limits.windows:
                retry_at = self._full_until(window, now=now, by_a_person=priority == Priority.CLICK)
                if retry_at:
                    raise QuotaExhausted(retry_at=retry_at)
            RequestLedgerEntry.objects.create(
                firm_id=self._firm_pk, sent_at=now, priority=str(priority), route=route[:200]
            )

    def note_rate_limited(self, *, retry_after_seconds: int) -> None:
        """Remember that Addepar answered 429: nothing is sent before the time it named."""
        with transaction.atomic():
            now = self._clock()
            not_before = now + timedelta(seconds=retry_after_seconds)
            Firm.objects.filter(pk=self._firm_pk).update(not_before=not_before)
            newest = RequestLedgerEntry.objects.filter(firm_id=self._firm_pk).order_by("-sent_at", "-pk")[:1]
            RequestLedgerEntry.objects.filter(pk__in=[entry.pk for entry in newest]).update(
                was_rate_limited=True
            )

    def _full_until(self, window: Window, *, now: datetime, by_a_person: bool) -> datetime | None:
        """Return when the window has a free place, or None when it has one now.

        Entries later than now count too: a clock set back frees nothing.
        """
        length = window.length + TRAVEL_MARGIN
        usable = window.usable(by_a_person=by_a_person)
        if usable == 0:
            return now + length
        newest = RequestLedgerEntry.objects.filter(firm_id=self._firm_pk, sent_at__gt=now - length)
        blocking = newest.order_by("-sent_at", "-pk").values_list("sent_at", flat=True)[usable - 1 : usable]
        for sent_at in blocking:
            return sent_at + length
        return None
