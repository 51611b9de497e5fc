"""Where the zips of runs stand, stored and under way: one query for any number of runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

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
    files: dict[int, StoredFile] = {}
    items: dict[int, WorkItem] = {}
    for row in _with_zips(pks) if pks else ():
        # A relation that is empty is no attribute at all.
        file, item = getattr(row, "zip_copy", None), getattr(row, "zip_item", None)
        kept = files.get(row.pk)
        # A good copy is never hidden by a damaged one that came later.
        if file and (kept is None or kept.state != FileState.STORED or file.state == FileState.STORED):
            files[row.pk] = file
        if item:
            items[row.pk] = item
    return {pk: ZipState(stored_file=files.get(pk), item=items.get(pk)) for pk in pks}


def _with_zips(pks: list[int]) -> QuerySet[Any, Any]:
    """Return the runs, once for each pair of a copy and an item, the newest last; most have one of each."""
    copies = FilteredRelation("stored_files", condition=Q(stored_files__kind=FileKind.ZIP.value))
    items = FilteredRelation("work_items", condition=Q(work_items__kind=WorkKind.FETCH_ZIP.value))
    runs: QuerySet[Any, Any] = GeneratedReport.objects.filter(pk__in=pks)
    runs = runs.annotate(zip_copy=copies, zip_item=items)
    return runs.select_related("zip_copy", "zip_item").defer("raw").order_by("zip_copy__pk", "zip_item__pk")
