"""What a firm's key may do, asked in one request; and in words, what it lacks.

It stores nothing: a key is kept only by who asked, and only once the answer is good.
"""

from dataclasses import dataclass

from reports_app.addepar import AddeparClient, AddeparError, UserRecord
from reports_app.vocabulary import ReasonCode


@dataclass(frozen=True)
class KeyCheck:
    """The answer. Shape: reason_code is COMPLETE when Addepar took the key; message is a sentence otherwise.

    lacks names what reading reports needs and the owner of the key is said not to have; empty may also mean
    that Addepar did not say.
    """

    reason_code: ReasonCode
    message: str = ""
    owner_name: str = ""
    lacks: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.reason_code == ReasonCode.COMPLETE


def check_key(client: AddeparClient) -> KeyCheck:
    """Ask Addepar whose key this is. One request; every foreseen trouble becomes an answer.

    Source: Addepar developer docs, Users, "Get the current user".
    """
    try:
        owner = client.get_me()
    except AddeparError as error:
        return KeyCheck(error.reason, message=error.message)
    name = " ".join(part for part in (owner.first_name, owner.last_name) if part)
    return KeyCheck(ReasonCode.COMPLETE, owner_name=name or (owner.email or ""), lacks=_lacks(owner))


def _lacks(owner: UserRecord) -> str:
    """Say which half of "Access to all tools and portfolios" is said to be missing."""
    missing = [
        words
        for given, words in (
            (owner.admin_access, "access to all tools"),
            (owner.all_data_access, "access to all portfolios"),
        )
        if given is False
    ]
    return " and ".join(missing)
