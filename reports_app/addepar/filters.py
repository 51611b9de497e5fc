"""The question a list request asks, and its spelling as query parameters.

Only documented parameters are ever sent: upstream answers 400 to `include` and may to any other (quirk 7).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports_app.addepar.moments import format_second


@dataclass(frozen=True, kw_only=True)
class ReportQuery:
    """Which generated reports to list, newest completion first.

    Shape: page_number counts from zero; at most one of entity_id and group_id.
    Times: aware. Upstream compares whole seconds, strictly. A fraction widens the window and never narrows
    it, so an answer may hold a run from just outside; a run at a whole second needs one second of overlap.
    """

    page_size: int = 50
    page_number: int = 0
    completed_after: datetime | None = None
    completed_before: datetime | None = None
    statuses: tuple[str, ...] = ()
    entity_id: str | None = None
    group_id: str | None = None

    def __post_init__(self) -> None:
        if self.page_size < 1 or self.page_number < 0:
            raise ValueError("A page holds at least one run, and pages count from zero.")
        if self.entity_id is not None and self.group_id is not None:
            raise ValueError(
                "Ask for an entity or for a group, not for both: upstream does not say what both mean."
            )
        for moment in (self.completed_after, self.completed_before):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("completed_after and completed_before need a time zone.")
        if not all(re.fullmatch(r"[A-Za-z_]+", status) for status in self.statuses):
            raise ValueError("A status to ask for is one word of letters and underscores.")


def report_parameters(query: ReportQuery) -> list[tuple[str, str]]:
    """Spell a query as parameters, brackets unencoded, in one fixed order.

    Source: Addepar developer docs, Generated Reports, "Get all generated reports"; quirks 8 and 9.
    """
    pairs = [("page[number]", str(query.page_number)), ("page[size]", str(query.page_size))]
    if query.completed_after is not None:
        pairs.append(("filter[completed_after]", format_second(query.completed_after)))
    if query.completed_before is not None:
        pairs.append(("filter[completed_before]", format_second(_next_second(query.completed_before))))
    if query.statuses:
        pairs.append(("filter[status]", ",".join(query.statuses)))
    if query.entity_id is not None:
        pairs.append(("filter[entityId]", query.entity_id))
    if query.group_id is not None:
        pairs.append(("filter[groupId]", query.group_id))
    return pairs


def _next_second(moment: datetime) -> datetime:
    return moment + timedelta(seconds=1) if moment.microsecond else moment
