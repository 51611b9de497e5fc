"""Runs in the order and shape in which they are handed on."""

from collections.abc import Iterator
from datetime import datetime

from reports_app.access import Viewer
from reports_app.models import Firm, GeneratedReport


def iter_resources(
    viewer: Viewer, *, firm: Firm, since: datetime | None = None, until: datetime | None = None
) -> Iterator[str]:
    """Yield each run's resource as JSON text, newest completion first, as Addepar sent it.

    Shape: since is included, until is not. Only a viewer who sees every client gets whole runs.
    """
    if not viewer.sees_all:
        return
    runs = GeneratedReport.objects.filter(firm=firm).order_by("-completed_at", "-upstream_id")
    if since:
        runs = runs.filter(completed_at__gte=since)
    if until:
        runs = runs.filter(completed_at__lt=until)
    yield from runs.values_list("raw", flat=True).iterator(chunk_size=500)
