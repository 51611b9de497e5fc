"""The stories that made runs tell in turn: what an admin meets sooner or later. Pure data."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Story:
    """What happens in one run; published says which generated rows carry has_been_published."""

    status: str = "FINISHED"
    job_type: str | None = "SCHEDULED"
    generated: int = 3
    failed: int = 0
    published: str = "all"
    after_previous: timedelta | None = None
    has_twins: bool = False
    has_extras: bool = False


TIE = timedelta(0)
STORIES = (
    Story(),
    Story(generated=4, failed=2),
    Story(status="ERROR", generated=2, failed=3, job_type="AD_HOC"),
    Story(generated=0),
    Story(status="CANCELED", generated=2, failed=1, job_type="AD_HOC"),
    Story(generated=5, published="some"),
    Story(job_type=None, published="none"),
    Story(after_previous=TIE),
    Story(after_previous=TIE, job_type="AD_HOC"),
    Story(after_previous=timedelta(milliseconds=10)),
    Story(has_extras=True),
    Story(has_twins=True, generated=2, published="some"),
    Story(status="ERROR", generated=0, failed=2),
    Story(generated=6, published="some", job_type="AD_HOC"),
)
