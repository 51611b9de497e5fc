"""One generated report of the sandbox's firm, and the numbers of its files.

A value that never changes; whether a client's report has been published is the one answer that depends on
the clock, and it is computed from the moment of publishing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reports_app.sandbox.definitions import Definition
from reports_app.sandbox.people import Creator
from reports_app.sandbox.portfolios import Portfolio


class PublishNote(StrEnum):
    """On which rows `has_been_published` is sent at all; the published samples leave it out on some."""

    EVERYWHERE = "everywhere"
    SOME_ROWS = "some_rows"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class GeneratedReport:
    """One completed run: upstream shows it from `completed_at` until just before `leaves_at`."""

    run_id: str
    zip_file_id: int  # the PDFs' ids follow it, in the order of `generated`
    definition: Definition
    status: str
    job_type: str | None
    started_at: datetime
    completed_at: datetime
    creator: Creator
    generated: tuple[Portfolio, ...]
    failed: tuple[Portfolio, ...]
    published_at: datetime | None
    publish_note: PublishNote
    leaves_at: datetime

    @property
    def sort_key(self) -> tuple[datetime, str]:
        """The upstream's order, to be read descending: completion, then id."""
        return self.completed_at, self.run_id

    def is_visible_at(self, now: datetime) -> bool:
        """Say whether upstream lists the report at a moment; while it runs it is not there."""
        return self.completed_at <= now < self.leaves_at

    def pdf_file_id(self, position: int) -> int:
        """Return the file id of a generated portfolio by its zero-based position."""
        return self.zip_file_id + 1 + position

    def publish_state(self, position: int, *, now: datetime) -> bool | None:
        """Say whether a client's report is published at a moment; None where upstream does not tell.

        One client in 29 is left out when the others are published, and stays so.
        """
        if self.publish_note is PublishNote.NOWHERE:
            return None
        if self.publish_note is PublishNote.SOME_ROWS and position % 3 == 1:
            return None
        forgotten = self.generated[position].number % 29 == 0
        return self.published_at is not None and self.published_at <= now and not forgotten
