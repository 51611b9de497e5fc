"""The pins are exact and hashed, and the tests run on the versions that operators get."""

import re

import pytest

from tests.deploy.running import HOUSE

PIN = re.compile(r"^([a-z0-9._-]+(?:\[[a-z,]+\])?)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)


def pins(name: str) -> dict[tuple[str, str | None], str]:
    """Return the version of each (package, condition) of a requirements file."""
    text = (HOUSE / name).read_text(encoding="utf-8")
    return {(match[1], match[3]): match[2] for match in PIN.finditer(text)}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_a_hash(name: str) -> None:
    lines = (HOUSE / name).read_text(encoding="utf-8").splitlines()
    packages = [number for number, line in enumerate(lines) if line and line[0] not in " #"]

    assert len(packages) == len(pins(name)) > 10
    assert all(lines[number + 1].lstrip().startswith("--hash=sha256:") for number in packages)


def test_the_tests_run_on_the_versions_that_operators_get() -> None:
    runtime, dev = pins("requirements.txt"), pins("requirements-dev.txt")

    assert {key: dev.get(key) for key in runtime} == runtime
