"""The one door to the network: every request to Addepar leaves through here, to one origin only.

Decides about time, size, retries and credentials; knows nothing about documents beyond their being JSON.
Redirects are not followed and the environment is not asked (no proxy, no netrc, no CA variables): requests
go straight through an adapter, past the session code that would do either.
"""

import logging
import random as random_numbers
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from reports_app.addepar.answers import judge_status, rate_limited, read_detail, read_request_id
from reports_app.addepar.connection_failures import judge_body, judge_connection, judge_overtime
from reports_app.addepar.credentials import Credentials, redact
from reports_app.addepar.deadline import Deadline, DeadlineSocket
from reports_app.addepar.decode import Document, decode_document, read_limited
from reports_app.addepar.download import Download, read_content_length
from reports_app.addepar.errors import AddeparError, TooLarge
from reports_app.addepar.limits import Priority, Quota, read_wait_seconds
from reports_app.addepar.origin import Origin
from reports_app.addepar.questions import Question, ask
from reports_app.addepar.retries import MAX_TRIES, Result, call_with_retries

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
READ_BYTES = 64 * 1024
ERROR_BODY_SECONDS = 5.0
JSON_HEADERS = {"Accept": "application/vnd.api+json", "Accept-Encoding": "gzip"}
# Compressed on the way, a file's announced length would say nothing about the file.
FILE_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity"}


class _Timed:
    """What makes a connection obey a deadline, whichever scheme it speaks."""

    sock: Any

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline = deadline

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.sock = DeadlineSocket(self.sock, self._deadline)


class _TimedHTTPConnection(_Timed, HTTPConnection):
    pass


class _TimedHTTPSConnection(_Timed, HTTPSConnection):
    pass


class _TimedHTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _TimedHTTPConnection


class _TimedHTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _TimedHTTPSConnection


class _TimedAdapter(HTTPAdapter):
    """The ordinary adapter, for one request, with connections that obey that request's deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__(max_retries=0)
        self.poolmanager.pool_classes_by_scheme = {"http": _TimedHTTPPool, "https": _TimedHTTPSPool}

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.conn_kw["deadline"] = self._deadline
        return pool


@dataclass(frozen=True)
class _Exchange:
    """An answer whose status and headers have come, and whose body has not been read."""

    question: Question
    deadline: Deadline
    response: requests.Response

    def iter_chunks(self, size: int) -> Iterator[bytes]:
        """Yield the decoded body; only the reading is guarded, never what the caller does between reads."""
        chunks = self.response.iter_content(size)
        while True:
            with _explained(self.question, self.deadline, is_body=True):
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk


class Transport:
    """Sends GET requests to one firm's Addepar and returns documents and downloads.

    Raises: ValueError for a base URL, firm id or limit that cannot be used, before anything is sent.
    """

    def __init__(
        self,
        *,
        base_url: str,
        firm_id: str,
        credentials: Credentials,
        quota: Quota,
        timeout_seconds: float = 75,
        download_timeout_seconds: float = 15 * 60,
        max_json_bytes: int = 64 * 1024 * 1024,
        max_tries: int = MAX_TRIES,
        allow_loopback_http: bool = True,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = random_numbers.random,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        session_factory: Callable[[], requests.Session] = requests.Session,
    ) -> None:
        if not firm_id.isascii() or not firm_id.isalnum():
            raise ValueError(
                "The firm id is the number Addepar gives a firm; it is empty or holds something else."
            )
        if timeout_seconds <= 0 or download_timeout_seconds <= 0 or max_json_bytes <= 0:
            raise ValueError("Timeouts and the size limit must be greater than zero.")
        self.origin = Origin.parse(base_url, allow_loopback_http=allow_loopback_http)
        self._firm_id = firm_id
        self._credentials = credentials
        self._quota = quota
        self._timeout_seconds = timeout_seconds
        self._download_timeout_seconds = download_timeout_seconds
        self._max_json_bytes = max_json_bytes
        self._max_tries = max_tries
        self._sleep = sleep
        self._random = random
        self._clock = clock
        self._now = now
        self._session_factory = session_factory
        self._requests_sent = 0

    @property
    def requests_sent(self) -> int:
        """How many HTTP requests were sent, failed tries included."""
        return self._requests_sent

    def fetch_document(
        self,
        route: str,
        *,
        priority: Priority,
        resource_id: str | None = None,
        query: Sequence[tuple[str, str]] = (),
    ) -> Document:
        """Ask a route for its JSON document, again where a connection or the server failed.

        Raises: any leaf of AddeparError except ForeignLink and PaginationLoop, which are about lists.
        """
        question = ask(self.origin, route, priority=priority, resource_id=resource_id, query=query)
        return self._with_retries(question, lambda: self._fetch_once(question))

    @contextmanager
    def open_download(self, route: str, *, priority: Priority, resource_id: str) -> Iterator[Download]:
        """Open a file for streaming; tries again only until the answer has begun.

        Times: timeout_seconds for each wait, download_timeout_seconds for the whole.
        """
        question = ask(self.origin, route, priority=priority, resource_id=resource_id)
        with ExitStack() as stack:
            exchange = self._with_retries(
                question,
                lambda: stack.enter_context(
                    self._exchange(question, seconds=self._download_timeout_seconds, headers=FILE_HEADERS)
                ),
            )
            yield Download(exchange.response.headers, what=question.what, read_chunks=exchange.iter_chunks)

    def _with_retries(self, question: Question, attempt: Callable[[], Result]) -> Result:
        return call_with_retries(
            attempt,
            route=question.route,
            sleep=self._sleep,
            random=self._random,
            max_tries=self._max_tries,
        )

    def _fetch_once(self, question: Question) -> Document:
        with self._exchange(question, seconds=self._timeout_seconds, headers=JSON_HEADERS) as exchange:
            announced = read_content_length(exchange.response.headers) or 0
            if announced > self._max_json_bytes:
                raise TooLarge(
                    f"The answer to {question.what} announces {announced:,} bytes; ask for a smaller page."
                )
            chunks = exchange.iter_chunks(READ_BYTES)
            body = read_limited(chunks, max_bytes=self._max_json_bytes, what=question.what)
        return decode_document(body, what=question.what)

    @contextmanager
    def _exchange(
        self, question: Question, *, seconds: float, headers: dict[str, str]
    ) -> Iterator[_Exchange]:
        self._quota.reserve(priority=question.priority, route=question.route)
        self._requests_sent += 1
        deadline = Deadline(seconds, clock=self._clock, stall_seconds=min(seconds, self._timeout_seconds))
        with (
            self._session_factory() as session,
            closing(_adapter_for(session, question, deadline)) as adapter,
        ):
            with _explained(question, deadline, is_body=False):
                response = self._send(adapter, question, deadline, headers)
            try:
                exchange = _Exchange(question, deadline, response)
                self._judge(exchange)
                yield exchange
            finally:
                response.close()

    def _send(
        self, adapter: BaseAdapter, question: Question, deadline: Deadline, headers: dict[str, str]
    ) -> requests.Response:
        request = requests.Request("GET", question.url, headers=self._own_headers() | headers).prepare()
        wait = deadline.next_wait_seconds()
        return adapter.send(
            request, stream=True, timeout=(min(wait, CONNECT_SECONDS), wait), verify=True, proxies={}
        )

    def _own_headers(self) -> dict[str, str]:
        return {
            "Authorization": self._credentials.authorization(),
            "Addepar-Firm": self._firm_id,
            "User-Agent": "runledger",
        }

    def _judge(self, exchange: _Exchange) -> None:
        response, question = exchange.response, exchange.question
        elapsed_seconds = exchange.deadline.elapsed_seconds
        status, request_id = response.status_code, read_request_id(response.headers, redact=self._redact)
        logger.debug("GET %s answered %d after %.1f s", question.route, status, elapsed_seconds)
        if status == 429:
            wait = read_wait_seconds(response.headers, now=self._now())
            self._quota.note_rate_limited(retry_after_seconds=wait)
            raise rate_limited(wait, what=question.what, request_id=request_id)
        detail = self._read_detail(exchange) if status >= 400 else ""
        error = judge_status(
            status, what=question.what, elapsed_seconds=elapsed_seconds, detail=detail, request_id=request_id
        )
        if error is not None:
            raise error

    def _read_detail(self, exchange: _Exchange) -> str:
        exchange.deadline.shorten(ERROR_BODY_SECONDS)
        try:
            body = next(exchange.iter_chunks(READ_BYTES), b"")
        except AddeparError:
            # The status has said what matters.
            return ""
        return read_detail(body, redact=self._redact)

    def _redact(self, text: str) -> str:
        return redact(text, self._credentials)


def _adapter_for(session: requests.Session, question: Question, deadline: Deadline) -> BaseAdapter:
    adapter = session.get_adapter(question.url)
    # Whoever mounted an adapter of their own, as tests do, keeps it; one of ours serves a single request.
    return _TimedAdapter(deadline) if type(adapter) is HTTPAdapter else adapter


@contextmanager
def _explained(question: Question, deadline: Deadline, *, is_body: bool) -> Iterator[None]:
    """Turn whatever the libraries raise into one error of our tree, without the request hanging on it."""
    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise _translate(error, question, deadline, is_body=is_body) from None


def _translate(error: Exception, question: Question, deadline: Deadline, *, is_body: bool) -> AddeparError:
    if deadline.is_over:
        return judge_overtime(deadline, what=question.what)
    if is_body:
        return judge_body(error, what=question.what)
    return judge_connection(
        error,
        host=question.host,
        what=question.what,
        is_connecting=isinstance(error, requests.ConnectTimeout),
    )
