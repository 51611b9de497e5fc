"""Why a connection failed, in words a person can act on.

HTTP libraries wrap the real cause several times; this looks through the wrapping. Knows no HTTP library,
raises nothing and keeps nothing of the failed request, which holds the credentials.
"""

import socket
import ssl
from collections.abc import Iterator

from reports_app.addepar.deadline import Deadline
from reports_app.addepar.errors import AddeparError, Truncated, Unreachable, UpstreamTimeout


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and everything it was made from, outermost first, each once."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop(0)
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args]


def is_timeout(error: BaseException) -> bool:
    """Say whether waiting too long is behind an error."""
    return any(isinstance(cause, TimeoutError) for cause in causes_of(error))


def is_certificate_failure(error: BaseException) -> bool:
    """Say whether the certificate was refused; asking again would not change it."""
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes_of(error))


def explain_failure(error: BaseException) -> str:
    """Name the cause of a failed connection, as a clause without a full stop."""
    causes = list(causes_of(error))
    for kind, words in _WORDS:
        if any(isinstance(cause, kind) for cause in causes):
            return words
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if tls is not None:
        return f"no secure connection could be agreed on ({tls.reason or 'TLS error'})"
    system = next((cause for cause in causes if isinstance(cause, OSError) and cause.strerror), None)
    if isinstance(system, OSError):
        return f"the system says: {system.strerror}"
    return f"the answer was not HTTP, or broke off before it began ({type(causes[-1]).__name__})"


# Narrow kinds before wide ones: several of these are OSErrors.
_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "its certificate was refused, and no credentials were sent"),
    (socket.gaierror, "the host name cannot be found"),
    (ConnectionRefusedError, "the connection was refused"),
    (ConnectionError, "the connection was cut before an answer came"),
    (TimeoutError, "no connection could be made in time"),
)


def judge_connection(error: Exception, *, host: str, what: str, is_connecting: bool) -> AddeparError:
    """Return the error of our tree for a request that got no answer."""
    if is_timeout(error) and not is_connecting:
        return UpstreamTimeout(f"{host} did not answer {what} in time; try again later.")
    failure = Unreachable(
        f"{host} did not answer {what}: {explain_failure(error)}; check the base URL and the network."
    )
    failure.is_transient = not is_certificate_failure(error)
    return failure


def judge_body(error: Exception, *, what: str) -> AddeparError:
    """Return the error of our tree for an answer that broke off."""
    if is_timeout(error):
        return UpstreamTimeout(f"The answer to {what} stopped coming, so it was given up; try again later.")
    return Truncated(f"The answer to {what} broke off, so nothing of it was used; try again later.")


def judge_overtime(deadline: Deadline, *, what: str) -> AddeparError:
    """Return the error of our tree for a request whose whole time is used up."""
    return UpstreamTimeout(
        f"The answer to {what} was not complete after {deadline.elapsed_seconds:.0f} s, "
        "so the connection was closed; try again later."
    )
