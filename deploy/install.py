"""The virtual environment and its pins: built once, and again only when the pins changed.

`python3 deploy/install.py [--dev]` does it by itself; `make up` needs requirements.txt only.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from deploy import HOUSE, CannotStart

VENV = HOUSE / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
RUNTIME_PINS, DEV_PINS = "requirements.txt", "requirements-dev.txt"


def ensure_pins(pins: str) -> None:
    """Install the pins into .venv unless the same ones are there already; every file is checked by its hash.

    Raises: CannotStart with what pip said last.
    """
    if not _works(VENV_PYTHON):
        _create_venv()
    stamp, wanted = VENV / f"{pins}.sha256", _fingerprint(pins)
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    print(f"Installing the pinned packages of {pins} into .venv, once: about a minute ...", flush=True)
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    finished = run([*command, "--require-hashes", "-r", str(HOUSE / pins)])
    if finished.returncode != 0:
        raise CannotStart(
            f"The packages of {pins} could not be installed: {last_line(finished)} "
            "Is the package index reachable from here?"
        )
    stamp.write_text(wanted, encoding="ascii")


def run(
    command: list[str], *, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one step to its end; it dies with this process, also where this process is killed."""
    launcher = [sys.executable, "-I", str(HOUSE / "deploy" / "launch.py"), str(os.getpid())]
    return subprocess.run(
        [*launcher, *command],
        cwd=HOUSE,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
    )


def last_line(finished: subprocess.CompletedProcess[str]) -> str:
    """Return the last thing that a failed step said, which is usually the reason."""
    said = (finished.stderr.strip() or finished.stdout.strip()).splitlines()
    return said[-1].strip() if said else f"it ended with code {finished.returncode}."


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([str(python), "-c", check], capture_output=True).returncode == 0


def _create_venv() -> None:
    # --clear: what is there cannot be used (another machine's, an older Python's, or half of one).
    finished = run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if finished.returncode != 0:
        raise CannotStart(
            f"The virtual environment could not be made: {last_line(finished)} "
            "On Debian and Ubuntu it needs a package: apt-get install python3-venv"
        )


def _fingerprint(pins: str) -> str:
    return hashlib.sha256((HOUSE / pins).read_bytes()).hexdigest()


def main(arguments: list[str]) -> int:
    try:
        ensure_pins(DEV_PINS if arguments == ["--dev"] else RUNTIME_PINS)
    except CannotStart as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
