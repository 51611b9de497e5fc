"""Finding the run that an address names, for its page and for the doors of its zip alike."""

from django.http import Http404

from reports_app.models import GeneratedReport
from reports_app.queries.run import find_run

from .context import Reading


def find_visible(reading: Reading, run_id: str) -> GeneratedReport:
    """Return the run. Raises: Http404 with the same words for an unknown id and a hidden run."""
    run = find_run(reading.viewer, firm=reading.firm, run_id=run_id) if reading.firm else None
    if run is None:
        raise Http404("There is no such run.")
    return run
