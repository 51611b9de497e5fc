"""Who reads an admin page, when, and of which firm: asked once a request, used by list, cell and page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from reports_app import conf
from reports_app.models import Firm, User

_SLOT = "_admin_reading"


@dataclass(frozen=True)
class Reader:
    """A signed-in person as the time tags want one. time_zone_name is never empty: the firm's by default."""

    name: str
    initials: str
    time_zone_name: str
    clock: str
    theme: str
    single_keys: bool
    is_admin: bool = True

    @classmethod
    def of(cls, user: User) -> "Reader":
        """Build the reader of a signed-in user."""
        name = user.get_full_name() or user.get_username()
        return cls(
            name=name,
            initials="".join(word[0] for word in name.split()[:2]).upper(),
            time_zone_name=user.time_zone_name or str(conf.firm_zone()),
            clock=user.clock,
            theme=user.theme,
            single_keys=user.has_single_key_shortcuts,
        )


@dataclass(frozen=True)
class Reading:
    """firm is None where the settings name none; then every list is empty and home says what to set."""

    person: Reader
    now: datetime
    firm: Firm | None

    def as_context(self) -> dict[str, Any]:
        """Return what templates read."""
        firm_name = str(self.firm) if self.firm else ""
        return {"person": self.person, "now": self.now, "firm": self.firm, "firm_name": firm_name}


def _firm() -> Firm | None:
    return conf.find_firm()


def reading_of(request: HttpRequest) -> Reading:
    """Return the reading of a signed-in request; one query the first time, none after."""
    reading: Reading | None = getattr(request, _SLOT, None)
    if reading is None:
        user = request.user
        if not isinstance(user, User):
            raise TypeError("An admin page is read by a signed-in person only.")
        reading = Reading(person=Reader.of(user), now=timezone.now(), firm=_firm())
        setattr(request, _SLOT, reading)
    return reading
