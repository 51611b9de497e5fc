"""One firm for all tests of this room (it never changes), and an app at a fixed moment without limits."""

import pytest

from reports_app.sandbox import SandboxFirm, make_app
from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.generated_reports import GeneratedReport
from tests.sandbox.asking import NOW


@pytest.fixture(scope="session")
def firm() -> SandboxFirm:
    return SandboxFirm()


@pytest.fixture(scope="session")
def app(firm: SandboxFirm) -> WsgiApp:
    return make_app(firm, clock=lambda: NOW, limits=())


@pytest.fixture(scope="session")
def shown(firm: SandboxFirm) -> tuple[GeneratedReport, ...]:
    """What upstream lists now, newest first."""
    return tuple(firm.generated_reports(NOW))
