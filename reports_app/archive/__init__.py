"""Our verified copies of zips: fetched, proved whole, stored by hash, served to those who may have them.

A file is either complete and verified, or not there. Nothing here lists runs or builds a page.
"""

from .answer import file_answer
from .check import ArchiveCheck, verify_archive
from .fetch import FETCH_PRIORITY, FetchResult, FetchState, fetch_zip
from .jobs import run_fetch_zip
from .naming import safe_name
from .panel import ZipPanel, ZipUrls, zip_panel
from .serve import FileNotOffered, NotOffered, OpenedFile, open_for_viewer
from .store import ContentStore, DiskTrouble
from .verify import ArchiveRefused, ZipLimits, ZipSummary, verify_zip

__all__ = [
    "FETCH_PRIORITY",
    "ArchiveCheck",
    "ArchiveRefused",
    "ContentStore",
    "DiskTrouble",
    "FetchResult",
    "FetchState",
    "FileNotOffered",
    "NotOffered",
    "OpenedFile",
    "ZipLimits",
    "ZipPanel",
    "ZipSummary",
    "ZipUrls",
    "fetch_zip",
    "file_answer",
    "open_for_viewer",
    "run_fetch_zip",
    "safe_name",
    "verify_archive",
    "verify_zip",
    "zip_panel",
]
