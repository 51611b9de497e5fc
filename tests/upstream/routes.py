"""Every GET route of the contract: which scopes it needs, and the answer it gives.

The order of checks inside a route: method 405, scope 403, query 400, id 404. Keys and limits come before.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tests.upstream import run_routes
from tests.upstream.answers import Answer, RefusedError, download_answer, json_answer
from tests.upstream.documents import file_resource, user_document
from tests.upstream.firm import StoredFile
from tests.upstream.house import House
from tests.upstream.query import read_parameters
from tests.upstream.report_list import list_reports

Handler = Callable[..., Answer]


@dataclass(frozen=True)
class Route:
    """needs: at least one scope of each set; the handler gets house, groups of the pattern, raw query."""

    pattern: str
    needs: tuple[frozenset[str], ...]
    for_admins: bool
    handle: Handler


def answer_route(house: House, *, method: str, path: str, query: str) -> Answer:
    """Answer an authenticated request.

    Raises: RefusedError.
    """
    for route in ROUTES:
        match = re.fullmatch(route.pattern, path)
        if match is None:
            continue
        if method != "GET":
            raise RefusedError(405, f"{method} is not supported on {path}.", headers={"Allow": "GET"})
        _check_permission(house, route)
        with house.firm.lock:
            return route.handle(house, *match.groups(default=""), query)
    raise RefusedError(404, f"There is no route {path}.")


def _check_permission(house: House, route: Route) -> None:
    if route.for_admins and not house.is_admin:
        raise RefusedError(403, "Access to all tools and portfolios is needed.")
    for scopes in route.needs:
        if not scopes & house.scopes:
            raise RefusedError(403, f"The scope {' or '.join(sorted(scopes))} is needed.")


def _file(house: House, archive: str, file_id: str, query: str) -> Answer:
    return json_answer({"data": file_resource(_find_file(house, archive, file_id, query))})


def _file_download(house: House, archive: str, file_id: str, query: str) -> Answer:
    file = _find_file(house, archive, file_id, query)
    return download_answer(file.content, name=file.name)


def _find_file(house: House, archive: str, file_id: str, query: str) -> StoredFile:
    read_parameters(query, known=())
    file = house.firm.stored_files().get(int(file_id)) if re.fullmatch(r"[0-9]{1,18}", file_id) else None
    if file is None or (file.archived_at is not None) != bool(archive):
        raise RefusedError(404, f"There is no {'archived ' if archive else ''}file {file_id}.")
    return file


def _me(house: House, query: str) -> Answer:
    read_parameters(query, known=())
    return json_answer(user_document(house.caller))


def _reports(house: House, query: str) -> Answer:
    return list_reports(house.firm, query)


def _any(*names: Collection[str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(scopes) for scopes in names)


_RUN = r"/v1/generated_reports/([^/]+)"
_FILE = r"/v1/(archive/)?files/([^/]+)"
_FILES = _any({"FILES"})
_EITHER_FILES = _any({"FILES", "FILES_WRITE"})

ROUTES = (
    Route(r"/v1/generated_reports/?", _FILES, True, run_routes.list_runs),
    Route(_RUN, _FILES, True, run_routes.one_run),
    Route(f"{_RUN}/creator", _any({"FILES"}, {"USERS"}), True, run_routes.creator),
    Route(f"{_RUN}/zipped_file", _FILES, True, run_routes.zip_metadata),
    Route(f"{_RUN}/zipped_file/download", _FILES, True, run_routes.zip_download),
    Route(f"{_RUN}/relationships/creator", _FILES, True, run_routes.creator_linkage),
    Route(f"{_RUN}/relationships/zipped_file", _FILES, True, run_routes.zip_linkage),
    Route(rf"{_RUN}/(?:relationships/)?[^/]+", _FILES, True, run_routes.no_relationship),
    Route(_FILE, _EITHER_FILES, False, _file),
    Route(f"{_FILE}/download", _EITHER_FILES, False, _file_download),
    Route(r"/v1/users/me", _any({"USERS", "USERS_WRITE"}), False, _me),
    Route(r"/v1/reports", _any({"REPORTS_READ"}), False, _reports),
)
