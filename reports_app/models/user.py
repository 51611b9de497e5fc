"""The people who sign in, with how each likes to read times and colours."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    class Clock(models.TextChoices):
        TWELVE = "12", "12-hour (2:05 PM)"
        TWENTY_FOUR = "24", "24-hour (14:05)"

    class Theme(models.TextChoices):
        SYSTEM = "system", "As the system"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    time_zone_name = models.CharField(
        "time zone", max_length=64, blank=True, help_text="Empty means the firm's time zone."
    )
    clock = models.CharField(max_length=2, choices=Clock.choices, default=Clock.TWELVE)
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    has_single_key_shortcuts = models.BooleanField("single-key shortcuts", default=True)
    is_demo = models.BooleanField(
        default=False,
        editable=False,
        help_text="A sign-in of the sample firm; it is disabled once a real firm is configured.",
    )
