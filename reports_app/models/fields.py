"""Field types that several tables share."""

from enum import StrEnum
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class UpstreamIdField(models.CharField):
    """An upstream id, kept as text and compared byte by byte on every database.

    PostgreSQL would otherwise sort by the collation of the server, and the order "completed_at, then id"
    would differ between two installs.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def states_check(field: str, states: type[StrEnum], *, name: str) -> models.CheckConstraint:
    """Build the constraint that a column holds one of an enum's values."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [str(state) for state in states]}), name=name
    )
