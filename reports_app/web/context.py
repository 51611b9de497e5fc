"""What the frame of every page reads: who is there, of which firm, where to go, how the sync stands.

What costs a query is looked up only when a template asks for it, so that the admin, which has a frame of
its own, pays nothing. A page's own figures come from its view.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from reports_app import conf
from reports_app.access import Viewer
from reports_app.models import Firm, User
from reports_app.queries.shell import SyncHealth, SyncHealthState, read_sync_health

from .navigation import navigation

_SLOT = "_page_reading"
HEALTH_SENTENCES = {
    SyncHealthState.NEVER: "Addepar sync: not yet run",
    SyncHealthState.FIRST_RUNNING: "Addepar sync: first one running",
    SyncHealthState.PAUSED: "Addepar sync: paused",
    SyncHealthState.OUT_OF_REQUESTS: "Addepar sync: waiting for requests",
    SyncHealthState.FAILED: "Addepar sync: the last one failed",
    SyncHealthState.LATE: "Addepar sync: late",
    SyncHealthState.CURRENT: "Addepar sync: current",
}


@dataclass(frozen=True)
class Person:
    """A signed-in person as the frame and the time tags want one; time_zone_name is never empty."""

    name: str
    initials: str
    time_zone_name: str
    clock: str
    theme: str
    single_keys: bool
    is_admin: bool

    @classmethod
    def of(cls, user: User) -> "Person":
        """Build the person of a signed-in user."""
        name = user.get_full_name() or user.get_username()
        return cls(
            name=name,
            initials="".join(word[0] for word in name.split()[:2]).upper(),
            time_zone_name=user.time_zone_name or str(conf.firm_zone()),
            clock=user.clock,
            theme=user.theme,
            single_keys=user.has_single_key_shortcuts,
            is_admin=user.is_staff,
        )


class Reading:
    """One request as a page reads it: when, for whom, of which firm. Each look-up happens at most once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.now: datetime = conf.utc_now()

    @cached_property
    def viewer(self) -> Viewer:
        return Viewer.for_user(self.request.user)

    @cached_property
    def firm(self) -> Firm | None:
        """None where no firm is connected."""
        return conf.find_firm()

    @cached_property
    def person(self) -> Person | None:
        """None for who is signed out, and where a page failed before anybody was known."""
        user: Any = getattr(self.request, "user", None)
        return Person.of(user) if user is not None and user.is_authenticated else None

    @property
    def time_zone_name(self) -> str:
        """The zone that times are shown in: the person's, else the firm's."""
        return self.person.time_zone_name if self.person else str(conf.firm_zone())

    @property
    def today(self) -> date:
        """The day of the firm's calendar."""
        return self.now.astimezone(conf.firm_zone()).date()

    @cached_property
    def sync_health(self) -> SyncHealth | None:
        if self.firm is None:
            return None
        interval = timedelta(seconds=conf.sync_interval_seconds())
        return read_sync_health(self.viewer, firm=self.firm, now=self.now, interval=interval)


def reading_of(request: HttpRequest) -> Reading:
    """Return the reading of a request, the same one however often it is asked for."""
    reading: Reading | None = getattr(request, _SLOT, None)
    if reading is None:
        reading = Reading(request)
        setattr(request, _SLOT, reading)
    return reading


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates what base.html reads. At most two queries, none before they are needed."""
    reading = reading_of(request)
    signed_out = {
        "now": reading.now,
        "firm_name": SimpleLazyObject(lambda: str(reading.firm) if reading.firm else ""),
        "firm_time_zone": str(conf.firm_zone()),
        "sign_in_url": reverse("sign_in"),
        "last_sync": SimpleLazyObject(lambda: _last_sync(reading)),
    }
    if reading.person is None:
        return signed_out
    return {
        **signed_out,
        "person": reading.person,
        "nav": navigation(request),
        "search_url": reverse("search"),
        "account_url": reverse("account"),
        "sign_out_url": reverse("sign_out"),
    }


def _last_sync(reading: Reading) -> dict[str, Any] | None:
    health = reading.sync_health
    if health is None:
        return None
    has_admin = getattr(reading.request.user, "is_superuser", False)
    return {
        "finished_at": health.last_complete.finished_at if health.last_complete else None,
        "sentence": HEALTH_SENTENCES[health.state],
        "is_late": health.is_late,
        "url": reverse("admin:reports_app_syncrun_changelist") if has_admin else reverse("overview"),
    }
