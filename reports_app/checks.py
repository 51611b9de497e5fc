"""System checks: what is wrong with an install, with an id and a hint for each."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# The first releases without the WAL-reset bug; https://www.sqlite.org/wal.html#walresetbug
SAFE_SQLITE = (3, 51, 3)
BACKPORTED_SQLITE = {(3, 44): 6, (3, 50): 7}


@register()
def check_addepar(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check where requests go to, and that a firm is named with its key."""
    return [*_base_url_errors(), *_credential_errors()]


@register()
def check_limits(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check that numbers make sense together."""
    found: list[CheckMessage] = []
    for allowed, reserved in (
        ("ADDEPAR_REQUESTS_PER_15_MINUTES", "ADDEPAR_RESERVED_PER_15_MINUTES"),
        ("ADDEPAR_REQUESTS_PER_DAY", "ADDEPAR_RESERVED_PER_DAY"),
    ):
        if not 0 <= getattr(settings, reserved) < getattr(settings, allowed):
            hint = f"Write for example {allowed}=50 and {reserved}=10: the reserve must leave something."
            found.append(Error(f"{allowed} is not greater than {reserved}.", hint=hint, id="runledger.E003"))
    if settings.SYNC_INTERVAL_SECONDS < 60:
        hint = "Write for example SYNC_INTERVAL_SECONDS=300; the limit of 1,000 requests a day is shared."
        found.append(Error("SYNC_INTERVAL_SECONDS is under 60.", hint=hint, id="runledger.E004"))
    if not 1 <= settings.ADDEPAR_TIMEOUT_SECONDS <= 300:
        hint = "Write for example ADDEPAR_TIMEOUT_SECONDS=75; Addepar gives up after 60 s itself."
        found.append(Error("ADDEPAR_TIMEOUT_SECONDS is not 1 to 300.", hint=hint, id="runledger.E005"))
    return found


@register()
def check_zone(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check that the firm's time zone exists."""
    try:
        ZoneInfo(settings.FIRM_TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        hint = "Write for example FIRM_TIME_ZONE=America/New_York."
        message = f"FIRM_TIME_ZONE {settings.FIRM_TIME_ZONE!r} is no time zone."
        return [Error(message, hint=hint, id="runledger.E006")]
    return []


@register(Tags.database)
def check_sqlite(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Warn of an SQLite that can damage a file in WAL mode; asked for by `check --database default`."""
    version = sqlite3.sqlite_version_info
    if not databases or connection.vendor != "sqlite" or version >= SAFE_SQLITE:
        return []
    if version[2] >= BACKPORTED_SQLITE.get(version[:2], 10**6):
        return []
    hint = "Use PostgreSQL (DATABASE_URL=postgres://...) where more than one worker runs, or a newer SQLite."
    message = f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug, fixed in 3.51.3."
    return [Warning(message, hint=hint, id="runledger.W001")]


def _base_url_errors() -> Iterator[CheckMessage]:
    if not settings.ADDEPAR_BASE_URL:
        return
    parts = urlsplit(settings.ADDEPAR_BASE_URL)
    hint = "Write ADDEPAR_BASE_URL=https://yourfirm.addepar.com/api."
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield Error("ADDEPAR_BASE_URL is no web address.", hint=hint, id="runledger.E001")
    elif parts.scheme == "http" and parts.hostname not in LOOPBACK:
        yield Error(
            "ADDEPAR_BASE_URL is plain http: the key would be readable.", hint=hint, id="runledger.E001"
        )
    elif parts.username or parts.query or parts.fragment:
        yield Error("ADDEPAR_BASE_URL holds more than an address.", hint=hint, id="runledger.E001")


def _credential_errors() -> Iterator[CheckMessage]:
    if not settings.ADDEPAR_BASE_URL:
        return
    needed = ["ADDEPAR_FIRM_ID"]
    if not settings.ADDEPAR_ACCESS_TOKEN:
        needed += ["ADDEPAR_API_KEY", "ADDEPAR_API_SECRET"]
    for name in needed:
        if not getattr(settings, name):
            hint = f"Put {name}=... into .env. Addepar shows it where the API key was made."
            yield Error(f"ADDEPAR_BASE_URL is set, {name} is not.", hint=hint, id="runledger.E002")
