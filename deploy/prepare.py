"""The steps between an installed house and a running one: tables, static files, and who may sign in."""

import json
from collections.abc import Mapping

from deploy import CannotStart
from deploy.install import last_line, run
from deploy.programs import MANAGE
from deploy.upstream import Upstream

ROLES = {"admin": "sees everything, and the admin", "advisor": "sees the clients granted in the admin"}


def prepare_state(environment: Mapping[str, str]) -> None:
    """Bring the tables up to date and gather the pages' files."""
    manage("migrate", "--noinput", environment=environment)
    manage("collectstatic", "--noinput", "--verbosity", "0", environment=environment)


def prepare_people(upstream: Upstream, *, environment: Mapping[str, str]) -> str:
    """Create the demo sign-ins for the sandbox, or disable them for a real firm; return what to tell."""
    if not upstream.is_sandbox:
        manage("disable_demo_people", environment=environment)
        return "Sign in with your own account; `.venv/bin/python manage.py createsuperuser` makes one."
    answer = json.loads(manage("create_demo_people", "--json", environment=environment).splitlines()[-1])
    if answer["created"]:
        lines = [f"  {name:<8} {password}   {ROLES[name]}" for name, password in answer["created"].items()]
        return "\n".join(["Demo sign-ins, shown this once:", *lines])
    if answer["usable"]:
        names = " and ".join(answer["usable"])
        return (
            f"Demo sign-ins: {names}. Their passwords were shown at the first start; "
            "`.venv/bin/python manage.py changepassword admin` sets a new one."
        )
    return "The demo sign-ins are disabled; `.venv/bin/python manage.py createsuperuser` makes your own."


def manage(*arguments: str, environment: Mapping[str, str]) -> str:
    """Run one management command to its end and return what it printed.

    Raises: CannotStart with the last thing that it said.
    """
    finished = run([*MANAGE, *arguments], environment=environment)
    if finished.returncode != 0:
        raise CannotStart(f"`manage.py {arguments[0]}` failed: {last_line(finished)}")
    return finished.stdout
