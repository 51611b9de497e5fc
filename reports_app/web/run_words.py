"""One run as a row of a list says it: in words, figures and marks."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from reports_app.models import GeneratedReport
from reports_app.vocabulary import JobStatus, PublishState

from .run_chips import JOB_TYPE_WORDS

LONGER_FROM, SHORTER_UNTIL, WORTH_A_WORD_SECONDS, JUDGED_FROM_CLIENTS = 1.5, 0.4, 60, 10


@dataclass(frozen=True)
class RunRow:
    run: GeneratedReport
    day: date

    @property
    def status_label(self) -> str:
        """Return a status this version does not know, word for word; empty for the known ones."""
        return "" if self.run.status in set(JobStatus) else self.run.status or "no status"

    @property
    def job_type(self) -> str:
        return JOB_TYPE_WORDS.get(self.run.job_type, self.run.job_type)

    @property
    def is_publishing_known(self) -> bool:
        return self.run.publish_state not in (PublishState.UNKNOWN, PublishState.NOTHING)

    @property
    def unusual(self) -> str:
        """Say how the duration differs from the usual pace of the report; empty while it is within bounds.

        Small runs are not judged: starting a job takes its time whatever the number of clients.
        """
        seconds, clients = self.run.duration_seconds, self.run.total_count
        told = [getattr(self.run, f"usual_{number}", None) for number in range(3)]
        usual = [each for each in told if each is not None]
        if seconds is None or len(usual) < len(told) or clients < JUDGED_FROM_CLIENTS:
            return ""
        expected = median(usual) * clients
        if expected <= 0 or abs(seconds - expected) < WORTH_A_WORD_SECONDS:
            return ""
        return _words(seconds / expected)


def _words(ratio: float) -> str:
    if ratio >= 2:
        return f"{ratio:.0f} times as long"
    if ratio > LONGER_FROM:
        return f"{100 * (ratio - 1):.0f}% longer"
    return "very short" if ratio < SHORTER_UNTIL else ""
