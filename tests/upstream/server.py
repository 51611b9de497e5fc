"""The pretend Addepar on a real loopback socket: keys, limits, log and faults around the routes.

Strict on purpose: what the contract does not allow is refused. It is written from the contract alone and
shares no code with the product, so that both can be compared.
"""

import base64
import itertools
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Self
from urllib.parse import urlsplit

from tests.upstream import limits
from tests.upstream.answers import Answer, RefusedError
from tests.upstream.documents import LISTED, run_resource
from tests.upstream.faults import FaultPlan
from tests.upstream.firm import Creator, Firm, Run
from tests.upstream.house import House
from tests.upstream.journal import KEYS, Keys, Request, without_secrets
from tests.upstream.people import CREATORS
from tests.upstream.routes import answer_route
from tests.upstream.wire import UpstreamServer

ALL_SCOPES = ("FILES", "USERS", "REPORTS_READ")


class StrictUpstream(Firm):
    """A context manager; base_url is there inside it.

    page_limit: pages are silently never larger (the contract names no maximum; 2000 otherwise).
    refuse_page_size_over: a larger page[size] is a 400. rate_limits: () switches them off.
    scopes and is_admin hold for whichever credentials are used. prefixes: the bases that are served.
    """

    def __init__(
        self,
        runs: Iterable[Run] = (),
        *,
        page_limit: int | None = None,
        refuse_page_size_over: int | None = None,
        rate_limits: Sequence[limits.Limit] = limits.DOCUMENTED_LIMITS,
        keys: Keys = KEYS,
        scopes: Iterable[str] = ALL_SCOPES,
        is_admin: bool = True,
        caller: Creator = CREATORS[0],
        prefixes: Sequence[str] = ("/api", ""),
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(runs)
        self.page_limit, self.refuse_page_size_over = page_limit, refuse_page_size_over
        self.firm_id, self.api_key = keys.firm_id, keys.api_key
        self.api_secret, self.access_token = keys.api_secret, keys.access_token
        self.scopes, self.is_admin, self.caller, self.prefixes = frozenset(scopes), is_admin, caller, prefixes
        self.faults = FaultPlan()
        self.meter = limits.Meter(rate_limits)
        self.clock = clock
        self._log: list[Request] = []
        self._numbers = itertools.count(1)
        self._server: UpstreamServer | None = None

    def __enter__(self) -> Self:
        self._server = UpstreamServer(self)
        self._server.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        server, self._server = self._server, None
        assert server is not None
        server.stop()
        if server.accidents and kind is None:
            raise ExceptionGroup("the pretend upstream itself failed", server.accidents)

    @property
    def port(self) -> int:
        assert self._server is not None, "the upstream is not running"
        return int(self._server.server_address[1])

    @property
    def base_url(self) -> str:
        """The base with its first prefix, without a final slash."""
        return f"http://127.0.0.1:{self.port}{self.prefixes[0]}"

    @property
    def log(self) -> list[Request]:
        """Everything that was asked so far, in the order it was judged."""
        with self.lock:
            return list(self._log)

    def requests_to(self, prefix: str) -> list[Request]:
        """Return the logged requests whose path starts so."""
        return [request for request in self.log if request.path.startswith(prefix)]

    def worst_window(self, seconds: float) -> int:
        """Return the most counted requests in any window of that length, those answered 429 included."""
        return limits.worst_window((one.at for one in self.log if one.is_counted), seconds=seconds)

    def truth(self) -> list[dict[str, Any]]:
        """Return every visible run as the list route emits it, newest completion first."""
        with self.lock:
            return [run_resource(run, zip_type=LISTED) for run in self.finished_runs()]

    def spend_elsewhere(self, requests: int) -> None:
        """Spend the firm's budget as another tool would; the log does not show it."""
        with self.lock:
            self.meter.spend(requests, now=self.clock())

    def answer(self, method: str, target: str, headers: dict[str, str]) -> Answer:
        """Judge, log and answer one request; called by the wire."""
        with self.lock:
            at, number = self.clock(), next(self._numbers)
            parts = urlsplit(target) if target.startswith("/") else urlsplit("")
            path = self._without_prefix(parts.path)
            is_counted = self._is_known(headers)
            answer = self._judged(method, path=path, query=parts.query, is_counted=is_counted, at=at)
            request = Request(
                method, path, parts.query, without_secrets(headers), answer.status, at, is_counted, target
            )
            self._log.append(request)
        return replace(answer, headers={**answer.headers, "X-Request-ID": f"request-{number}"})

    def note_unreadable(self, line: str) -> None:
        """Log what was not HTTP, such as a TLS greeting."""
        with self.lock:
            self._log.append(Request("", "", "", {}, 0, self.clock(), False, line[:200]))

    def _judged(self, method: str, *, path: str, query: str, is_counted: bool, at: float) -> Answer:
        target = f"{path}?{query}" if query else path
        try:
            if not is_counted:
                raise RefusedError(401, "The key, the secret or the Addepar-Firm header is wrong.")
            wait = self.meter.admit(at)
            if wait is not None:
                raise RefusedError(429, "Too many requests.", headers={"X-RateLimit-Retry-After": str(wait)})
        except RefusedError as refusal:
            return refusal.answer()
        faults = self.faults.take(path.rstrip("/"))
        for fault in faults:
            if fault.before is not None:
                fault.before()
        try:
            answer = answer_route(self._house(), method=method, path=path, query=query)
        except RefusedError as refusal:
            answer = refusal.answer()
        answer = replace(answer, target=target)
        for fault in faults:
            if fault.effect is not None:
                answer = fault.effect(answer)
        return answer

    def _house(self) -> House:
        return House(
            self, self.caller, self.scopes, self.is_admin, self.page_limit, self.refuse_page_size_over
        )

    def _without_prefix(self, path: str) -> str:
        for prefix in self.prefixes:
            if path.startswith(f"{prefix}/v1/"):
                return path.removeprefix(prefix)
        return path if not path.startswith("/v1/") else f"/unserved{path}"

    def _is_known(self, headers: dict[str, str]) -> bool:
        pair = base64.b64encode(f"{self.api_key}:{self.api_secret}".encode()).decode()
        known = {f"Basic {pair}", f"Bearer {self.access_token}"}
        return headers.get("authorization") in known and headers.get("addepar-firm") == self.firm_id
