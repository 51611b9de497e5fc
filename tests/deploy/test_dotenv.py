"""The .env file gets its SECRET_KEY, and keeps every line that a person wrote."""

import stat
from pathlib import Path

import environ
import pytest

from deploy.dotenv import ensure_secret_key, keep_private, merged, read_dot_env


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_holds_a_long_key_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / ".env"

    ensure_secret_key(path)

    assert len(read_dot_env(path)["SECRET_KEY"]) >= 50
    assert _mode(path) == 0o600


def test_two_installs_have_two_keys(tmp_path: Path) -> None:
    for name in ("one", "two"):
        ensure_secret_key(tmp_path / name)

    assert read_dot_env(tmp_path / "one") != read_dot_env(tmp_path / "two")


def test_lines_of_a_person_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    written = "# mine\nPORT=8010\nADDEPAR_API_KEY='a b'"
    path.write_text(written)

    ensure_secret_key(path)

    assert path.read_text().startswith(f"{written}\nSECRET_KEY=")


def test_an_empty_key_copied_from_the_example_is_filled_in_place(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=\nPORT=8010\n")

    ensure_secret_key(path)

    first, second = path.read_text().splitlines()
    assert first.startswith("SECRET_KEY=") and len(first) > 50
    assert second == "PORT=8010"


def test_a_file_that_others_can_read_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=known\n")
    path.chmod(0o644)

    keep_private(path)

    assert _mode(path) == 0o600
    assert path.read_text() == "SECRET_KEY=known\n"


LINES = """
# a comment
PLAIN=value
export EXPORTED=yes
QUOTED="two words"
SINGLE='it is'
EMPTY=
URL=postgres://user:p%40ss@host:5432/name?sslmode=require
TWICE=first
TWICE=second
#OFF=1
"""


@pytest.mark.parametrize("name", ["PLAIN", "EXPORTED", "QUOTED", "SINGLE", "EMPTY", "URL", "TWICE"])
def test_the_supervisor_reads_a_line_as_the_app_does(tmp_path: Path, name: str) -> None:
    path = tmp_path / ".env"
    path.write_text(LINES)

    class Fresh(environ.Env):
        ENVIRON: dict[str, str] = {}  # type: ignore[assignment]

    Fresh.read_env(path)

    assert read_dot_env(path)[name] == Fresh.ENVIRON[name]


def test_the_environment_wins_over_the_file() -> None:
    assert merged({"PORT": "1"}, dot_env={"PORT": "2", "DEBUG": "true"}) == {"PORT": "1", "DEBUG": "true"}
