"""The fourteen report definitions of the sandbox's firm: cadence, breadth, hour and habits.

When each of them really runs is `history`'s and `drafts`' to say.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Cadence(StrEnum):
    """How often a definition runs by itself."""

    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    DAILY = "daily"
    AD_HOC = "ad_hoc"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Definition:
    """One report definition; breadth is how many portfolios it covers when nobody has left."""

    report_id: int
    name: str
    cadence: Cadence
    breadth: int
    prefers: str  # "entity", "group" or "any"
    turn: int  # workday of its period; for weekly ones the weekday, Monday 0
    minutes: int  # after the firm's midnight
    seconds_each: float
    publishes_after_days: int | None
    created: str

    @property
    def created_at(self) -> datetime:
        """When somebody made the definition."""
        return datetime.fromisoformat(self.created)

    @property
    def modified_at(self) -> datetime:
        """When somebody last changed it."""
        return self.created_at + timedelta(days=11 * self.report_id % 400, minutes=17 * self.report_id)


_Q, _M, _W = Cadence.QUARTERLY, Cadence.MONTHLY, Cadence.WEEKLY
_D, _A, _L = Cadence.DAILY, Cadence.AD_HOC, Cadence.DRAFT

DEFINITIONS: tuple[Definition, ...] = (
    Definition(42, "Quarterly Performance Review", _Q, 120, "any", 4, 75, 88, 4, "2017-05-24T01:19:34Z"),
    Definition(43, "Household Balance Sheet", _Q, 76, "group", 5, 60, 64, 5, "2017-06-02T15:40:11Z"),
    Definition(47, "Advisory Fee Statement", _Q, 118, "entity", 3, 130, 31, 2, "2018-01-09T19:03:50Z"),
    Definition(51, "Trust Accounting Book", _Q, 40, "entity", 8, 45, 140, 6, "2018-04-17T12:27:05Z"),
    Definition(58, "Monthly Holdings Statement", _M, 112, "any", 2, 90, 46, 3, "2018-09-30T21:55:42Z"),
    Definition(59, "Realized Gains & Losses", _M, 84, "entity", 2, 150, 28, 3, "2019-02-11T16:08:19Z"),
    Definition(64, "Private Markets Capital Account", _M, 36, "any", 9, 30, 75, 7, "2019-11-05T14:44:00Z"),
    Definition(70, "Weekly Advisor Pack", _W, 54, "group", 0, 210, 22, 0, "2020-08-03T10:12:33Z"),
    Definition(71, "Liquidity Watch", _W, 26, "any", 3, 320, 14, None, "2021-01-26T18:31:27Z"),
    Definition(75, "Daily Flash", _D, 16, "any", 0, 385, 9, None, "2021-10-12T13:00:08Z"),
    Definition(78, "Client Meeting Book", _A, 0, "group", 0, 0, 95, 1, "2022-03-01T17:22:46Z"),
    Definition(79, "Gifting & Estate Summary", _A, 0, "any", 0, 0, 70, None, "2022-07-19T20:49:13Z"),
    Definition(84, "Client Snapshot (draft)", _L, 0, "any", 0, 0, 11, None, "2023-04-06T20:12:45Z"),
    Definition(85, "Cash Movement Check (draft)", _L, 0, "entity", 0, 0, 7, None, "2024-02-20T11:05:57Z"),
)

BY_CADENCE: dict[Cadence, tuple[Definition, ...]] = {
    cadence: tuple(one for one in DEFINITIONS if one.cadence is cadence) for cadence in Cadence
}
DEFINITION_BY_ID = {definition.report_id: definition for definition in DEFINITIONS}
