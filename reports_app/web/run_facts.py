"""What the run page says of a run in words: its sentence, its figures, why there is no zip."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from reports_app.models import GeneratedReport
from reports_app.vocabulary import Outcome

from .run_words import JUDGED_FROM_CLIENTS


def opening(run: GeneratedReport, *, healed: int) -> str:
    """Say in a few words how the failures stand; the figures before it are the template's."""
    if not run.failed_count:
        return ""
    if healed == 0:
        return "not healed yet" if run.failed_count == 1 else "none of them is healed yet"
    if healed == run.failed_count:
        return "healed by a later run" if healed == 1 else "all of them healed by later runs"
    return f"{healed:,} {'is' if healed == 1 else 'are'} already healed by a later run"


def why_no_zip(run: GeneratedReport) -> str:
    """Say why there is no zip to ask for; empty where there is one."""
    if run.zipped_file_id:
        return ""
    if run.outcome in (Outcome.FAILED, Outcome.EMPTY) or not run.generated_count:
        return "This run generated no PDF, so there is no zip."
    return "Addepar names no zip for this run."


def usual_duration(run: GeneratedReport) -> timedelta | None:
    """Return how long a run of so many clients usually takes, or None where that cannot be said."""
    told = [getattr(run, f"usual_{number}", None) for number in range(3)]
    paces = [each for each in told if each is not None]
    if len(paces) < len(told) or run.total_count < JUDGED_FROM_CLIENTS:
        return None
    return timedelta(seconds=round(median(paces) * run.total_count))


def publish_unknown_count(run: GeneratedReport) -> int:
    """Count the generated clients of which Addepar did not say whether they were published."""
    return max(run.generated_count - run.published_count - run.unpublished_count, 0)


@dataclass(frozen=True)
class Comparison:
    """The duration beside the previous run's. Shape: word is longer, shorter, or empty for equal."""

    before_seconds: float
    word: str
    by_seconds: float


def beside_previous(run: GeneratedReport) -> Comparison | None:
    """Compare how long the run took with the one before; None where either duration is unknown."""
    before, seconds = getattr(run, "previous_seconds", None), run.duration_seconds
    if before is None or seconds is None:
        return None
    word = "longer" if seconds > before else "shorter" if seconds < before else ""
    return Comparison(before_seconds=before, word=word, by_seconds=abs(seconds - before))
