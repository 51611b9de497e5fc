"""A strict pretend Addepar on loopback: the independent witness of the acceptance tests.

Written from the contract alone; it imports nothing of the product, and nothing of the product's sandbox.

    with StrictUpstream(make_runs(120, seed=3), page_limit=50) as upstream:
        upstream.faults.append(Fault(effects.status_code(500), on=faults.LIST, nth=2))
        ... sync against upstream.base_url, upstream.firm_id, upstream.api_key, upstream.api_secret ...
        assert exported == upstream.truth()
        assert upstream.worst_window(900) <= 50
"""

from tests.upstream import effects, faults, item_effects, zip_effects
from tests.upstream.asking import Reply, ask
from tests.upstream.builder import make_run, make_runs
from tests.upstream.faults import Fault
from tests.upstream.firm import ABSENT, Creator, Firm, Run, StoredFile
from tests.upstream.foreign import ForeignListener
from tests.upstream.journal import KEYS, Keys, Request
from tests.upstream.limits import DOCUMENTED_LIMITS, Limit, worst_window
from tests.upstream.server import StrictUpstream
from tests.upstream.stories import STORIES, Story

__all__ = [
    "ABSENT",
    "DOCUMENTED_LIMITS",
    "KEYS",
    "STORIES",
    "Creator",
    "Fault",
    "Firm",
    "ForeignListener",
    "Keys",
    "Limit",
    "Reply",
    "Request",
    "Run",
    "StoredFile",
    "Story",
    "StrictUpstream",
    "ask",
    "effects",
    "faults",
    "item_effects",
    "make_run",
    "make_runs",
    "worst_window",
    "zip_effects",
]
