"""What stands in the way of `make up` is said in one sentence, with an exit code and without a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.running import copy_house, free_port


def start(house: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run deploy/up.py with nothing but the given settings, for starts that end by themselves."""
    return subprocess.run(
        [sys.executable, "deploy/up.py"],
        cwd=house,
        env={"PATH": "/usr/bin:/bin", **settings},
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_house(tmp_path_factory.mktemp("house"))


@pytest.mark.parametrize("offset", [0, 1], ids=["the port of the pages", "the port of the sandbox"])
def test_a_taken_port_is_named_with_what_to_do(house: Path, offset: int) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port + offset)):
        finished = start(house, PORT=str(port))

    assert finished.returncode == 7
    assert finished.stderr.startswith(f"Port {port + offset}, for the ")
    assert f"PORT={port + 10} make up" in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["abc", "0", "65535", "-1"])
def test_a_port_that_is_none_is_wrong_usage(house: Path, port: str) -> None:
    finished = start(house, PORT=port)

    assert finished.returncode == 2
    assert finished.stderr == f"PORT is {port!r}. Give a number from 1 to 65534.\n"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    house = copy_house(tmp_path)
    # A file in its place refuses everybody, root too, as a read-only disk would.
    (house / "var").write_text("in the way")

    finished = start(house, PORT=str(free_port()))

    assert finished.returncode == 7
    assert finished.stderr.startswith(f"Cannot write into {house / 'var'} (")
    assert len(finished.stderr.splitlines()) == 1


def test_a_key_without_an_address_goes_nowhere(house: Path) -> None:
    finished = start(house, PORT=str(free_port()), ADDEPAR_API_KEY="real")

    assert finished.returncode == 2
    assert finished.stderr.startswith("ADDEPAR_API_KEY is set, but ADDEPAR_BASE_URL is not.")


def test_an_address_without_a_key_is_refused_before_anything_starts(house: Path) -> None:
    finished = start(
        house, PORT=str(free_port()), ADDEPAR_BASE_URL="https://acme.example", ADDEPAR_FIRM_ID="7"
    )

    assert finished.returncode == 2
    assert "the key is not complete" in finished.stderr


def test_an_old_python_is_told_what_it_needs() -> None:
    program = "import sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (old)'\n" + (
        "from deploy.up import main; sys.exit(main([]))"
    )

    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)

    assert finished.returncode == 7
    assert (
        finished.stdout
        == "Runledger needs Python 3.11 or newer; this is 3.9.2. Install python3.11 and try again.\n"
    )


def test_a_machine_without_a_new_enough_python_is_told_so(house: Path) -> None:
    finished = subprocess.run(
        ["make", "up", "PYTHON="],
        cwd=house,
        env={"PATH": os.environ["PATH"]},  # without the flags of a make that runs these tests
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert finished.returncode == 2  # whatever a recipe ends with, make ends with 2
    assert finished.stdout.startswith("Runledger needs Python 3.11 or newer, and none was found.")


@pytest.mark.process
def test_pins_that_cannot_be_installed_are_named_with_the_reason(tmp_path: Path) -> None:
    house = copy_house(tmp_path)
    (house / ".venv").unlink()

    finished = start(
        house, PORT=str(free_port()), PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE="/dev/null"
    )

    assert finished.returncode == 7
    assert finished.stderr.startswith("The packages of requirements.txt could not be installed: ERROR: ")
    assert len(finished.stderr.splitlines()) == 1
    assert not list((house / ".venv").glob("*.sha256")), "a failed installation must be tried again"
