"""When an answer goes wrong: which route, which request, how often. What goes wrong is in effects.

A fault comes after the key and the limits were checked: only counted requests can meet one.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.upstream.answers import Answer

LIST = "/v1/generated_reports"
BY_ID = "/v1/generated_reports/*"
CREATOR = "/v1/generated_reports/*/creator"
ZIP = "/v1/generated_reports/*/zipped_file"
ZIP_DOWNLOAD = "/v1/generated_reports/*/zipped_file/download"
FILE_DOWNLOAD = "/v1/files/*/download"
ME = "/v1/users/me"
REPORTS = "/v1/reports"
ANY = "/v1/*"

Effect = Callable[[Answer], Answer]


@dataclass
class Fault:
    """Alter the answers to some requests on a route.

    on: the whole path from /v1 on; a * stands for anything, slashes too. nth: the first request it meets, 1
    being the next on that route. times: how many in a row; None is for ever. before: called before the answer
    is made, to change the firm between two pages. seen and met count as it goes.
    """

    effect: Effect | None = None
    on: str = ANY
    nth: int = 1
    times: int | None = 1
    before: Callable[[], object] | None = None
    seen: int = field(default=0, init=False)
    met: int = field(default=0, init=False)

    def take(self, path: str) -> bool:
        """Count a request and say whether this fault meets it."""
        if not fnmatchcase(path, self.on):
            return False
        self.seen += 1
        if self.seen < self.nth or (self.times is not None and self.seen >= self.nth + self.times):
            return False
        self.met += 1
        return True


class FaultPlan(list[Fault]):
    """The faults of a server, in the order they alter an answer."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    def take(self, path: str) -> list[Fault]:
        """Count a request for every fault and return those that meet it."""
        with self._lock:
            return [fault for fault in self if fault.take(path)]
