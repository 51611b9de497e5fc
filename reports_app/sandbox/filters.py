"""Which runs and which definitions a caller asks for: parameters in, a question that a value answers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from reports_app.jsonapi import query_params
from reports_app.jsonapi.errors import ParameterError, RequestError
from reports_app.sandbox.definitions import Definition
from reports_app.sandbox.firm import SandboxFirm
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.vocabulary import JobStatus

_TIMES = ("filter[completed_after]", "filter[completed_before]")
_ENTITY, _GROUP = "filter[entityId]", "filter[groupId]"
# The parameter table prints `filter[xxx][entityId]`, the samples `filter[entityId]`; either is taken.
_NESTED = {_ENTITY: "filter[generated_reports][entityId]", _GROUP: "filter[generated_reports][groupId]"}
GENERATED_REPORT_PARAMETERS = (*_TIMES, "filter[status]", *_NESTED, *_NESTED.values())

_CREATED = ("filter[createdAfter]", "filter[createdBefore]")
_MODIFIED = ("filter[modifiedAfter]", "filter[modifiedBefore]")
REPORT_PARAMETERS = ("page[limit]", "page[after]", *_CREATED, *_MODIFIED, "filter[name]", _ENTITY, _GROUP)


@dataclass(frozen=True, slots=True)
class GeneratedReportFilter:
    """Bounds are exclusive; None asks for everything."""

    completed_after: datetime | None
    completed_before: datetime | None
    statuses: frozenset[str] | None
    portfolio: tuple[str, int] | None

    def matches(self, report: GeneratedReport) -> bool:
        """Say whether a run is asked for; a portfolio counts whether its report was generated or failed."""
        if self.completed_after is not None and report.completed_at <= self.completed_after:
            return False
        if self.completed_before is not None and report.completed_at >= self.completed_before:
            return False
        if self.statuses is not None and report.status not in self.statuses:
            return False
        return self.portfolio is None or any(
            (one.kind, one.number) == self.portfolio
            for portfolios in (report.generated, report.failed)
            for one in portfolios
        )


def read_generated_report_filter(params: Mapping[str, str]) -> GeneratedReportFilter:
    """Read the filters of the run list.

    Raises: ParameterError, also for an entity together with a group (undocumented; refused here), and for a
    window that ends before it begins, as the report list refuses it.
    """
    after, before = _window(params, names=_TIMES)
    return GeneratedReportFilter(
        completed_after=after,
        completed_before=before,
        statuses=query_params.choices(params, "filter[status]", allowed=[one.value for one in JobStatus]),
        portfolio=_portfolio(params),
    )


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Bounds are exclusive; `covered` holds the ids of the definitions that cover the portfolio asked for."""

    created: tuple[datetime | None, datetime | None]
    modified: tuple[datetime | None, datetime | None]
    name: str
    covered: frozenset[int] | None

    def matches(self, definition: Definition) -> bool:
        """Say whether a definition is asked for."""
        return (
            _is_between(definition.created_at, bounds=self.created)
            and _is_between(definition.modified_at, bounds=self.modified)
            and self.name in definition.name.casefold()
            and (self.covered is None or definition.report_id in self.covered)
        )


def read_report_filter(params: Mapping[str, str], *, firm: SandboxFirm, now: datetime) -> ReportFilter:
    """Read the filters of the report list.

    Raises: ParameterError; RequestError 404 for an entity or group that the firm does not have.
    """
    created, modified = _window(params, names=_CREATED), _window(params, names=_MODIFIED)
    if created[0] is not None and modified[1] is not None and created[0] >= modified[1]:
        raise ParameterError(_CREATED[0], f"'{_CREATED[0]}' must be before '{_MODIFIED[1]}'.")
    portfolio, covered = _portfolio(params), None
    if portfolio is not None:
        covered = firm.definitions_covering(*portfolio, now=now)
        if covered is None:
            raise RequestError(HTTPStatus.NOT_FOUND, f"There is no {portfolio[0]} {portfolio[1]}.")
    return ReportFilter(created, modified, params.get("filter[name]", "").casefold(), covered)


def _window(params: Mapping[str, str], *, names: tuple[str, str]) -> tuple[datetime | None, datetime | None]:
    after, before = (query_params.instant(params, name) for name in names)
    if after is not None and before is not None and after >= before:
        raise ParameterError(names[0], f"'{names[0]}' must be before '{names[1]}'.")
    return after, before


def _portfolio(params: Mapping[str, str]) -> tuple[str, int] | None:
    """Read the one portfolio asked for, an entity or a group, in either spelling."""
    sent = [name for name in params if name in _NESTED or name in _NESTED.values()]
    if not sent:
        return None
    if len(sent) > 1:
        raise ParameterError(sent[1], f"'{sent[0]}' and '{sent[1]}' cannot be combined.")
    number = query_params.whole_number(params, sent[0], default=0, minimum=0)
    return ("entity" if sent[0] in (_ENTITY, _NESTED[_ENTITY]) else "group"), number


def _is_between(moment: datetime, *, bounds: tuple[datetime | None, datetime | None]) -> bool:
    after, before = bounds
    return (after is None or moment > after) and (before is None or moment < before)
