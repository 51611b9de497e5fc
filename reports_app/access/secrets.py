"""Keys of firms at rest: sealed before they reach the database, opened for the upstream client alone.

A seal names the address and the firm that the key is for. Whoever can write the database can therefore not
send a key elsewhere by changing the row beside it. Nothing here reads settings, rows or the network.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Changing this makes every stored key unreadable: it keeps this use of SECRET_KEY apart from all others.
PURPOSE = b"runledger: keys of firms at rest, 1"


class SealBroken(Exception):
    """A sealed key that none of the secrets opens, or that was sealed for another firm."""


@dataclass(frozen=True)
class FirmKey:
    """What a firm was given by Addepar: key and secret, or one access token. Its repr shows nothing."""

    api_key: str = field(default="", repr=False)
    api_secret: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)


class Sealer:
    """Seals with the first secret and opens with any of them, so that a secret can be replaced.

    Raises: ValueError without a secret.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(_derive(secret)) for secret in secrets])

    def seal(self, key: FirmKey, *, base_url: str, firm_id: str) -> str:
        """Return the key as text that only these secrets open, and only for this firm."""
        content = {"base_url": base_url, "firm_id": firm_id, **asdict(key)}
        return self._fernet.encrypt(json.dumps(content).encode()).decode("ascii")

    def open(self, sealed: str, *, base_url: str, firm_id: str) -> FirmKey:
        """Return the key that was sealed for this firm.

        Raises: SealBroken.
        """
        try:
            content = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            raise SealBroken("None of the secrets opens this key.") from None
        if (content.pop("base_url"), content.pop("firm_id")) != (base_url, firm_id):
            raise SealBroken("This key was sealed for another firm.")
        return FirmKey(**content)

    def reseal(self, sealed: str) -> str:
        """Seal again with the first secret.

        Raises: SealBroken.
        """
        try:
            return self._fernet.rotate(sealed.encode()).decode("ascii")
        except InvalidToken:
            raise SealBroken("None of the secrets opens this key.") from None


def _derive(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
