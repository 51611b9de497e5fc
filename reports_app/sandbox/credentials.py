"""The sandbox's firm id and credentials: plainly fake, public, and good for no other server."""

SANDBOX_FIRM_ID = "1001"
SANDBOX_API_KEY = "sandbox-key"
SANDBOX_API_SECRET = "sandbox-secret"  # noqa: S105 - a pretend secret of a pretend firm
SANDBOX_ACCESS_TOKEN = "sandbox-token"  # noqa: S105 - likewise
SANDBOX_FIRM_NAME = "Harrow & Teal Private Wealth"
