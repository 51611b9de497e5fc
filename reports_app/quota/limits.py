"""What Addepar allows a firm, and what of it is kept for people. Plain values, no rows."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Window:
    """A sliding window: at most `allowed` requests in any `length`, `reserved` of them for people."""

    length: timedelta
    allowed: int
    reserved: int

    def usable(self, *, by_a_person: bool) -> int:
        """Return how many requests may stand in the window after this one is added."""
        return self.allowed if by_a_person else max(self.allowed - self.reserved, 0)


@dataclass(frozen=True)
class Limits:
    """Both windows. Source: Addepar developer docs, Rate limiting: 50 in 15 minutes, 1,000 in 24 hours."""

    short: Window
    day: Window

    @classmethod
    def of(
        cls, *, per_15_minutes: int, per_day: int, reserved_per_15_minutes: int, reserved_per_day: int
    ) -> "Limits":
        """Build the limits from the four settings."""
        return cls(
            short=Window(timedelta(minutes=15), per_15_minutes, reserved_per_15_minutes),
            day=Window(timedelta(hours=24), per_day, reserved_per_day),
        )

    @property
    def windows(self) -> tuple[Window, Window]:
        return (self.short, self.day)
