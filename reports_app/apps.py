"""Registers the app with Django."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class ReportsAppConfig(AppConfig):
    name = "reports_app"
    verbose_name = "Runledger"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks once the models are loaded

        connection_created.connect(plan_for_short_queries)


def plan_for_short_queries(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Tell PostgreSQL that a page's queries are short: compiling them and starting helpers costs more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off; SET max_parallel_workers_per_gather = 0")
