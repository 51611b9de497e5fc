"""Answers about generated reports, their creators and the report definitions. Files are `file_routes`'."""

from datetime import datetime
from http import HTTPStatus

from reports_app.jsonapi import pagination, query_params
from reports_app.jsonapi.documents import (
    collection_document,
    linkage_document,
    relationship_links,
    resource_document,
)
from reports_app.jsonapi.errors import RequestError
from reports_app.sandbox.definitions import DEFINITIONS, Definition
from reports_app.sandbox.exchange import Answer, Request, document_answer, path_number
from reports_app.sandbox.filters import (
    GENERATED_REPORT_PARAMETERS,
    REPORT_PARAMETERS,
    read_generated_report_filter,
    read_report_filter,
)
from reports_app.sandbox.firm import SandboxFirm
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.moments import firm_day
from reports_app.sandbox.people import CREATOR_BY_ID, SCHEDULER
from reports_app.sandbox.representations import (
    ZIP_TYPE_ALONE,
    ZIP_TYPE_IN_LIST,
    creator_linkage,
    generated_report_resource,
    report_resource,
    user_resource,
    zip_linkage,
)

_REPORTS_A_PAGE = 500


class ReportRoutes:
    """Handlers over one firm; each reads its parameters before it looks anything up (400 before 404)."""

    def __init__(self, firm: SandboxFirm) -> None:
        self._firm = firm

    def list_generated_reports(self, request: Request) -> Answer:
        """Answer a numbered page of runs, newest completion first, filters kept in `next`."""
        allowed = (*pagination.PAGE_PARAMETERS, *GENERATED_REPORT_PARAMETERS)
        params = query_params.read_query(request.query_string, allowed=allowed)
        page = pagination.read_page(params)
        wanted = read_generated_report_filter(params)
        found = [one for one in self._firm.generated_reports(request.now) if wanted.matches(one)]
        resources = [
            generated_report_resource(one, now=request.now, zip_type=ZIP_TYPE_IN_LIST)
            for one in found[page.start : page.stop]
        ]
        more = pagination.next_link(
            "/v1/generated_reports", page=page, params=params, has_more=len(found) > page.stop
        )
        return document_answer(collection_document(resources, next_link=more))

    def show_generated_report(self, request: Request, *, run_id: str) -> Answer:
        """Answer one run, without `included` and `links`."""
        report = self._report(request, run_id=run_id)
        written = generated_report_resource(report, now=request.now, zip_type=ZIP_TYPE_ALONE)
        return document_answer(resource_document(written))

    def show_creator(self, request: Request, *, run_id: str) -> Answer:
        """Answer the user who started a run."""
        report = self._report(request, run_id=run_id)
        return document_answer(resource_document(user_resource(report.creator), with_included=True))

    def show_linkage(self, request: Request, *, run_id: str, name: str) -> Answer:
        """Answer a relationship route: linkage only. An unknown relationship is 400 before any look-up."""
        if name not in ("creator", "zipped_file"):
            return self.refuse_relationship(request, run_id=run_id, name=name)
        report = self._report(request, run_id=run_id)
        is_creator = name == "creator"
        linkage = creator_linkage(report) if is_creator else zip_linkage(report, zip_type=ZIP_TYPE_ALONE)
        links = relationship_links(f"/v1/generated_reports/{report.run_id}", name=name)
        return document_answer(linkage_document(linkage, links=links))

    def refuse_relationship(self, request: Request, *, run_id: str, name: str) -> Answer:
        """Refuse a last segment that names no relationship. Raises: RequestError 400, always."""
        raise RequestError(HTTPStatus.BAD_REQUEST, "A generated report has no such relationship.")

    def show_me(self, request: Request) -> Answer:
        """Answer the user whose credentials these are."""
        return self.show_user(request, user_id=str(SCHEDULER.user_id))

    def show_user(self, request: Request, *, user_id: str) -> Answer:
        """Answer one of the firm's users."""
        query_params.read_query(request.query_string, allowed=())
        number = path_number(user_id)
        creator = None if number is None else CREATOR_BY_ID.get(number)
        if creator is None:
            raise RequestError(HTTPStatus.NOT_FOUND, "There is no such user.")
        return document_answer(resource_document(user_resource(creator), with_included=True))

    def list_reports(self, request: Request) -> Answer:
        """Answer report definitions by id, in the cursor scheme: those after `page[after]`, exclusive."""
        params = query_params.read_query(request.query_string, allowed=REPORT_PARAMETERS)
        limit = query_params.whole_number(
            params, "page[limit]", default=_REPORTS_A_PAGE, minimum=1, maximum=_REPORTS_A_PAGE
        )
        after = query_params.whole_number(params, "page[after]", default=-1, minimum=0)
        wanted = read_report_filter(params, firm=self._firm, now=request.now)
        found = [one for one in DEFINITIONS if one.report_id > after and wanted.matches(one)]
        last = str(found[limit - 1].report_id) if len(found) > limit else None
        more = pagination.cursor_link("/v1/reports", after=last, limit=limit, params=params)
        resources = [self._definition(one, now=request.now) for one in found[:limit]]
        return document_answer(collection_document(resources, next_link=more))

    def _definition(self, definition: Definition, *, now: datetime) -> dict[str, object]:
        count = len(self._firm.membership.members(definition, day=firm_day(now)))
        return report_resource(definition, portfolio_count=count)

    def _report(self, request: Request, *, run_id: str) -> GeneratedReport:
        """Find a visible run. Raises: RequestError 404, the same for one that still runs and one unknown."""
        query_params.read_query(request.query_string, allowed=())
        report = self._firm.generated_report(run_id, now=request.now)
        if report is None:
            raise RequestError(
                HTTPStatus.NOT_FOUND, "This generated report does not exist or is still being generated."
            )
        return report
