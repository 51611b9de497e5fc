"""The project around the app: settings, addresses, the worker and the schedule."""

from .celery import app as celery_app

__all__ = ["celery_app"]
