"""Answers about zips and PDFs: what they are, their bytes, and whose they are."""

from dataclasses import replace
from http import HTTPStatus

from reports_app.jsonapi import query_params
from reports_app.jsonapi.documents import linkage_document, relationship_links, resource_document
from reports_app.jsonapi.errors import RequestError
from reports_app.sandbox.exchange import Answer, Request, document_answer, download_answer, path_number
from reports_app.sandbox.files import FileStore, file_name
from reports_app.sandbox.firm import FirmFile, SandboxFirm
from reports_app.sandbox.representations import FILE_RELATIONSHIPS, file_linkage, file_resource


class FileRoutes:
    """Handlers over one firm and its file store."""

    def __init__(self, firm: SandboxFirm, *, store: FileStore) -> None:
        self._firm = firm
        self._store = store

    def show_zip(self, request: Request, *, run_id: str) -> Answer:
        """Answer the zip's metadata; its type and links are those of a file, however old the run is."""
        file = replace(self._zip(request, run_id=run_id), is_archived=False)
        return self._metadata(file, with_included=True)

    def download_zip(self, request: Request, *, run_id: str) -> Answer:
        """Answer the zip's bytes."""
        return self._download(self._zip(request, run_id=run_id))

    def show_file(self, request: Request, *, area: str, file_id: str) -> Answer:
        """Answer a file's metadata; `included` is absent, unlike on the zip's own route."""
        return self._metadata(self._file(request, area=area, file_id=file_id), with_included=False)

    def download_file(self, request: Request, *, area: str, file_id: str) -> Answer:
        """Answer a file's bytes."""
        return self._download(self._file(request, area=area, file_id=file_id))

    def show_file_linkage(self, request: Request, *, area: str, file_id: str, name: str) -> Answer:
        """Answer whose file it is. Raises: RequestError 400 for an unknown relationship."""
        if name not in FILE_RELATIONSHIPS:
            raise RequestError(HTTPStatus.BAD_REQUEST, "A file has no such relationship.")
        file = self._file(request, area=area, file_id=file_id)
        links = relationship_links(f"/v1/{area}/{file.file_id}", name=name)
        return document_answer(linkage_document(file_linkage(file, name=name), links=links))

    def _metadata(self, file: FirmFile, *, with_included: bool) -> Answer:
        written = file_resource(file, size_bytes=len(self._store.content(file)))
        return document_answer(resource_document(written, with_included=with_included))

    def _download(self, file: FirmFile) -> Answer:
        return download_answer(self._store.content(file), name=file_name(file))

    def _zip(self, request: Request, *, run_id: str) -> FirmFile:
        """Find the zip of a visible run, archived or not. Raises: RequestError 404."""
        query_params.read_query(request.query_string, allowed=())
        report = self._firm.generated_report(run_id, now=request.now)
        file = None if report is None else self._firm.file(report.zip_file_id, now=request.now)
        if file is None:
            raise RequestError(
                HTTPStatus.NOT_FOUND,
                "This generated report does not exist, is still being generated or has no zipped file.",
            )
        return file

    def _file(self, request: Request, *, area: str, file_id: str) -> FirmFile:
        """Find a file in one of the two areas; in the other one it is 404."""
        query_params.read_query(request.query_string, allowed=())
        number = path_number(file_id)
        file = None if number is None else self._firm.file(number, now=request.now)
        if file is None or file.is_archived != area.startswith("archive"):
            raise RequestError(HTTPStatus.NOT_FOUND, "There is no such file here.")
        return file
