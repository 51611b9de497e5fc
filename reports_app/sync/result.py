"""How a sync ended, as values."""

from dataclasses import asdict, dataclass, field, fields

from reports_app.vocabulary import ReasonCode, SyncState


@dataclass
class Counts:
    """What a sync counted. Shape: runs, except requests and pages."""

    requests: int = 0
    pages: int = 0
    seen: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0

    def add(self, other: "Counts") -> None:
        """Add another page's counts to these."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    def as_columns(self) -> dict[str, int]:
        """Return the counts by column of the sync run."""
        return asdict(self)


@dataclass(frozen=True)
class SyncResult:
    """The end of one sync. The reason is one sentence that says what happened and what to do."""

    state: SyncState
    reason_code: ReasonCode
    reason: str
    counts: Counts = field(default_factory=Counts)
