"""Running Runledger on one machine: `make up`, by the standard library alone, before any setting is loaded.

Nothing here is imported by the app, and nothing here imports Django.
"""

from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent

WRONG_USAGE, LOCAL_RESOURCE = 2, 7


class CannotStart(Exception):
    """Why `make up` ends before it has begun: one sentence for the person, and the exit code."""

    def __init__(self, sentence: str, *, code: int = LOCAL_RESOURCE) -> None:
        super().__init__(sentence)
        self.code = code
