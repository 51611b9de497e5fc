"""A total time limit for one request, all bytes included, enforced at the socket.

HTTP libraries limit each read, so a server that sends one byte now and then is never stopped. Here every
single receive may wait only for what is left of the whole. Sends nothing and knows no HTTP.
"""

import io
import socket
from collections.abc import Callable
from typing import Any


class Deadline:
    """The moment by which a request must be over, on a monotonic clock.

    Shape: stall_seconds, where given, also limits each single wait.
    """

    def __init__(
        self, seconds: float, *, clock: Callable[[], float], stall_seconds: float | None = None
    ) -> None:
        self.seconds = seconds
        self._stall_seconds = seconds if stall_seconds is None else stall_seconds
        self._clock = clock
        self._started = clock()

    @property
    def elapsed_seconds(self) -> float:
        """How long ago the request began."""
        return self._clock() - self._started

    @property
    def is_over(self) -> bool:
        """Whether the whole time is used up."""
        return self.elapsed_seconds >= self.seconds

    def shorten(self, seconds: float) -> None:
        """Allow only so many seconds more from now, or what was left where that is less."""
        self.seconds = min(self.seconds, self.elapsed_seconds + seconds)

    def next_wait_seconds(self) -> float:
        """Return how long the next single wait may last.

        Raises: TimeoutError when nothing is left.
        """
        remaining = self.seconds - self.elapsed_seconds
        if remaining <= 0:
            raise TimeoutError(f"not complete after {self.seconds:g} s")
        return min(remaining, self._stall_seconds)


class _DeadlineReader(io.RawIOBase):
    """The receiving half of a socket; http.client reads status line, headers and body through it."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline
        # The socket's own file keeps the socket open after http.client closes its side of it.
        self._raw: Any = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._sock.settimeout(self._deadline.next_wait_seconds())
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class DeadlineSocket:
    """A connected socket whose every send and receive is bound by a deadline; all else is the socket's."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send everything, within what is left of the whole time."""
        self._sock.settimeout(self._deadline.next_wait_seconds())
        self._sock.sendall(data, flags)

    def makefile(self, mode: str = "rb", *_: Any, **__: Any) -> io.BufferedReader:
        """Return the buffered reader that http.client asks for."""
        return io.BufferedReader(_DeadlineReader(self._sock, self._deadline))
