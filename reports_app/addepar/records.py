"""What comes out of this room: validated frozen values, one class per upstream resource.

A record is not a row: nothing here knows how, or whether, it is stored. `raw` is the resource as received,
unknown members included; texts may hold NUL and lone surrogates, which the store cleans.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Raw = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class PortfolioRecord:
    """One entity or group in one generated report."""

    portfolio_type: str
    portfolio_id: str
    portfolio_name: str | None = None
    file_id: str | None = None
    # Missing on some rows in the published example; None means unknown, not false (quirk 2).
    has_been_published: bool | None = None


@dataclass(frozen=True, kw_only=True)
class GeneratedReportRecord:
    """One completed run of a report. Times: aware, UTC."""

    run_id: str
    completed_at: datetime
    report_id: str | None = None
    report_name: str | None = None
    status: str | None = None
    started_at: datetime | None = None
    job_type: str | None = None
    generated: tuple[PortfolioRecord, ...] = ()
    failed: tuple[PortfolioRecord, ...] = ()
    creator_id: str | None = None
    zipped_file_id: str | None = None
    raw: Raw = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, kw_only=True)
class RejectedItem:
    """One item of a list that cannot be read, with the place and the reason; the others are not affected.

    Shape: raw is JSON text in ASCII, cut at 1 MiB; pointer is a JSON pointer into the document.
    """

    raw: str = field(repr=False)
    pointer: str
    reason: str
    run_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class GeneratedReportPage:
    """One answer to one list request; `size` counts the items as received, rejected ones included."""

    records: tuple[GeneratedReportRecord, ...]
    rejected: tuple[RejectedItem, ...]
    has_next: bool
    size: int


@dataclass(frozen=True, kw_only=True)
class UserRecord:
    """A person at the firm: the creator of a run, or the owner of the key."""

    user_id: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    admin_access: bool | None = None
    all_data_access: bool | None = None
    raw: Raw = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, kw_only=True)
class FileRecord:
    """The metadata of a file; upstream gives a size but no checksum."""

    file_id: str
    name: str | None = None
    content_type: str | None = None
    size_bytes: int | None = None
    created_at: datetime | None = None
    raw: Raw = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, kw_only=True)
class ReportRecord:
    """The definition of a report, which many runs share."""

    report_id: str
    name: str | None = None
    portfolio_count: int | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None
    raw: Raw = field(default_factory=dict, repr=False, hash=False)
