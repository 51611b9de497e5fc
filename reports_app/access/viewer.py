"""The viewer: who asks, and which portfolios that person may see.

Staff see every client; others see nothing until grants exist. It holds no rows and runs no query.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Viewer:
    """A person or program that asks.

    Shape: user_pk is None for the system itself; sees_all says that no client is hidden.
    """

    user_pk: int | None
    sees_all: bool
    is_admin: bool = False

    @classmethod
    def for_user(cls, user: Any) -> "Viewer":
        """Build the viewer of a signed-in or anonymous person."""
        if not user.is_authenticated or not user.is_active:
            return cls(user_pk=None, sees_all=False)
        return cls(user_pk=user.pk, sees_all=user.is_staff, is_admin=user.is_staff)

    @classmethod
    def system(cls) -> "Viewer":
        """Build the viewer of an operator's command: it sees all, as the shell it runs in already does."""
        return cls(user_pk=None, sees_all=True, is_admin=True)
