"""The sandbox's 250 portfolios: entities and household groups, their numbers, names and years with the firm.

Which of them a run covers is `membership`'s to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, islice
from random import Random

from reports_app.sandbox import names
from reports_app.sandbox.dice import dice

ENTITIES = 165
GROUPS = 85
_ENTITY_NUMBERS_FROM = 10_021
_GROUP_NUMBERS_FROM = 3_100
_LEAVERS_FROM = 30  # the named stories need clients who are always there


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One entity or group; it is a client of the firm from `since` until the day before `until`."""

    kind: str
    number: int
    name: str
    since: date
    until: date | None

    def is_client_on(self, day: date) -> bool:
        """Say whether the firm reports to this client on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def make_portfolios(seed: int) -> tuple[Portfolio, ...]:
    """Invent the firm's portfolios, entities first; two entities bear the same name."""
    entities = [names.CHRONIC_NAME, names.EQUAL_NAME, names.EQUAL_NAME, *names.ODD_ENTITIES]
    groups = [names.FLAPPING_NAME, *names.ODD_GROUPS]
    drawn = dice(seed, key="names")
    taken = {*entities, *groups}
    entities += islice(_new_names(drawn, shapes=names.ENTITY_SHAPES, taken=taken), ENTITIES - len(entities))
    groups += islice(_new_names(drawn, shapes=names.GROUP_SHAPES, taken=taken), GROUPS - len(groups))
    numbered = tuple(_numbered(drawn, kind="entity", client_names=entities, first=_ENTITY_NUMBERS_FROM))
    households = tuple(_numbered(drawn, kind="group", client_names=groups, first=_GROUP_NUMBERS_FROM))
    # Entity and group ids are counted apart upstream, so one number may name one of each.
    twin = replace(households[5], number=numbered[5].number)
    return (*numbered, *households[:5], twin, *households[6:])


def _new_names(drawn: Random, *, shapes: tuple[str, ...], taken: set[str]) -> Iterator[str]:
    for turn in count():
        day = date(1984, 1, 1) + timedelta(days=drawn.randrange(13_000))
        name = shapes[turn % len(shapes)].format(
            surname=drawn.choice(names.SURNAMES),
            partner=drawn.choice(names.SURNAMES),
            given=drawn.choice(names.GIVEN_NAMES),
            other=drawn.choice(names.GIVEN_NAMES),
            date=f"{day:%m/%d/%Y}",
        )
        if name not in taken:
            taken.add(name)
            yield name


def _numbered(drawn: Random, *, kind: str, client_names: list[str], first: int) -> Iterator[Portfolio]:
    number = first
    for position, name in enumerate(client_names):
        since, until = date(2020, 1, 1), None
        if position >= _LEAVERS_FROM and drawn.random() < 0.14:
            since += timedelta(days=drawn.randrange(5 * 365, 8 * 365))
        elif position >= _LEAVERS_FROM and drawn.random() < 0.06:
            until = date(2025, 1, 1) + timedelta(days=drawn.randrange(3 * 365))
        yield Portfolio(kind, number, name, since, until)
        number += drawn.randrange(1, 5)
