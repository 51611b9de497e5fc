"""Which firm was connected in the browser, and with which sealed key. It asks Addepar nothing.

A firm that was never connected may have a row: it remembers the requests that were spent on it.
"""

from datetime import datetime

from django.db.models import Case, Q, When

from reports_app.models import Firm, User


def connected_firm(*, or_named: tuple[str, str] | None = None) -> Firm | None:
    """Return the firm to take, in one query: the real one connected last, the named one, the sample.

    Shape: or_named is a base URL and a firm id, of a firm that need not be connected or have a row.
    """
    is_connected = Q(connected_at__isnull=False)
    is_named = Q(base_url=or_named[0], addepar_firm_id=or_named[1]) if or_named else Q(pk__in=[])
    rank = Case(When(is_connected & Q(is_sample=False), then=0), When(is_named, then=1), default=2)
    return Firm.objects.filter(is_connected | is_named).order_by(rank, "-connected_at", "-pk").first()


def connect_firm(
    firm: Firm, *, sealed_key: str, key_lacks: str, name: str, connected_by: User, now: datetime
) -> None:
    """Store a checked key, let the schedule go on, and end the demo sign-ins; in the caller's transaction."""
    firm.sealed_key, firm.key_lacks = sealed_key, key_lacks
    firm.name = name or firm.name
    _mark_connected(firm, connected_by=connected_by, now=now)
    # They belong to the sample firm, and would see the clients of this one.
    User.objects.filter(is_demo=True, is_active=True).update(is_active=False)


def connect_sample_firm(firm: Firm, *, name: str, connected_by: User, now: datetime) -> None:
    """Make the sample firm the connected one. It has no key of its own: conf knows the sandbox's."""
    firm.is_sample, firm.name = True, name
    _mark_connected(firm, connected_by=connected_by, now=now)


def _mark_connected(firm: Firm, *, connected_by: User, now: datetime) -> None:
    firm.connected_at, firm.connected_by, firm.paused_reason = now, connected_by, ""
    firm.save(
        update_fields=[
            "sealed_key",
            "key_lacks",
            "name",
            "is_sample",
            "connected_at",
            "connected_by",
            "paused_reason",
        ]
    )
