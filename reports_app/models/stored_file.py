"""Our verified copies of zips and PDFs. The bytes lie in media storage under their own SHA-256."""

from django.db import models

from reports_app.vocabulary import FileKind, FileState

from .fields import states_check
from .firm import Firm
from .generated_report import GeneratedReport


class StoredFile(models.Model):
    """One verified copy of one upstream file. A later, different copy is another row; none is overwritten."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="stored_files")
    generated_report = models.ForeignKey(
        GeneratedReport, models.PROTECT, null=True, related_name="stored_files"
    )
    kind = models.CharField(max_length=5, choices=[(k.value, k.value) for k in FileKind])
    upstream_file_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    entry_count = models.PositiveIntegerField(null=True)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in FileState], default=FileState.STORED
    )
    stored_at = models.DateTimeField()
    verified_at = models.DateTimeField()

    class Meta:
        ordering = ["-stored_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "generated_report", "kind", "upstream_file_id", "sha256"],
                name="stored_file_is_kept_once",
            ),
            states_check("kind", FileKind, name="stored_file_kind_is_known"),
            states_check("state", FileState, name="stored_file_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
