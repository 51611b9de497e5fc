"""Asking again, seldom and with jitter; only ever used for GET, which changes nothing upstream."""

import logging
from collections.abc import Callable
from typing import TypeVar

from reports_app.addepar.errors import AddeparError

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

MAX_TRIES = 3


def call_with_retries(
    attempt: Callable[[], Result],
    *,
    route: str,
    sleep: Callable[[float], None],
    random: Callable[[], float],
    max_tries: int = MAX_TRIES,
) -> Result:
    """Call `attempt` up to three times, or max_tries, as long as it fails with a transient error.

    Times: waits of 1 to 2 s, then 2 to 4 s; the jitter keeps several workers from coming back together.
    Raises: the last error; at once any error that is not transient.
    """
    tries = 1
    while True:
        try:
            return attempt()
        except AddeparError as error:
            if not error.is_transient or tries >= max_tries:
                raise
            logger.warning("Try %d of %d for %s failed: %s", tries, max_tries, route, error.reason)
        sleep(2 ** (tries - 1) * (1 + random()))
        tries += 1
