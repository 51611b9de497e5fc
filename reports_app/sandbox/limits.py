"""The request limits of the sandbox's firm: sliding windows over every authenticated request.

Refused requests do not count; whether they do upstream is undocumented.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from reports_app.jsonapi.errors import RequestError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many requests in any window of so many seconds."""

    requests: int
    seconds: float


DOCUMENTED_LIMITS = (Limit(50, 900), Limit(1000, 86_400))


class RequestLimits:
    """Counts requests and refuses those beyond any of the limits; safe to share between threads."""

    def __init__(self, limits: Sequence[Limit]) -> None:
        self._limits = tuple(limits)
        self._moments: deque[float] = deque()
        self._lock = Lock()

    def admit(self, now: float) -> None:
        """Count one request at a moment in seconds.

        Raises: RequestError 429 with X-RateLimit-Retry-After, whole seconds until the later of the breached
        windows frees a slot, never 0.
        """
        with self._lock:
            wait = max((self._seconds_until_free(limit, now=now) for limit in self._limits), default=0.0)
            if wait > 0:
                seconds = max(1, math.ceil(wait))
                raise RequestError(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    f"The firm has used up its requests. Ask again in {seconds} seconds.",
                    headers={"X-RateLimit-Retry-After": str(seconds)},
                )
            self._moments.append(now)
            longest = max((limit.seconds for limit in self._limits), default=0.0)
            while self._moments and self._moments[0] <= now - longest:
                self._moments.popleft()

    def _seconds_until_free(self, limit: Limit, *, now: float) -> float:
        """Return 0 where a slot is free, else the time until the oldest request in the window leaves it."""
        if limit.requests <= 0:
            return limit.seconds
        if len(self._moments) < limit.requests:
            return 0.0
        return max(0.0, self._moments[-limit.requests] + limit.seconds - now)
