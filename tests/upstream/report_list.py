"""GET /v1/reports: the report definitions behind the runs, cursor paging by report id.

Member names are those of the published sample body, which contradict the published table.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.upstream.answers import Answer, RefusedError, json_answer
from tests.upstream.firm import Firm
from tests.upstream.moments import write_file_moment
from tests.upstream.query import next_link, read_integer, read_parameters, read_time

MAXIMUM = 500
_TIMES = tuple(
    f"filter[{name}]" for name in ("createdAfter", "createdBefore", "modifiedAfter", "modifiedBefore")
)
_FILTERS = (*_TIMES, "filter[name]", "filter[entityId]", "filter[groupId]")
_OLDEST = datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC)


def report_resources(firm: Firm) -> list[dict[str, Any]]:
    """Write every report definition that a finished run names, by id, ascending."""
    names: dict[int, str] = {}
    portfolios: dict[int, set[tuple[str, int]]] = {}
    for run in reversed(firm.finished_runs()):
        report_id = run.attributes.get("report_id")
        if isinstance(report_id, int):
            names[report_id] = run.attributes["report_name"]
            keys = {(one["portfolio_type"], one["portfolio_id"]) for one in run.portfolios}
            portfolios.setdefault(report_id, set()).update(keys)
    return [_resource(one, name=names[one], portfolios=portfolios[one]) for one in sorted(names)]


def _resource(report_id: int, *, name: str, portfolios: set[tuple[str, int]]) -> dict[str, Any]:
    created = _OLDEST + timedelta(days=report_id)
    return {
        "id": str(report_id),
        "type": "reports",
        "attributes": {
            "name": name,
            "created_at": write_file_moment(created),
            "modified_at": write_file_moment(created + timedelta(days=90)),
            "num_associated_perspectives": len(portfolios),
        },
        # The published sample says files here: a slip that a client must not follow.
        "links": {"self": f"/v1/files/{report_id}"},
    }


def list_reports(firm: Firm, query: str) -> Answer:
    """Answer one page.

    Raises: RefusedError 400 for a bad parameter, 404 for an unknown entity or group.
    """
    parameters = read_parameters(query, known=("page[limit]", "page[after]", *_FILTERS))
    limit = read_integer(parameters, "page[limit]", default=MAXIMUM, minimum=1) or MAXIMUM
    if limit > MAXIMUM:
        raise RefusedError(400, f"page[limit] may be at most {MAXIMUM}.")
    after = read_integer(parameters, "page[after]", default=-1)
    wanted = [one for one in _filtered(firm, parameters) if int(one["id"]) > (-1 if after is None else after)]
    following = None
    if len(wanted) > limit:
        paging = {"page[limit]": limit, "page[after]": int(wanted[limit - 1]["id"])}
        filters = {name: value for name, value in parameters.items() if name in _FILTERS}
        following = next_link("/v1/reports", paging=paging, filters=filters)
    return json_answer({"data": wanted[:limit], "included": [], "links": {"next": following}})


def _filtered(firm: Firm, parameters: dict[str, str]) -> list[dict[str, Any]]:
    bounds = [read_time(parameters, name) for name in _TIMES]
    for first, last in ((0, 1), (2, 3), (0, 3)):
        earlier, later = bounds[first], bounds[last]
        if earlier is not None and later is not None and earlier >= later:
            raise RefusedError(400, f"{_TIMES[first]} must be before {_TIMES[last]}.")
    chosen = report_resources(firm)
    allowed = _reports_of_portfolio(firm, parameters)
    if allowed is not None:
        chosen = [one for one in chosen if int(one["id"]) in allowed]
    text = parameters.get("filter[name]", "")
    return [one for one in chosen if text in one["attributes"]["name"] and _within(one["attributes"], bounds)]


def _within(attributes: dict[str, Any], bounds: list[datetime | None]) -> bool:
    created, modified = (datetime.fromisoformat(attributes[name]) for name in ("created_at", "modified_at"))
    created_after, created_before, modified_after, modified_before = bounds
    return (
        (created_after is None or created > created_after)
        and (created_before is None or created < created_before)
        and (modified_after is None or modified > modified_after)
        and (modified_before is None or modified < modified_before)
    )


def _reports_of_portfolio(firm: Firm, parameters: dict[str, str]) -> set[int] | None:
    entity = read_integer(parameters, "filter[entityId]")
    group = read_integer(parameters, "filter[groupId]")
    if entity is not None and group is not None:
        raise RefusedError(400, "filter[entityId] and filter[groupId] exclude each other.")
    if entity is None and group is None:
        return None
    key = ("group", group) if entity is None else ("entity", entity)
    found = {
        run.attributes["report_id"]
        for run in firm.finished_runs()
        if key in {(one["portfolio_type"], one["portfolio_id"]) for one in run.portfolios}
    }
    if not found:
        raise RefusedError(404, f"There is no {key[0]} {key[1]}.")
    return found
