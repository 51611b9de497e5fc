"""What one session of `make up` runs, decided from the environment and .env before anything is started."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy import WRONG_USAGE, CannotStart, dotenv, preflight
from deploy.upstream import Upstream, choose_upstream


@dataclass(frozen=True)
class Plan:
    """The port, the upstream, the address people type, and the children's environment."""

    port: int
    upstream: Upstream
    public_url: str
    environment: Mapping[str, str]


def make_plan(dot_env: Path) -> Plan:
    """Read the settings, refuse what cannot work, and see to it that there is a SECRET_KEY."""
    reads_dot_env = os.environ.get("RUNLEDGER_READ_DOT_ENV", "true") != "false"
    settings = dotenv.merged(os.environ, dot_env=dotenv.read_dot_env(dot_env) if reads_dot_env else {})
    port = preflight.parse_port(settings.get("PORT") or "8000")
    upstream = choose_upstream(settings, port=port)
    preflight.check_port(port, purpose="for the pages", web_port=port)
    if upstream.is_sandbox:
        preflight.check_port(port + 1, purpose="for the sandbox", web_port=port)
    if not settings.get("SECRET_KEY"):
        _write_secret_key(dot_env, reads_dot_env=reads_dot_env)
    dotenv.keep_private(dot_env)
    return Plan(
        port=port,
        upstream=upstream,
        public_url=(settings.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        environment={**os.environ, **upstream.environment, "PORT": str(port), "PYTHONUNBUFFERED": "1"},
    )


def _write_secret_key(dot_env: Path, *, reads_dot_env: bool) -> None:
    if not reads_dot_env:
        raise CannotStart("SECRET_KEY is not set, and .env is not to be read.", code=WRONG_USAGE)
    try:
        dotenv.ensure_secret_key(dot_env)
    except OSError as error:
        raise CannotStart(f"SECRET_KEY cannot be written into {dot_env} ({error.strerror}).") from error
