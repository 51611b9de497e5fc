"""Settings as typed values, and the things built from them: client, quota, store, firm.

Doors and tasks come here; every room below takes values as arguments.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from reports_app.access.connections import connected_firm
from reports_app.access.secrets import FirmKey, SealBroken, Sealer
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

# The sandbox's own words, which conf may not import; a test holds both against each other.
SAMPLE_FIRM_ID = "1001"
SAMPLE_FIRM_NAME = "Harrow & Teal Private Wealth"
SAMPLE_KEY = FirmKey(api_key="sandbox-key", api_secret="sandbox-secret")  # noqa: S106  pretend, of a pretend firm
# A person waits for the check of a key, and asks again if it takes longer.
CHECK_SECONDS = 20.0


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


def sample_base_url() -> str:
    """Return where the sandbox listens, by the promise of `make up`: the port after the web's."""
    return f"http://127.0.0.1:{settings.PORT + 1}"


def host_suffixes() -> tuple[str, ...]:
    """Return the host names, and ends of host names, that a key typed into a form may be sent to."""
    return tuple(
        suffix.strip(" .").lower() for suffix in settings.ADDEPAR_HOST_SUFFIXES if suffix.strip(" .")
    )


def is_real_firm_in_settings() -> bool:
    """Say whether the settings name a firm that is not the sandbox: it wins over every connected one."""
    return bool(settings.ADDEPAR_BASE_URL and settings.ADDEPAR_FIRM_ID) and not _is_sample_in_settings()


def find_firm() -> Firm | None:
    """Return the firm to mirror: the one of the settings, else the one connected in the browser.

    A real firm that was connected wins over the sandbox of `make up`. One query, once the row is there.
    """
    base_url, firm_id = _in_settings()
    named = (base_url, firm_id) if base_url and firm_id else None
    firm = None if is_real_firm_in_settings() else connected_firm(or_named=named)
    if named and (firm is None or (firm.is_sample and (firm.base_url, firm.addepar_firm_id) != named)):
        name = SAMPLE_FIRM_NAME if _is_sample_in_settings() else ""
        return Firm.objects.get_or_create(
            base_url=base_url, addepar_firm_id=firm_id, defaults={"name": name}
        )[0]
    return firm


def is_firm_configured() -> bool:
    """Say whether there is a firm to mirror."""
    return bool(settings.ADDEPAR_BASE_URL and settings.ADDEPAR_FIRM_ID) or connected_firm() is not None


def current_firm() -> Firm:
    """Return the firm to mirror: that of the settings, the connected one, else the sandbox's.

    Raises: ConfigurationMissing.
    """
    if settings.ADDEPAR_BASE_URL and not settings.ADDEPAR_FIRM_ID:
        raise ConfigurationMissing("ADDEPAR_BASE_URL is set, ADDEPAR_FIRM_ID is not; see .env.example.")
    firm = find_firm()
    return firm or _sample_firm()


def _sample_firm() -> Firm:
    """Return the sandbox's firm, the default of every command: asking for it connects it."""
    firm, _ = Firm.objects.get_or_create(
        base_url=sample_base_url(), addepar_firm_id=SAMPLE_FIRM_ID, defaults={"name": SAMPLE_FIRM_NAME}
    )
    Firm.objects.filter(pk=firm.pk, connected_at=None).update(is_sample=True, connected_at=utc_now())
    firm.refresh_from_db()
    return firm


def client_for(firm: Firm, *, priority: Priority = Priority.NEW) -> AddeparClient:
    """Build the upstream client of a firm, with the quota that all processes share.

    Raises: ConfigurationMissing.
    """
    return AddeparClient(_transport(firm, _key_of(firm)), priority=priority)


def client_to_check(firm: Firm, *, key: FirmKey) -> AddeparClient:
    """Build a client that asks once with a key that is not stored yet, as a person's click.

    Raises: ValueError with a sentence, for a key that cannot be one.
    """
    transport = _transport(firm, key, max_tries=1, timeout_seconds=CHECK_SECONDS)
    return AddeparClient(transport, priority=Priority.CLICK)


def sealer() -> Sealer:
    """Return what seals and opens the keys of firms."""
    return Sealer([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


def content_store() -> ContentStore:
    """Return the store of zips and PDFs."""
    return ContentStore(settings.MEDIA_ROOT)


def _in_settings() -> tuple[str, str]:
    """Return base URL and firm id, with the `/api` that a firm's own host has and api.addepar.com has not."""
    base_url = settings.ADDEPAR_BASE_URL.rstrip("/")
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if host.endswith(".addepar.com") and host != "api.addepar.com" and not parts.path:
        base_url += "/api"
    return base_url, settings.ADDEPAR_FIRM_ID


def _is_sample_in_settings() -> bool:
    return _in_settings() == (sample_base_url(), SAMPLE_FIRM_ID)


def _transport(firm: Firm, key: FirmKey, **limits: Any) -> Transport:
    quota = LedgerQuota(firm.pk, limits=request_limits(), clock=utc_now)
    return Transport(
        base_url=firm.base_url,
        firm_id=firm.addepar_firm_id,
        credentials=_credentials(key),
        quota=quota,
        **({"timeout_seconds": settings.ADDEPAR_TIMEOUT_SECONDS} | limits),
    )


def _credentials(key: FirmKey) -> Credentials:
    if key.access_token:
        return BearerCredentials(key.access_token)
    return BasicCredentials(key.api_key, key.api_secret)


def _key_of(firm: Firm) -> FirmKey:
    """Return the key for this firm and no other: that of the settings, the sandbox's, or the stored one."""
    if (firm.base_url, firm.addepar_firm_id) == _in_settings():
        return _key_in_settings()
    if firm.is_sample and firm.base_url == sample_base_url():
        return SAMPLE_KEY
    if not firm.sealed_key:
        raise ConfigurationMissing(f"{firm} has no key: it is neither in the settings nor connected.")
    try:
        return sealer().open(firm.sealed_key, base_url=firm.base_url, firm_id=firm.addepar_firm_id)
    except SealBroken as broken:
        raise ConfigurationMissing(
            f"The key of {firm} cannot be opened. {broken} Put the earlier SECRET_KEY into "
            f"SECRET_KEY_FALLBACKS, or enter the key again at {settings.PUBLIC_URL}/welcome/."
        ) from None


def _key_in_settings() -> FirmKey:
    if settings.ADDEPAR_ACCESS_TOKEN:
        return FirmKey(access_token=settings.ADDEPAR_ACCESS_TOKEN)
    if settings.ADDEPAR_API_KEY and settings.ADDEPAR_API_SECRET:
        return FirmKey(settings.ADDEPAR_API_KEY, settings.ADDEPAR_API_SECRET)
    raise ConfigurationMissing(
        "ADDEPAR_API_KEY and ADDEPAR_API_SECRET are not set; ADDEPAR_ACCESS_TOKEN would do too."
    )
