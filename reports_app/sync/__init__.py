"""Mirrors a firm's generated reports: reads pages newest first and stores each in one transaction.

It returns a result with a reason code; exit codes belong to the doors.
"""

from .result import Counts, SyncResult
from .run import SyncRequest, run_sync

__all__ = ["Counts", "SyncRequest", "SyncResult", "run_sync"]
