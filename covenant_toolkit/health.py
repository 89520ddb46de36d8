"""Whether the site can do its work, for a monitor to ask."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and every migration has run, otherwise 503 with what is wrong."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"database": "not answering", "migrations": "not known"}, status=503)
    migrations = "done" if not waiting else f"{waiting} waiting"
    return JsonResponse({"database": "answering", "migrations": migrations}, status=503 if waiting else 200)
