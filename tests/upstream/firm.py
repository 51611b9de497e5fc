"""The pretend firm: its runs, creators and files, and what a test may do to them while the server runs.

It knows nothing of HTTP. The attributes of a run are the very dict that is emitted, so absent stays absent.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from tests.upstream.moments import read_moment, write_run_moment
from tests.upstream.pdfs import make_zip


class Absence(Enum):
    """The value that takes a member away, see Firm.change_run."""

    ABSENT = "absent"


ABSENT = Absence.ABSENT


@dataclass(frozen=True)
class Creator:
    user_id: str
    first_name: str
    last_name: str
    email: str


@dataclass
class StoredFile:
    """A PDF or a zip; owner is (portfolio type, portfolio id) of a PDF."""

    file_id: int
    name: str
    content: bytes
    content_type: str
    created_at: datetime
    owner: tuple[str, int] | None = None
    archived_at: datetime | None = None


@dataclass
class Run:
    """One run with everything that hangs on it; extra members are emitted beside the documented ones."""

    run_id: str
    attributes: dict[str, Any]
    creator: Creator | None
    zipped_file: StoredFile | None = None
    files: dict[int, StoredFile] = field(default_factory=dict)
    extra_relationships: dict[str, Any] = field(default_factory=dict)
    extra_members: dict[str, Any] = field(default_factory=dict)
    is_generating: bool = False

    @property
    def completed_at(self) -> datetime:
        return read_moment(self.attributes["completed_at"])

    @property
    def portfolios(self) -> list[dict[str, Any]]:
        return [*self.attributes["generated_portfolios"], *self.attributes["failed_portfolios"]]

    def zip_bytes(self) -> bytes:
        """Return what the zip download serves.

        Raises: LookupError when the run has no zip.
        """
        if self.zipped_file is None:
            raise LookupError(f"run {self.run_id} has no zipped file")
        return self.zipped_file.content

    def pack(self, *, comment: bytes = b"") -> bytes:
        """Zip the run's PDFs in the order of generated_portfolios, entries named by client."""
        made = self.attributes["generated_portfolios"]
        entries = ((one["portfolio_name"], self.files[one["file_id"]].content) for one in made)
        return make_zip(entries, comment=comment)


class Firm:
    """The state behind the routes; every method may be called while the server answers."""

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self.lock = threading.RLock()
        self._runs: dict[str, Run] = {}
        for run in runs:
            self.add_run(run)

    def run(self, run_id: str) -> Run:
        """Return one run, generating or not.

        Raises: KeyError.
        """
        with self.lock:
            return self._runs[run_id]

    def finished_runs(self) -> list[Run]:
        """Return the runs a list may show: newest completion first, ties by id, descending."""
        with self.lock:
            done = [run for run in self._runs.values() if not run.is_generating]
        return sorted(done, key=lambda run: (run.completed_at, run.run_id), reverse=True)

    def stored_files(self) -> dict[int, StoredFile]:
        """Return the PDFs and zips of all finished runs by id."""
        found: dict[int, StoredFile] = {}
        for run in self.finished_runs():
            found.update(run.files)
            if run.zipped_file is not None:
                found[run.zipped_file.file_id] = run.zipped_file
        return found

    def add_run(self, run: Run) -> None:
        """Let a run appear.

        Raises: ValueError for an id that is there already.
        """
        with self.lock:
            if run.run_id in self._runs:
                raise ValueError(f"run {run.run_id} is there already")
            self._runs[run.run_id] = run

    def remove_run(self, run_id: str) -> Run:
        """Let a run vanish with its files, and return it."""
        with self.lock:
            return self._runs.pop(run_id)

    def change_run(self, run_id: str, **attributes: Any) -> None:
        """Set attributes of a run; ABSENT takes the member away."""
        with self.lock:
            run = self._runs[run_id]
            for name, value in attributes.items():
                if value is ABSENT:
                    run.attributes.pop(name, None)
                else:
                    run.attributes[name] = value

    def publish(self, run_id: str, portfolio: tuple[str, int], *, published: bool | None = True) -> None:
        """Set has_been_published of one generated portfolio, named by (type, id); None takes the member away.

        Raises: LookupError when the run did not generate that portfolio.
        """
        with self.lock:
            for one in self._runs[run_id].attributes["generated_portfolios"]:
                if (one["portfolio_type"], one["portfolio_id"]) == portfolio:
                    one.pop("has_been_published", None)
                    if published is not None:
                        one["has_been_published"] = published
                    return
        raise LookupError(f"run {run_id} has no generated portfolio {portfolio}")

    def replace_zip(self, run_id: str, content: bytes | None = None) -> bytes:
        """Serve another zip under the same file id, metadata following; return its bytes.

        Shape: without content the same PDFs are packed again into other bytes.
        """
        with self.lock:
            run = self._runs[run_id]
            before = run.zip_bytes()
            if content is None:
                content = run.pack(comment=f"packed again after {len(before)} bytes".encode())
            assert run.zipped_file is not None
            run.zipped_file.content = content
            return content

    def still_generating(self, run_id: str, *, is_generating: bool = True) -> None:
        """Hide a run as Addepar hides one that is being made: not listed, 404 by id; False shows it."""
        with self.lock:
            self._runs[run_id].is_generating = is_generating

    def finish(self, run_id: str, *, completed_at: datetime) -> None:
        """Show a run that was being made, completed at the given moment."""
        with self.lock:
            self.change_run(run_id, completed_at=write_run_moment(completed_at))
            self.still_generating(run_id, is_generating=False)

    def archive_file(self, file_id: int) -> None:
        """Move a file to the archive: 404 on the files routes, served on the archive routes."""
        with self.lock:
            self.stored_files()[file_id].archived_at = datetime(2024, 7, 31, 9, 0, tzinfo=UTC)
