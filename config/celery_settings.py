"""What Celery is told; lower-case names because Celery reads them from this module."""

from django.conf import settings

# kombu warns of a missing host name, which a folder does not have.
broker_url = settings.CELERY_BROKER_URL
if broker_url == "filesystem://":
    broker_url = "filesystem://localhost/"
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
task_serializer = "json"
accept_content = ["json"]
worker_hijack_root_logger = False
worker_prefetch_multiplier = 1
worker_max_tasks_per_child = 500
broker_connection_retry_on_startup = True
imports = ["reports_app.tasks"]
task_time_limit = 30 * 60
enable_utc = True

if broker_url.startswith("filesystem"):
    _folder = settings.VAR_DIR / "broker"
    for _name in ("queue", "control"):
        (_folder / _name).mkdir(parents=True, exist_ok=True, mode=0o700)
    broker_transport_options = {
        "data_folder_in": str(_folder / "queue"),
        "data_folder_out": str(_folder / "queue"),
        "control_folder": str(_folder / "control"),
        "polling_interval": 0.2,
    }
else:
    # An hour is longer than the longest task; Redis then gives back what a killed worker held.
    broker_transport_options = {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
    }

beat_schedule = {
    "sync": {
        "task": "reports_app.tasks.run_scheduled_sync",
        # Beat only says "look"; the sync runs once SYNC_INTERVAL_SECONDS have passed since the last one.
        "schedule": float(min(60, settings.SYNC_INTERVAL_SECONDS)),
        "options": {"expires": 60},
    },
    "sweep": {
        "task": "reports_app.tasks.sweep_work",
        "schedule": 15.0,
        "options": {"expires": 60},
    },
}
