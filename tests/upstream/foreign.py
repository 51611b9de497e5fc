"""A second listener that must hear nothing: it counts connections and bytes, and answers none."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class ForeignListener:
    """A context manager; connections and received tell what reached it."""

    def __init__(self) -> None:
        self.connections = 0
        self.received = b""
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._threads = [threading.Thread(target=self._listen, name="foreign")]

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """An address on it, for a Location or a link."""
        return f"http://127.0.0.1:{self.port}/v1/generated_reports"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def assert_silence(self) -> None:
        """Fail when anything connected.

        Raises: AssertionError with the count and the first bytes.
        """
        with self._lock:
            heard = f"{self.connections} connections, {len(self.received)} bytes: {self.received[:80]!r}"
            assert self.connections == 0, f"a foreign host was contacted: {heard}"

    def _listen(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._listener.accept()
                with self._lock:
                    self.connections += 1
                    reader = threading.Thread(target=self._read, args=(connection,))
                    self._threads.append(reader)
                reader.start()

    def _read(self, connection: socket.socket) -> None:
        connection.settimeout(0.05)
        with connection:
            while not self._stopping.is_set():
                try:
                    heard = connection.recv(65_536)
                except TimeoutError:
                    continue
                except ConnectionError:
                    return
                if not heard:
                    return
                with self._lock:
                    self.received += heard
