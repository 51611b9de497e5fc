"""Asks Addepar who started runs: one request for each person not asked about yet.

A run never waits for a name.
"""

import json
from collections.abc import Callable
from datetime import datetime

from reports_app.addepar import (
    AddeparClient,
    ContentRefused,
    NotFound,
    PermissionRefused,
    RequestRefused,
    UserRecord,
)
from reports_app.models import Creator, Firm, GeneratedReport

from .clean_text import clean

REFUSED = "The key may not read users (scope USERS), so this person shows by number."
NOT_VISIBLE = "Addepar does not show this person to the key."


def ask_creators(firm: Firm, *, client: AddeparClient, clock: Callable[[], datetime]) -> None:
    """Ask for each creator that was never asked about.

    Raises: what says that Addepar cannot be asked now; a refusal of one person is noted on the creator.
    """
    for creator in Creator.objects.filter(firm=firm, asked_at=None):
        run_id = _newest_run_id(creator)
        if run_id is None:
            continue
        try:
            user = client.get_creator(run_id)
        except PermissionRefused:
            # The answer would be the same for everyone: note it for all and spend no more requests.
            waiting = Creator.objects.filter(firm=firm, asked_at=None)
            waiting.update(asked_at=clock(), refused_reason=REFUSED)
            return
        except (NotFound, RequestRefused, ContentRefused) as error:
            # One person who cannot be read stops neither the others nor the sync.
            creator.refused_reason = NOT_VISIBLE if isinstance(error, NotFound) else error.message[:300]
        else:
            _fill(creator, user)
        creator.asked_at = clock()
        creator.save()


def _newest_run_id(creator: Creator) -> str | None:
    newest = creator.generated_reports.order_by("-completed_at", "-upstream_id")
    run: GeneratedReport | None = newest.only("upstream_id").first()
    return run.upstream_id if run else None


def _fill(creator: Creator, user: UserRecord) -> None:
    creator.first_name = clean(user.first_name, limit=300)
    creator.last_name = clean(user.last_name, limit=300)
    creator.email = clean(user.email, limit=320)
    creator.refused_reason = ""
    creator.raw = json.dumps(user.raw, ensure_ascii=True, separators=(",", ":"))
