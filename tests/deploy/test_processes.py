"""`make up` for real: whatever is killed heals, and whatever ends it leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator

import pytest

from tests.deploy.running import Running, copy_house, free_port, wait_for

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc: run it on Linux"),
]

CHILDREN = {
    "sandbox": r"manage\.py run_sandbox",
    "web": r"gunicorn config\.wsgi",
    "worker": r"celery --app config worker",
    "beat": r"celery --app config beat",
}
GUARD = r"deploy/guard\.py"


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(copy_house(tmp_path_factory.mktemp("house")), port=free_port())
    try:
        yield running.wait_until_ready()
    finally:
        running.end()


def freeze(pids: Iterable[int]) -> None:
    """Stop processes in mid-step: they notice nothing any more, as if busy, and only a kill ends them."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)


@pytest.mark.parametrize("name", CHILDREN)
def test_a_killed_child_is_started_again_and_its_own_children_are_gone(up: Running, name: str) -> None:
    (old,) = wait_for(f"{name} runs", lambda: up.leaders(CHILDREN[name]))
    group = [pid for pid in up.processes() if os.getpgid(pid) == old]
    freeze(pid for pid in group if pid != old)

    os.kill(old, signal.SIGKILL)

    (new,) = wait_for(f"{name} runs again", lambda: [pid for pid in up.leaders(CHILDREN[name]) if pid != old])
    assert new not in group
    wait_for("the old group is gone", lambda: not set(group) & set(up.processes()), seconds=5)
    if port := {"web": up.port, "sandbox": up.port + 1}.get(name):
        wait_for(f"{name} answers again", lambda: up.answers(port))


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_grandchild_is_replaced_by_its_parent(up: Running, name: str) -> None:
    (leader,) = wait_for(f"{name} runs", lambda: up.leaders(CHILDREN[name]))

    def grandchildren() -> set[int]:
        return {pid for pid in up.processes() if pid != leader and os.getpgid(pid) == leader}

    wait_for(f"{name} has its two", lambda: len(grandchildren()) >= 2)
    victim = min(grandchildren())

    os.kill(victim, signal.SIGKILL)

    wait_for("the victim is gone", lambda: victim not in up.processes())
    wait_for(f"{name} has its two again", lambda: len(grandchildren()) >= 2)
    assert up.leaders(CHILDREN[name]) == [leader]


def test_a_killed_guard_is_replaced(up: Running) -> None:
    (old,) = wait_for("the guard runs", lambda: up.leaders(GUARD))

    os.kill(old, signal.SIGKILL)

    wait_for("another guard runs", lambda: [pid for pid in up.leaders(GUARD) if pid != old])


def test_a_second_start_in_the_same_folder_says_so(up: Running) -> None:
    second = subprocess.run(
        [sys.executable, "deploy/up.py"], cwd=up.house, capture_output=True, text=True, timeout=30
    )

    assert second.returncode == 7
    assert second.stderr.startswith(f"Runledger is already running in {up.house}.")
    assert len(second.stderr.splitlines()) == 1


def test_an_ordered_stop_leaves_no_process_and_a_restart_keeps_the_data(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    house = copy_house(tmp_path_factory.mktemp("house"))
    first = Running(house, port=free_port())
    try:
        first.wait_until_ready()
        assert "Demo sign-ins, shown this once:" in first.output

        first.process.terminate()
        assert first.process.wait(timeout=45) == 0
        assert first.processes() == {}
    finally:
        first.end()

    again = Running(house, port=free_port())
    try:
        again.wait_until_ready()
        assert "Demo sign-ins: admin and advisor." in again.output
        assert "shown this once" not in again.output
    finally:
        again.end()
    assert again.processes() == {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_whatever_ends_make_ends_everything_below_it(
    tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    # make passes neither on: the first it leaves to the terminal, of the second it knows nothing.
    running = Running(copy_house(tmp_path_factory.mktemp("house")), port=free_port(), by_make=True)
    try:
        running.wait_until_ready()

        running.process.send_signal(number)

        running.process.wait(timeout=45)
        wait_for("everything is gone", lambda: running.processes() == {}, seconds=12)
    finally:
        running.end()


def test_a_killed_supervisor_leaves_no_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    running = Running(copy_house(tmp_path_factory.mktemp("house")), port=free_port())
    try:
        running.wait_until_ready()
        wait_for("the worker has its pool", lambda: len(running.matching(CHILDREN["worker"])) >= 3)
        for name in ("worker", "web"):
            freeze(set(running.matching(CHILDREN[name])) - set(running.leaders(CHILDREN[name])))

        running.process.kill()

        running.process.wait()
        wait_for("everything is gone", lambda: running.processes() == {}, seconds=5)
    finally:
        running.end()
