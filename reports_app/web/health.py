"""Two answers for machines that watch: is the process alive, and can it serve. They tell nothing else."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. It asks nothing of the database: a restart would not help that."""
    return HttpResponse("ok", content_type=PLAIN)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served: the database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("The database does not answer.", status=503, content_type=PLAIN)
    if missing:
        waiting = "1 migration waits" if len(missing) == 1 else f"{len(missing)} migrations wait"
        return HttpResponse(f"{waiting}: run manage.py migrate.", status=503, content_type=PLAIN)
    return HttpResponse("ok", content_type=PLAIN)
