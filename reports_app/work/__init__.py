"""The queue of record: work is a row, claimed by one conditional update and held by a lease.

Nothing here runs the work or knows Celery; `tasks` is woken up and looks here.
"""

from .claims import LEASE, MAX_ATTEMPTS, Claim, LeaseLost, claim
from .enqueue import enqueue_fetch_zip, enqueue_sync
from .sweep import sweep

__all__ = [
    "LEASE",
    "MAX_ATTEMPTS",
    "Claim",
    "LeaseLost",
    "claim",
    "enqueue_fetch_zip",
    "enqueue_sync",
    "sweep",
]
