"""The key to one firm: how it becomes a header, and how it is kept out of every text.

Does not store, encrypt or refresh anything.
"""

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import quote

HIDDEN = "[hidden]"


@dataclass(frozen=True)
class BasicCredentials:
    """An API key and its secret."""

    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.api_key or not self.api_secret:
            raise ValueError("An API key and its secret are both needed; one of them is empty.")
        if ":" in self.api_key:
            # RFC 7617: everything after the first colon would be read as the secret.
            raise ValueError("The API key holds a colon; copy it again from Addepar.")

    def authorization(self) -> str:
        """Return the value of the Authorization header."""
        return f"Basic {self._encoded()}"

    def secrets(self) -> tuple[str, ...]:
        """Return every text that would give the key away."""
        return (self._encoded(), self.api_secret, self.api_key)

    def _encoded(self) -> str:
        return base64.b64encode(f"{self.api_key}:{self.api_secret}".encode()).decode("ascii")


@dataclass(frozen=True)
class BearerCredentials:
    """An OAuth access token."""

    access_token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[!-~]+", self.access_token):
            raise ValueError("The access token is empty or holds a character that a header cannot carry.")

    def authorization(self) -> str:
        """Return the value of the Authorization header."""
        return f"Bearer {self.access_token}"

    def secrets(self) -> tuple[str, ...]:
        """Return every text that would give the token away."""
        return (self.access_token,)


Credentials = BasicCredentials | BearerCredentials


def redact(text: str, credentials: Credentials) -> str:
    """Replace every form of the credentials in a text that came from outside.

    A proxy or a debugging server may echo the request; its words end up in messages and logs.
    """
    for secret in credentials.secrets():
        for form in (secret, quote(secret, safe="")):
            text = re.sub(re.escape(form), HIDDEN, text, flags=re.IGNORECASE)
    return text
