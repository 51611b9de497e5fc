"""The Celery app and its schedule, as data.

Celery only wakes workers up: the rows in the database are the queue of record (docs/decisions/0002).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("runledger")
app.config_from_object("config.celery_settings")
