"""The sandbox's routes: which path asks what of whom, with which scopes.

A table and the walk over it. What a route answers is in `report_routes` and `file_routes`; credentials and
limits are `app`'s.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from reports_app.jsonapi.errors import RequestError
from reports_app.sandbox.exchange import Answer
from reports_app.sandbox.file_routes import FileRoutes
from reports_app.sandbox.report_routes import ReportRoutes

Handler = Callable[..., Answer]
_FILES, _WITH_USERS = frozenset({"FILES"}), frozenset({"FILES", "USERS"})


@dataclass(frozen=True, slots=True)
class Route:
    """One path pattern and who may ask for it."""

    pattern: re.Pattern[str]
    handler: Handler
    scopes: frozenset[str]
    for_admins: bool


def make_routes(reports: ReportRoutes, files: FileRoutes) -> tuple[Route, ...]:
    """Build the table; the first match wins, so what catches unknown relationships follows the known."""
    one = r"/generated_reports/(?P<run_id>[^/]+)"
    file = r"/(?P<area>files|archive/files)/(?P<file_id>[^/]+)"
    return (
        _route(r"/generated_reports", reports.list_generated_reports, _FILES),
        _route(one, reports.show_generated_report, _FILES),
        _route(rf"{one}/creator", reports.show_creator, _WITH_USERS),
        _route(rf"{one}/zipped_file", files.show_zip, _FILES),
        _route(rf"{one}/zipped_file/download", files.download_zip, _FILES),
        _route(rf"{one}/relationships/(?P<name>[^/]+)", reports.show_linkage, _FILES),
        _route(rf"{one}/(?P<name>[^/]+)", reports.refuse_relationship, _FILES),
        _route(file, files.show_file, _FILES, for_admins=False),
        _route(rf"{file}/download", files.download_file, _FILES, for_admins=False),
        _route(rf"{file}/relationships/(?P<name>[^/]+)", files.show_file_linkage, _FILES, for_admins=False),
        _route(r"/users/me", reports.show_me, frozenset({"USERS"}), for_admins=False),
        _route(r"/users/(?P<user_id>[^/]+)", reports.show_user, frozenset({"USERS"})),
        _route(r"/reports", reports.list_reports, frozenset({"REPORTS_READ"})),
    )


def _route(path: str, handler: Handler, scopes: frozenset[str], *, for_admins: bool = True) -> Route:
    """Accept a path with or without `/api` before it and a slash after it."""
    return Route(re.compile(rf"(?:/api)?/v1{path}/?"), handler, scopes, for_admins)


def find_route(routes: tuple[Route, ...], *, path: str) -> tuple[Route, dict[str, str]]:
    """Return the route of a path and the parts of the path it names. Raises: RequestError 404."""
    for route in routes:
        match = route.pattern.fullmatch(path)
        if match is not None:
            return route, match.groupdict()
    raise RequestError(HTTPStatus.NOT_FOUND, "There is no such route.")
