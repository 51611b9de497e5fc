"""The request budget that everything of a firm shares; the scarce resource of this product."""

from .gauge import Gauge, Gauges, read_gauges
from .ledger import LedgerQuota
from .limits import Limits, Window

__all__ = ["Gauge", "Gauges", "LedgerQuota", "Limits", "Window", "read_gauges"]
