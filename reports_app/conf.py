"""Settings as typed values, and the things built from them: client, quota, store, firm.

Doors and tasks come here; every room below takes values as arguments.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from reports_app.addepar import (
    AddeparClient,
    BasicCredentials,
    BearerCredentials,
    Credentials,
    Priority,
    Transport,
)
from reports_app.archive import ContentStore
from reports_app.models import Firm
from reports_app.quota import LedgerQuota, Limits
from reports_app.vocabulary import ReasonCode

# One place for the promise of interfaces.md: what a command's exit code means.
EXIT_CODES: dict[ReasonCode, int] = {
    ReasonCode.COMPLETE: 0,
    ReasonCode.QUOTA_EXHAUSTED: 3,
    ReasonCode.RATE_LIMITED: 3,
    ReasonCode.INTERRUPTED: 3,
    ReasonCode.CREDENTIALS_REFUSED: 4,
    ReasonCode.PERMISSION_REFUSED: 4,
    ReasonCode.UNREACHABLE: 5,
    ReasonCode.UPSTREAM_ERROR: 5,
    ReasonCode.UPSTREAM_TIMEOUT: 5,
    ReasonCode.NOT_JSON: 5,
    ReasonCode.TRUNCATED: 5,
    ReasonCode.REQUEST_REFUSED: 6,
    ReasonCode.MALFORMED: 6,
    ReasonCode.TOO_LARGE: 6,
    ReasonCode.TOO_DEEP: 6,
    ReasonCode.FOREIGN_LINK: 6,
    ReasonCode.REDIRECT_REFUSED: 6,
    ReasonCode.PAGINATION_LOOP: 6,
    ReasonCode.DISK: 7,
    ReasonCode.DATABASE: 7,
    ReasonCode.UNEXPECTED: 7,
    ReasonCode.WORKER_DIED: 7,
    ReasonCode.LEASE_HELD: 8,
    ReasonCode.NOT_FOUND: 1,
    ReasonCode.NO_ZIP: 1,
    ReasonCode.ARCHIVE_DAMAGED: 1,
    ReasonCode.SIZE_MISMATCH: 1,
}


class ConfigurationMissing(Exception):
    """A setting without which nothing can be asked of Addepar; the message names it."""


def utc_now() -> datetime:
    """Return the current moment; doors read it here and pass it on."""
    return datetime.now(UTC)


def exit_code(reason: ReasonCode) -> int:
    """Return the exit code of a command that ended for this reason."""
    return EXIT_CODES[reason]


def firm_zone() -> ZoneInfo:
    """Return the zone of the firm's calendar: what "today" and a day's counts mean."""
    return ZoneInfo(settings.FIRM_TIME_ZONE)


def sync_interval_seconds() -> int:
    """Return the mean gap between two scheduled syncs."""
    return int(settings.SYNC_INTERVAL_SECONDS)


def request_limits() -> Limits:
    """Return the firm's request limits."""
    return Limits.of(
        per_15_minutes=settings.ADDEPAR_REQUESTS_PER_15_MINUTES,
        per_day=settings.ADDEPAR_REQUESTS_PER_DAY,
        reserved_per_15_minutes=settings.ADDEPAR_RESERVED_PER_15_MINUTES,
        reserved_per_day=settings.ADDEPAR_RESERVED_PER_DAY,
    )


def is_firm_configured() -> bool:
    """Say whether the environment names a firm to mirror."""
    return bool(settings.ADDEPAR_BASE_URL and settings.ADDEPAR_FIRM_ID)


def current_firm() -> Firm:
    """Return the firm that the environment describes, made at the first call.

    Raises: ConfigurationMissing.
    """
    for name in ("ADDEPAR_BASE_URL", "ADDEPAR_FIRM_ID"):
        if not getattr(settings, name):
            raise ConfigurationMissing(
                f"{name} is not set. `make up` sets it for the sample firm; see .env.example."
            )
    firm, _ = Firm.objects.get_or_create(
        base_url=settings.ADDEPAR_BASE_URL.rstrip("/"), addepar_firm_id=settings.ADDEPAR_FIRM_ID
    )
    return firm


def client_for(firm: Firm, *, priority: Priority = Priority.NEW) -> AddeparClient:
    """Build the upstream client of a firm, with the quota that all processes share.

    Raises: ConfigurationMissing.
    """
    transport = Transport(
        base_url=firm.base_url,
        firm_id=firm.addepar_firm_id,
        credentials=_credentials(),
        quota=LedgerQuota(firm.pk, limits=request_limits(), clock=utc_now),
        timeout_seconds=settings.ADDEPAR_TIMEOUT_SECONDS,
    )
    return AddeparClient(transport, priority=priority)


def content_store() -> ContentStore:
    """Return the store of zips and PDFs."""
    return ContentStore(settings.MEDIA_ROOT)


def _credentials() -> Credentials:
    if settings.ADDEPAR_ACCESS_TOKEN:
        return BearerCredentials(settings.ADDEPAR_ACCESS_TOKEN)
    if settings.ADDEPAR_API_KEY and settings.ADDEPAR_API_SECRET:
        return BasicCredentials(settings.ADDEPAR_API_KEY, settings.ADDEPAR_API_SECRET)
    raise ConfigurationMissing(
        "ADDEPAR_API_KEY and ADDEPAR_API_SECRET are not set; ADDEPAR_ACCESS_TOKEN would do too."
    )
