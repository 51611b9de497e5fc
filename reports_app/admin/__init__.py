"""The admin: configuration and raw records for staff. Mirrored rows are read here, never written.

One module per model; `site` is the admin site that config/urls.py mounts. Actions call `tasks`, as pages do.
"""

from . import (
    creators,
    people,
    portfolios,
    quarantined_items,
    reports,
    request_ledger,
    runs,
    stored_files,
    sync_runs,
    work_items,
)
from .site import site

__all__ = [
    "creators",
    "people",
    "portfolios",
    "quarantined_items",
    "reports",
    "request_ledger",
    "runs",
    "site",
    "stored_files",
    "sync_runs",
    "work_items",
]
