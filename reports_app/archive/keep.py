"""The rows of stored zips: which copy a run has, and the one transaction that makes a file available.

It asks nobody and checks no bytes: what arrives here has been verified.
"""

from datetime import datetime

from django.db import transaction

from reports_app.models import GeneratedReport, StoredFile
from reports_app.vocabulary import FileKind, FileState

from .naming import safe_name
from .store import ContentStore, TemporaryFile


def find_kept_zip(generated_report: GeneratedReport, *, store: ContentStore) -> StoredFile | None:
    """Return the run's stored zip if its bytes are there and it is the one that upstream names now."""
    copies = StoredFile.objects.filter(
        firm=generated_report.firm_id,
        generated_report=generated_report,
        kind=FileKind.ZIP.value,
        state=FileState.STORED.value,
        upstream_file_id=generated_report.zipped_file_id,
    )
    for copy in copies.order_by("-stored_at", "-pk"):
        if store.size_of(copy.sha256) == copy.size_bytes:
            return copy
    return None


def keep_zip(
    generated_report: GeneratedReport,
    *,
    temporary: TemporaryFile,
    names: tuple[str | None, ...],
    entry_count: int,
    store: ContentStore,
    now: datetime,
) -> StoredFile:
    """Write the row and move the verified file into place: both, or neither.

    Other bytes under the same file id become another row; the earlier copy stays. The row comes first in
    the transaction, so that whatever ends it early leaves at most a file that no row mentions, and the
    next fetch adopts that.
    Raises: DiskTrouble; DatabaseError.
    """
    key = {
        "firm": generated_report.firm,
        "generated_report": generated_report,
        "kind": FileKind.ZIP.value,
        "upstream_file_id": generated_report.zipped_file_id,
        "sha256": temporary.sha256,
    }
    facts = {
        "name": safe_name(*names, generated_report.upstream_id, extension=".zip"),
        "size_bytes": temporary.size_bytes,
        "entry_count": entry_count,
        "state": FileState.STORED.value,
        "verified_at": now,
    }
    with transaction.atomic():
        kept, _ = StoredFile.objects.update_or_create(
            **key, defaults=facts, create_defaults={**facts, "stored_at": now}
        )
        store.adopt(temporary, sha256=temporary.sha256)
        # The bytes in place are whole again, whichever row found them damaged.
        damaged = StoredFile.objects.filter(sha256=temporary.sha256, state=FileState.DAMAGED.value)
        damaged.update(state=FileState.STORED.value, verified_at=now)
    return kept
