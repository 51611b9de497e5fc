"""Registers the app with Django."""

from django.apps import AppConfig


class ReportsAppConfig(AppConfig):
    name = "reports_app"
    verbose_name = "Runledger"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks once the models are loaded
