"""One run as a row of a list says it: in words, figures and marks."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from reports_app.models import GeneratedReport
from reports_app.vocabulary import JobStatus, PublishState

from .run_chips import JOB_TYPE_WORDS

LONGER_FROM, SHORTER_UNTIL, WORTH_A_WORD_SECONDS = 1.5, 0.4, 60


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
        """Say how the duration differs from the report's usual one; empty while it is within bounds."""
        seconds = self.run.duration_seconds
        told = [getattr(self.run, f"usual_{number}", None) for number in range(3)]
        usual = [each for each in told if each is not None]
        if seconds is None or len(usual) < len(told):
            return ""
        expected = median(usual)
        if expected <= 0 or abs(seconds - expected) < WORTH_A_WORD_SECONDS:
            return ""
        if seconds > LONGER_FROM * expected:
            return f"{round(100 * (seconds / expected - 1)):,}% longer"
        return "very short" if seconds < SHORTER_UNTIL * expected else ""
