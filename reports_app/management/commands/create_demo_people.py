"""`manage.py create_demo_people`: the sign-ins of the sample firm, made once by `make up`.

It makes nobody for a real firm: those people are made with `createsuperuser` or in the admin.
"""

import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from reports_app.access.connections import connected_firm
from reports_app.models import User

CONSONANTS, VOWELS = "bdfgjklmnprstvz", "aeiou"
PEOPLE: dict[str, dict[str, Any]] = {
    "admin": {"first_name": "Demo", "last_name": "Admin", "is_staff": True, "is_superuser": True},
    "advisor": {"first_name": "Demo", "last_name": "Advisor"},
}


class Command(BaseCommand):
    help = "Create the demo sign-ins of the sample firm; prints each password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help='print {"created": {name: password}, ...}')

    def handle(self, *args: Any, json: bool = False, **options: Any) -> None:
        if not reads_the_sandbox(settings.ADDEPAR_BASE_URL, port=settings.PORT):
            raise CommandError(
                f"ADDEPAR_BASE_URL is {settings.ADDEPAR_BASE_URL}, a real firm. "
                "Demo sign-ins are for the sandbox; use `manage.py createsuperuser`."
            )
        # A firm that was connected in the browser has ended them: they would see its clients.
        firm = connected_firm()
        created = {} if firm and not firm.is_sample else create_demo_people()
        self.stdout.write(_as_json(created) if json else _as_text(created))


def reads_the_sandbox(base_url: str, *, port: int) -> bool:
    """Say whether the address is that of the sandbox which `make up` starts, on the port after the web's."""
    if not base_url:
        return True
    address = urlsplit(base_url)
    return address.hostname in {"127.0.0.1", "localhost"} and address.port == port + 1


def readable_password() -> str:
    """Make a password that can be read aloud: four pairs of syllables, about 50 random bits."""

    def syllable() -> str:
        return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)

    return "-".join(syllable() + syllable() for _ in range(4))


@transaction.atomic
def create_demo_people() -> dict[str, str]:
    """Create those demo sign-ins that do not exist; return name and password of the new ones.

    A name that is taken is left alone: it may be a demo sign-in of an earlier start, or a real person.
    """
    created = {}
    for username, attributes in PEOPLE.items():
        if not User.objects.filter(username=username).exists():
            created[username] = readable_password()
            User.objects.create_user(username, password=created[username], is_demo=True, **attributes)
    return created


def _as_json(created: dict[str, str]) -> str:
    usable = User.objects.filter(is_demo=True, is_active=True).order_by("username")
    return json.dumps({"created": created, "usable": list(usable.values_list("username", flat=True))})


def _as_text(created: dict[str, str]) -> str:
    if not created:
        return "The demo sign-ins exist already; `manage.py changepassword admin` sets a new password."
    return "\n".join(f"{username}: {password}" for username, password in created.items())
