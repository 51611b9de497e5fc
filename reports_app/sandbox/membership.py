"""Which portfolios a report definition covers on a day: mostly the same ones, with joiners and leavers."""

from datetime import date
from random import Random

from reports_app.sandbox.definitions import Definition
from reports_app.sandbox.dice import stable_number
from reports_app.sandbox.names import CHRONIC_NAME, EQUAL_NAME, FLAPPING_NAME
from reports_app.sandbox.portfolios import Portfolio

# Without them the named stories would be told only for lucky seeds.
_ALWAYS_COVERED = (CHRONIC_NAME, EQUAL_NAME, FLAPPING_NAME)


class Membership:
    """The standing lists of one firm's report definitions."""

    def __init__(self, portfolios: tuple[Portfolio, ...], *, seed: int) -> None:
        self._portfolios = portfolios
        self._seed = seed
        self._standing: dict[int, tuple[Portfolio, ...]] = {}

    def members(self, definition: Definition, *, day: date) -> tuple[Portfolio, ...]:
        """Return the portfolios that a scheduled run of the definition covers on a day."""
        return tuple(one for one in self._standing_list(definition) if one.is_client_on(day))

    def pick(self, drawn: Random, *, definition: Definition, day: date, count: int) -> tuple[Portfolio, ...]:
        """Draw some clients of the day, as a person asking for a report of the moment would."""
        eligible = [one for one in self._eligible(definition) if one.is_client_on(day)]
        return tuple(drawn.sample(eligible, min(count, len(eligible))))

    def _standing_list(self, definition: Definition) -> tuple[Portfolio, ...]:
        standing = self._standing.get(definition.report_id)
        if standing is None:
            ranked = sorted(self._eligible(definition), key=lambda one: self._rank(definition, one))
            standing = tuple(ranked[: definition.breadth])
            self._standing[definition.report_id] = standing
        return standing

    def _eligible(self, definition: Definition) -> list[Portfolio]:
        return [one for one in self._portfolios if definition.prefers in (one.kind, "any")]

    def _rank(self, definition: Definition, portfolio: Portfolio) -> tuple[bool, int]:
        key = f"rank/{definition.report_id}/{portfolio.kind}/{portfolio.number}"
        return portfolio.name not in _ALWAYS_COVERED, stable_number(self._seed, key=key)
