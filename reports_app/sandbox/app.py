"""The sandbox as a WSGI callable: checks in the order upstream is taken to have, then one route.

Order: credentials and firm (401), limits (429), method (405), permission and scope (403), parameters (400),
existence (404). A path that names no route is 404 before the method. Media type (415) never comes up: there
are only GETs, and upstream takes any type on those.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from reports_app.jsonapi.errors import RequestError
from reports_app.sandbox import credentials
from reports_app.sandbox.access import Gate
from reports_app.sandbox.exchange import Answer, Request, error_answer
from reports_app.sandbox.file_routes import FileRoutes
from reports_app.sandbox.files import FileStore
from reports_app.sandbox.firm import SandboxFirm
from reports_app.sandbox.limits import DOCUMENTED_LIMITS, Limit, RequestLimits
from reports_app.sandbox.report_routes import ReportRoutes
from reports_app.sandbox.routes import find_route, make_routes

Clock = Callable[[], datetime]
WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


def utc_now() -> datetime:
    """Return the wall clock as an aware UTC time."""
    return datetime.now(UTC)


def make_app(
    firm: SandboxFirm,
    *,
    clock: Clock = utc_now,
    firm_id: str = credentials.SANDBOX_FIRM_ID,
    key: str = credentials.SANDBOX_API_KEY,
    secret: str = credentials.SANDBOX_API_SECRET,
    token: str = credentials.SANDBOX_ACCESS_TOKEN,
    scopes: Iterable[str] | None = None,
    is_admin: bool = True,
    limits: Sequence[Limit] = DOCUMENTED_LIMITS,
) -> WsgiApp:
    """Make a WSGI callable that serves a firm as upstream would, strictly.

    `scopes` None means every scope, empty `limits` none. Basic takes key and secret, Bearer the token.
    """
    granted = None if scopes is None else frozenset(scopes)
    gate = Gate(firm_id=firm_id, key=key, secret=secret, token=token, scopes=granted, is_admin=is_admin)
    counted = RequestLimits(limits)
    routes = make_routes(ReportRoutes(firm), FileRoutes(firm, store=FileStore(seed=firm.seed)))

    def answer(environ: dict[str, Any]) -> Answer:
        now = clock()
        gate.authenticate(environ)
        counted.admit(now.timestamp())
        route, parts = find_route(routes, path=environ.get("PATH_INFO", ""))
        if environ["REQUEST_METHOD"] != "GET":
            raise RequestError(
                HTTPStatus.METHOD_NOT_ALLOWED, "Only GET is supported here.", headers={"Allow": "GET"}
            )
        gate.permit(scopes=route.scopes, for_admins=route.for_admins)
        return route.handler(Request(environ.get("QUERY_STRING", ""), now), **parts)

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            return answer(environ).send(start_response)
        except RequestError as refused:
            return error_answer(refused).send(start_response)

    return app
