"""The questions Runledger asks Addepar, one method each; records come back.

Follows no link, keeps no state but its transport, and never decides when to ask.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeVar

from reports_app.addepar.decode import Document
from reports_app.addepar.download import Download
from reports_app.addepar.errors import NotFound, PaginationLoop
from reports_app.addepar.filters import ReportQuery, report_parameters
from reports_app.addepar.limits import Priority
from reports_app.addepar.pagination import has_next_page
from reports_app.addepar.parse import (
    parse_file,
    parse_generated_reports,
    parse_linkage,
    parse_reports,
    parse_required_file,
    parse_single_generated_report,
    parse_user,
)
from reports_app.addepar.records import (
    FileRecord,
    GeneratedReportPage,
    GeneratedReportRecord,
    ReportRecord,
    UserRecord,
)
from reports_app.addepar.transport import Transport

Result = TypeVar("Result")

RUNS = "/v1/generated_reports"
RUN = f"{RUNS}/:id"
FILE = "/v1/files/:id"
ARCHIVED_FILE = "/v1/archive/files/:id"
REPORTS_PER_PAGE = 500
MOST_REPORT_PAGES = 500


class AddeparClient:
    """Reads one firm's generated reports, their creators and files, and the list of report definitions.

    Errors: every method raises leaves of AddeparError. Times: aware, UTC. Sizes: bytes.
    """

    def __init__(self, transport: Transport, *, priority: Priority = Priority.NEW) -> None:
        self._transport = transport
        self._priority = priority

    def with_priority(self, priority: Priority) -> "AddeparClient":
        """Return a client that asks with another urgency over the same transport."""
        return AddeparClient(self._transport, priority=priority)

    @property
    def requests_sent(self) -> int:
        """How many HTTP requests the shared transport has sent, failed tries included."""
        return self._transport.requests_sent

    def list_page(self, query: ReportQuery) -> GeneratedReportPage:
        """Ask for one page of runs, newest completion first.

        Shape: one request, and its retries; has_next only says that more exists.
        Raises: ForeignLink, where the next page is said to be elsewhere; nothing is sent there.
        Source: Addepar developer docs, Generated Reports, "Get all generated reports".
        """
        document = self._fetch(RUNS, query=report_parameters(query))
        with document.named_in_refusals():
            has_next = has_next_page(document.members, self._transport.origin)
            records, rejected = parse_generated_reports(document)
        size = len(records) + len(rejected)
        return GeneratedReportPage(records=records, rejected=rejected, has_next=has_next, size=size)

    def get_generated_report(self, run_id: str) -> GeneratedReportRecord:
        """Ask for one run.

        Raises: NotFound also while the run is being generated (quirk 15).
        """
        return self._read(parse_single_generated_report, RUN, run_id)

    def get_creator(self, run_id: str) -> UserRecord:
        """Ask who started a run; needs the scope USERS beside FILES."""
        return self._read(parse_user, f"{RUN}/creator", run_id)

    def get_zipped_file(self, run_id: str) -> FileRecord | None:
        """Ask for the metadata of a run's zip; None where the run says it has none."""
        return self._read(parse_file, f"{RUN}/zipped_file", run_id)

    def get_creator_linkage(self, run_id: str) -> str | None:
        """Ask for the id of the user who started a run."""
        return self._read(parse_linkage, f"{RUN}/relationships/creator", run_id)

    def get_zipped_file_linkage(self, run_id: str) -> str | None:
        """Ask for the id of a run's zip; None where it has none."""
        return self._read(parse_linkage, f"{RUN}/relationships/zipped_file", run_id)

    def download_zip(self, run_id: str) -> AbstractContextManager[Download]:
        """Open a run's zip for streaming."""
        return self._open(f"{RUN}/zipped_file/download", run_id)

    def get_file(self, file_id: str) -> FileRecord:
        """Ask for the metadata of a file, live or archived."""
        try:
            return self._read(parse_required_file, FILE, file_id)
        except NotFound:
            return self._read(parse_required_file, ARCHIVED_FILE, file_id)

    @contextmanager
    def download_file(self, file_id: str) -> Iterator[Download]:
        """Open a file for streaming, live or archived.

        A deleted file moves to the archive and keeps its id; it is looked for there once (quirk 23).
        """
        with ExitStack() as stack:
            try:
                download = stack.enter_context(self._open(f"{FILE}/download", file_id))
            except NotFound:
                download = stack.enter_context(self._open(f"{ARCHIVED_FILE}/download", file_id))
            yield download

    def get_me(self) -> UserRecord:
        """Ask whose key this is; the cheapest check of credentials."""
        return self._read(parse_user, "/v1/users/me")

    def iter_reports(self) -> Iterator[ReportRecord]:
        """Yield every report definition the key may see, by ascending id; one request per 500.

        Raises: PaginationLoop where the list never ends or repeats itself.
        Source: Addepar developer docs, Report List; `page[after]` excludes the id it names.
        """
        last: list[tuple[str, str]] = []
        seen: set[str] = set()
        for _ in range(MOST_REPORT_PAGES):
            document = self._fetch("/v1/reports", query=[("page[limit]", str(REPORTS_PER_PAGE)), *last])
            with document.named_in_refusals():
                has_next = has_next_page(document.members, self._transport.origin)
                reports = parse_reports(document)
            fresh = [report for report in reports if report.report_id not in seen]
            yield from fresh
            if not has_next or not reports:
                return
            if not fresh:
                break
            seen.update(report.report_id for report in fresh)
            last = [("page[after]", fresh[-1].report_id)]
        raise PaginationLoop("The report list repeats itself or never ends, so it was not read any further.")

    def _read(
        self, parse: Callable[[Document], Result], route: str, resource_id: str | None = None
    ) -> Result:
        document = self._fetch(route, resource_id)
        with document.named_in_refusals():
            return parse(document)

    def _fetch(
        self, route: str, resource_id: str | None = None, *, query: list[tuple[str, str]] | None = None
    ) -> Document:
        return self._transport.fetch_document(
            route, priority=self._priority, resource_id=resource_id, query=query or []
        )

    def _open(self, route: str, resource_id: str) -> AbstractContextManager[Download]:
        return self._transport.open_download(route, priority=self._priority, resource_id=resource_id)
