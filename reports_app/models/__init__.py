"""What is stored. One module per subject; no room reaches upstream from here.

`sync.upsert` is the only writer of the mirrored tables (report, portfolio, creator, generated report,
portfolio outcome, standing, day count, revision).
"""

from .creator import Creator
from .firm import Firm
from .generated_report import GeneratedReport, Revision
from .outcome import PortfolioOutcome
from .portfolio import Portfolio
from .quarantine import QuarantinedItem
from .report import Report
from .request_ledger import RequestLedgerEntry
from .rollup import DayCount, Standing
from .stored_file import StoredFile
from .sync_run import SyncRun
from .user import User
from .work_item import WorkItem

__all__ = [
    "Creator",
    "DayCount",
    "Firm",
    "GeneratedReport",
    "Portfolio",
    "PortfolioOutcome",
    "QuarantinedItem",
    "Report",
    "RequestLedgerEntry",
    "Revision",
    "Standing",
    "StoredFile",
    "SyncRun",
    "User",
    "WorkItem",
]
