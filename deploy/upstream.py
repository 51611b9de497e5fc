"""Whom this install mirrors: the firm that the settings name, or the sandbox. Never a mixture of both."""

import runpy
from collections.abc import Mapping
from dataclasses import dataclass

from deploy import HOUSE, WRONG_USAGE, CannotStart

KEY_NAMES = ("ADDEPAR_FIRM_ID", "ADDEPAR_API_KEY", "ADDEPAR_API_SECRET", "ADDEPAR_ACCESS_TOKEN")


@dataclass(frozen=True)
class Upstream:
    """Where reports come from; `environment` is what the children need to know beyond `.env`."""

    base_url: str
    is_sandbox: bool
    environment: Mapping[str, str]


def choose_upstream(settings: Mapping[str, str], *, port: int) -> Upstream:
    """Return the named firm, or the sandbox on the next port.

    Raises: CannotStart where a key is named without the address that it is for, or the other way round.
    """
    base_url = settings.get("ADDEPAR_BASE_URL", "").strip()
    named = [name for name in KEY_NAMES if settings.get(name, "").strip()]
    if base_url:
        _check_key(named, base_url=base_url)
        return Upstream(base_url, is_sandbox=False, environment={})
    if named:
        raise CannotStart(
            f"{named[0]} is set, but ADDEPAR_BASE_URL is not. Name the firm's address, for example "
            "ADDEPAR_BASE_URL=https://acme.addepar.com, or unset both to use the sandbox.",
            code=WRONG_USAGE,
        )
    return _sandbox(port + 1)


def _check_key(named: list[str], *, base_url: str) -> None:
    has_key = "ADDEPAR_ACCESS_TOKEN" in named or {"ADDEPAR_API_KEY", "ADDEPAR_API_SECRET"} <= set(named)
    if not has_key or "ADDEPAR_FIRM_ID" not in named:
        raise CannotStart(
            f"ADDEPAR_BASE_URL is {base_url}, but the key is not complete. Set ADDEPAR_FIRM_ID, and "
            "ADDEPAR_API_KEY with ADDEPAR_API_SECRET or ADDEPAR_ACCESS_TOKEN.",
            code=WRONG_USAGE,
        )


def _sandbox(port: int) -> Upstream:
    # Run by its path: importing the room would need the libraries of .venv, which this program may not have.
    credentials = runpy.run_path(str(HOUSE / "reports_app" / "sandbox" / "credentials.py"))
    base_url = f"http://127.0.0.1:{port}"
    return Upstream(
        base_url,
        is_sandbox=True,
        environment={
            "ADDEPAR_BASE_URL": base_url,
            "ADDEPAR_FIRM_ID": credentials["SANDBOX_FIRM_ID"],
            "ADDEPAR_API_KEY": credentials["SANDBOX_API_KEY"],
            "ADDEPAR_API_SECRET": credentials["SANDBOX_API_SECRET"],
        },
    )
