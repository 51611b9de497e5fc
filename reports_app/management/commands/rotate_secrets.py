"""`manage.py rotate_secrets`: seal stored keys with the newest SECRET_KEY, so that older ones can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports_app import conf
from reports_app.access.secrets import SealBroken
from reports_app.models import Firm


class Command(BaseCommand):
    help = "Seal the stored keys of firms with the newest SECRET_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            count = reseal_keys()
        self.stdout.write(f"{count} stored keys sealed with the newest SECRET_KEY.")


def reseal_keys() -> int:
    """Seal all keys again and return how many; in the caller's transaction: all of them, or none.

    Raises: CommandError naming the firm whose key cannot be opened.
    """
    sealer = conf.sealer()
    firms = list(Firm.objects.select_for_update().exclude(sealed_key="").order_by("pk"))
    for firm in firms:
        try:
            firm.sealed_key = sealer.reseal(firm.sealed_key)
        except SealBroken as broken:
            raise CommandError(
                f"The key of {firm} cannot be opened; nothing was changed. Add the SECRET_KEY that it was "
                f"sealed with to SECRET_KEY_FALLBACKS, or enter the key again in the browser."
            ) from broken
        firm.save(update_fields=["sealed_key"])
    return len(firms)
