"""Count requests in sliding windows: to refuse as the contract says, and to name the worst one afterwards.

Per firm, authenticated calls only. A call answered with 429 does not fill the window (the contract is silent
on it), but it does count in worst_window, because a client that sent it broke its promise.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    requests: int
    seconds: float


DOCUMENTED_LIMITS = (Limit(50, 900), Limit(1000, 86_400))


class Meter:
    """The firm's budget."""

    def __init__(self, limits: Sequence[Limit]) -> None:
        self.limits = tuple(limits)
        self._admitted: list[float] = []

    def admit(self, now: float) -> int | None:
        """Count a request, or return the whole seconds to wait when it is one too many.

        Shape: at least 1; the longer wait when both windows are full.
        """
        waits = [wait for limit in self.limits if (wait := self._wait(limit, now=now)) > 0]
        if waits:
            return max(1, math.ceil(max(waits)))
        self._admitted.append(now)
        return None

    def spend(self, requests: int, *, now: float) -> None:
        """Count requests that another tool of the firm sent."""
        self._admitted.extend([now] * requests)
        self._admitted.sort()

    def _wait(self, limit: Limit, *, now: float) -> float:
        recent = self._admitted[bisect_right(self._admitted, now - limit.seconds) :]
        if len(recent) < limit.requests:
            return 0
        return recent[len(recent) - limit.requests] + limit.seconds - now


def worst_window(moments: Iterable[float], *, seconds: float) -> int:
    """Return the most moments found in any window of that length, wherever it starts."""
    ordered = sorted(moments)
    worst = first = 0
    for last, moment in enumerate(ordered):
        while ordered[first] <= moment - seconds:
            first += 1
        worst = max(worst, last - first + 1)
    return worst
