"""The `.env` file: read for the supervisor's own decisions, and given a SECRET_KEY where it has none.

The app reads the file itself (config/settings.py); a line that a person wrote is never changed.
"""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")
EMPTY_SECRET_KEY = re.compile(r"^[ \t]*SECRET_KEY[ \t]*=[ \t]*$", re.MULTILINE)


def read_dot_env(path: Path) -> dict[str, str]:
    """Return the names and values of the file; the last of two lines with one name wins, as in the app."""
    values: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        match = LINE.match(line)
        if match and not line.lstrip().startswith("#"):
            values[match[1]] = _without_quotes(match[2])
    return values


def merged(environment: Mapping[str, str], *, dot_env: Mapping[str, str]) -> dict[str, str]:
    """Return the values that the app will see: the environment wins over the file."""
    return {**dot_env, **environment}


def ensure_secret_key(path: Path) -> None:
    """Put a fresh SECRET_KEY into the file, for its owner's eyes only; keep every other line as it is."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    line = f"SECRET_KEY={secrets.token_urlsafe(48)}"
    if EMPTY_SECRET_KEY.search(text):
        text = EMPTY_SECRET_KEY.sub(line, text)
    else:
        text = "\n".join([*text.splitlines(), line]) + "\n"
    # Written beside and renamed: an interrupted start leaves the old file, not half of a new one.
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(
        os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    beside.replace(path)


def keep_private(path: Path) -> None:
    """Take the file away from other users of the machine: it holds the keys."""
    if path.is_file() and path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _without_quotes(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return re.split(r"\s+#", value)[0]
