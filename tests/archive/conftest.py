"""A run that the mirror knows and the strict upstream serves, with a client and a store between them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reports_app.addepar import AddeparClient, BasicCredentials, Quota, Transport, UnlimitedQuota
from reports_app.archive import ContentStore
from reports_app.models import Firm, GeneratedReport
from tests.archive.rows import mirror
from tests.upstream import Run, StrictUpstream, make_runs

ClientMaker = Callable[..., AddeparClient]


@pytest.fixture
def upstream() -> Iterator[StrictUpstream]:
    with StrictUpstream(make_runs(4, seed=3)) as running:
        yield running


@pytest.fixture
def run(upstream: StrictUpstream) -> Run:
    """The newest run; it has a zip of three PDFs."""
    return upstream.finished_runs()[0]


@pytest.fixture
def firm(db: None) -> Firm:
    return Firm.objects.create(base_url="http://127.0.0.1", addepar_firm_id="7001")


@pytest.fixture
def generated_report(run: Run, firm: Firm) -> GeneratedReport:
    return mirror(run, firm=firm)


@pytest.fixture
def make_client(upstream: StrictUpstream) -> ClientMaker:
    def make(
        quota: Quota | None = None, api_secret: str | None = None, base_url: str | None = None
    ) -> AddeparClient:
        transport = Transport(
            base_url=base_url or upstream.base_url,
            firm_id=upstream.firm_id,
            credentials=BasicCredentials(upstream.api_key, api_secret or upstream.api_secret),
            quota=quota or UnlimitedQuota(),
            timeout_seconds=5,
            sleep=lambda _seconds: None,
        )
        return AddeparClient(transport)

    return make


@pytest.fixture
def client(make_client: ClientMaker) -> AddeparClient:
    return make_client()


@pytest.fixture
def store(own_media: Path) -> ContentStore:
    return ContentStore(own_media)
