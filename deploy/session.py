"""One session of `make up`: look, prepare, start, say where, and watch until it is asked to stop."""

import argparse
import os
import socket
import sys
import time
from urllib.parse import urlsplit

from deploy import HOUSE, CannotStart, preflight, prepare
from deploy.children import Child, Program
from deploy.install import RUNTIME_PINS, ensure_pins
from deploy.logs import ChildLog, say
from deploy.parent import end_with_parent, watch_parent
from deploy.plan import Plan, make_plan
from deploy.programs import first_programs, later_programs
from deploy.supervisor import Supervisor

VAR = HOUSE / "var"
SANDBOX_WITHIN_SECONDS, READY_WITHIN_SECONDS = 20.0, 90.0


def run_session(arguments: list[str]) -> int:
    """Do everything that `make up` promises; return the exit code."""
    options = _parse(arguments)
    if options.stop_with_parent:
        end_with_parent()
    os.umask(0o077)
    try:
        preflight.check_folder(VAR)
        lock = preflight.claim_folder(VAR)
        plan = make_plan(HOUSE / ".env")
        ensure_pins(RUNTIME_PINS)
        prepare.prepare_state(plan.environment)
        _supervise(plan, stop_with_parent=options.stop_with_parent)
        os.close(lock)
    except CannotStart as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        print("Stopped before it had started.", file=sys.stderr)
        return 130
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="deploy/up.py",
        description="Install, prepare and run Runledger: sandbox, web, worker and schedule in one place.",
        epilog="Settings come from the environment and .env (docs/settings.md). Ctrl-C stops everything.",
    )
    parser.add_argument("--stop-with-parent", action="store_true", help="end when the parent process ends")
    return parser.parse_args(arguments)


def _supervise(plan: Plan, *, stop_with_parent: bool) -> None:
    supervisor = Supervisor(also_asks_to_stop=watch_parent() if stop_with_parent else None)
    try:
        _add(supervisor, first_programs(port=plan.port, upstream=plan.upstream), plan)
        supervisor.tick()
        people = prepare.prepare_people(plan.upstream, environment=plan.environment)
        _wait_until_ready(supervisor, plan)
        if not supervisor.stop_asked:
            say(_address(plan))
        say(people)  # in any case: the passwords are shown this once
        while not supervisor.stop_asked:
            supervisor.tick()
    finally:
        say("Stopping ...")
        supervisor.stop()
        say("Stopped.")


def _add(supervisor: Supervisor, programs: list[Program], plan: Plan) -> None:
    for program in programs:
        log = ChildLog(VAR / "log" / f"{program.name}.log", name=program.name)
        supervisor.add(Child(program, environment=plan.environment, log=log))


def _wait_until_ready(supervisor: Supervisor, plan: Plan) -> None:
    """Start the rest once the upstream is there, and return when the pages answer or the patience ends."""
    began = time.monotonic()
    while not supervisor.stop_asked and not _upstream_is_there(plan, seconds=time.monotonic() - began):
        supervisor.tick()
    _add(supervisor, later_programs(), plan)
    while not supervisor.stop_asked and not _answers(plan.port, host=urlsplit(plan.public_url).netloc):
        if time.monotonic() - began > READY_WITHIN_SECONDS:
            say("The pages do not answer yet; var/log/ says why. Still trying ...")
            return
        supervisor.tick()


def _upstream_is_there(plan: Plan, *, seconds: float) -> bool:
    # A sandbox that does not start must not keep the worker from people's zips.
    is_late = seconds > SANDBOX_WITHIN_SECONDS
    return not plan.upstream.is_sandbox or is_late or _answers(plan.port + 1, host="127.0.0.1")


def _answers(port: int, *, host: str) -> bool:
    """Say whether anything speaks HTTP there; any answer will do, also one that refuses."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(f"GET /admin/login/ HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False


def _address(plan: Plan) -> str:
    mirrors = "the sandbox, a sample firm" if plan.upstream.is_sandbox else plan.upstream.base_url
    return (
        f"\nRunledger is at {plan.public_url}/ and its admin at {plan.public_url}/admin/\n"
        f"It mirrors {mirrors}. Data and logs are in var/. Ctrl-C stops everything."
    )
