"""The entries of the rail: only pages that exist, and only those that answer this person."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """One way to go. group: work, or house for what is about the product itself."""

    name: str
    label: str
    url: str
    icon: str
    is_current: bool = False
    group: str = "work"
    key: str = ""
    count: int | None = None
    count_label: str = ""


def navigation(request: HttpRequest) -> list[Entry]:
    """List where this person may go; the first four are the thumb bar of a phone.

    Files and sync lead into the admin until they have pages of their own. They are offered to superusers
    only: whether other staff may open them would cost two queries on every page.
    """
    here = getattr(request.resolver_match, "url_name", None) or ""
    user = request.user
    entries = [
        Entry("overview", "Overview", reverse("overview"), "overview", here == "overview", key="g o"),
        Entry("runs", "Runs", reverse("runs"), "runs", here.startswith("run"), key="g r"),
    ]
    if user.is_superuser:
        files = reverse("admin:reports_app_storedfile_changelist")
        sync = reverse("admin:reports_app_syncrun_changelist")
        entries += [
            Entry("files", "Files", files, "files", group="house"),
            Entry("sync", "Sync", sync, "sync", group="house", key="g s"),
        ]
    if user.is_staff:
        entries.append(Entry("admin", "Admin", reverse("admin:index"), "admin", group="house", key="g a"))
    return entries
