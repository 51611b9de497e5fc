"""Where the zips of runs stand, stored and under way: two queries for any number of runs."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports_app.models import GeneratedReport, StoredFile, WorkItem
from reports_app.vocabulary import FileKind, FileState, WorkKind, WorkState


@dataclass(frozen=True)
class ZipState:
    """The newest copy and the newest work item of one run's zip; either may be absent.

    key: none, queued, running, stored, failed or damaged; the first word that a person needs.
    """

    stored_file: StoredFile | None = None
    item: WorkItem | None = None

    @property
    def is_moving(self) -> bool:
        return self.item is not None and self.item.state in {WorkState.QUEUED, WorkState.RUNNING}

    @property
    def is_stored(self) -> bool:
        return self.stored_file is not None and self.stored_file.state == FileState.STORED

    @property
    def key(self) -> str:
        if self.is_moving and self.item is not None:
            return str(self.item.state)
        if self.is_stored:
            return "stored"
        if self.item is not None and self.item.state == WorkState.FAILED:
            return "failed"
        return "none" if self.stored_file is None else "damaged"


def zip_states(runs: Iterable[GeneratedReport]) -> dict[int, ZipState]:
    """Return the state of each run's zip by the run's pk."""
    pks = [run.pk for run in runs]
    files: dict[int | None, StoredFile] = {}
    for file in StoredFile.objects.filter(generated_report_id__in=pks, kind=FileKind.ZIP).order_by("pk"):
        kept = files.get(file.generated_report_id)
        # A good copy is never hidden by a damaged one that came later.
        if kept is None or kept.state != FileState.STORED or file.state == FileState.STORED:
            files[file.generated_report_id] = file
    items = {
        item.generated_report_id: item
        for item in WorkItem.objects.filter(
            generated_report_id__in=pks, kind=WorkKind.FETCH_ZIP.value
        ).order_by("pk")
    }
    return {pk: ZipState(stored_file=files.get(pk), item=items.get(pk)) for pk in pks}
