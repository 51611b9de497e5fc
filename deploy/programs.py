"""The programs of `make up`, as data: which commands, with which switches, and why those."""

from deploy.children import Program
from deploy.install import VENV_PYTHON
from deploy.upstream import Upstream

PYTHON = str(VENV_PYTHON)
MANAGE = (PYTHON, "manage.py")

# Gossip, mingle and heartbeat are talk between workers: there is one worker, and the broker is files.
WORKER = Program(
    "worker",
    (
        *(PYTHON, "-m", "celery", "--app", "config", "worker", "--pool", "prefork", "--concurrency", "2"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"),
    ),
)
# The plain scheduler keeps its times in memory: no schedule file, and two beats do no harm (the rows decide).
BEAT = Program(
    "beat",
    (
        *(PYTHON, "-m", "celery", "--app", "config", "beat", "--scheduler", "celery.beat.Scheduler"),
        *("--pidfile", "", "--loglevel", "WARNING"),
    ),
)


def web(port: int) -> Program:
    """Serve the pages on loopback; a proxy in front brings https and the world."""
    return Program(
        "web",
        (
            *(PYTHON, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--graceful-timeout", "5"),
            *("--no-control-socket", "--log-level", "warning"),
        ),
    )


def sandbox(port: int) -> Program:
    """Pretend to be Addepar on the port after the web's."""
    return Program("sandbox", (*MANAGE, "run_sandbox", "--port", str(port + 1)))


def first_programs(*, port: int, upstream: Upstream) -> list[Program]:
    """Return what is started at once: the pages, and the sandbox where there is no firm."""
    return [sandbox(port), web(port)] if upstream.is_sandbox else [web(port)]


def later_programs() -> list[Program]:
    """Return what is started once the upstream is there: the worker's first act is to sync."""
    return [WORKER, BEAT]
