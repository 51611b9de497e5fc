"""`manage.py disable_demo_people`: ends the sample firm's sign-ins; `make up` runs it for a real firm.

It deletes nobody, and nothing here enables them again: they would see the clients of the real firm.
"""

from typing import Any

from django.core.management.base import BaseCommand

from reports_app.models import User


class Command(BaseCommand):
    help = "Disable the demo sign-ins; their open sessions end with the next request."

    def handle(self, *args: Any, **options: Any) -> None:
        count = User.objects.filter(is_demo=True, is_active=True).update(is_active=False)
        self.stdout.write(f"{count} demo sign-ins disabled.")
