"""A zip is downloaded once, proved whole, and only then there: the good ways and what they cost."""

import hashlib
import os
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest

from reports_app.addepar import AddeparClient
from reports_app.archive import ContentStore, FetchResult, FetchState, fetch_zip
from reports_app.models import Firm, GeneratedReport, StoredFile
from reports_app.vocabulary import FileState, ReasonCode
from tests.archive.rows import NOW, files_under, mirror
from tests.upstream import Fault, Run, StrictUpstream, effects, faults, make_run, zip_effects
from tests.upstream.pdfs import make_zip
from tests.upstream.stories import STORIES

pytestmark = pytest.mark.django_db
Fetch = Callable[..., FetchResult]


@pytest.fixture
def fetch(generated_report: GeneratedReport, client: AddeparClient, store: ContentStore) -> Fetch:
    def run(one: GeneratedReport = generated_report, at: datetime = NOW) -> FetchResult:
        return fetch_zip(one, client=client, store=store, now=lambda: at)

    return run


def test_the_stored_bytes_are_the_bytes_that_upstream_served(
    fetch: Fetch, run: Run, store: ContentStore
) -> None:
    result = fetch()

    served = run.zip_bytes()
    assert result.state is FetchState.STORED
    assert result.reason_code is ReasonCode.COMPLETE
    assert result.size_bytes == len(served)
    assert result.sha256 == hashlib.sha256(served).hexdigest()
    assert files_under(store.root) == [store.path_for(result.sha256)]
    assert store.path_for(result.sha256).read_bytes() == served


def test_the_row_says_what_is_stored(fetch: Fetch, run: Run, firm: Firm) -> None:
    result = fetch()

    row = StoredFile.objects.get()
    assert result.stored_file == row
    assert run.zipped_file is not None
    assert (row.firm, row.kind, row.upstream_file_id) == (firm, "zip", str(run.zipped_file.file_id))
    assert (row.state, row.entry_count, row.size_bytes) == ("stored", len(run.files), len(run.zip_bytes()))
    assert row.name.startswith(run.attributes["report_name"].split("/")[-1][:10])
    assert row.name.endswith(".zip")
    assert (row.stored_at, row.verified_at) == (NOW, NOW)


def test_a_zip_costs_two_requests_and_a_stored_one_none(fetch: Fetch, upstream: StrictUpstream) -> None:
    fetch()
    asked = len(upstream.log)

    again = fetch()

    assert asked == 2
    assert again.state is FetchState.STORED
    assert len(upstream.log) == 2
    assert StoredFile.objects.count() == 1


def test_a_copy_that_went_missing_is_fetched_again(fetch: Fetch, store: ContentStore) -> None:
    first = fetch()
    assert first.sha256 is not None
    store.path_for(first.sha256).unlink()

    again = fetch()

    assert again.sha256 == first.sha256
    assert store.exists(first.sha256)
    assert StoredFile.objects.count() == 1


def test_a_damaged_copy_is_repaired_in_its_place(fetch: Fetch, run: Run, store: ContentStore) -> None:
    first = fetch()
    assert first.sha256 is not None
    store.path_for(first.sha256).write_bytes(b"x" * len(run.zip_bytes()))
    StoredFile.objects.update(state=FileState.DAMAGED.value)

    again = fetch()

    assert again.state is FetchState.STORED
    assert store.path_for(first.sha256).read_bytes() == run.zip_bytes()
    assert StoredFile.objects.get().state == FileState.STORED.value


def test_other_bytes_under_the_same_file_id_become_another_copy(
    fetch: Fetch, upstream: StrictUpstream, run: Run, store: ContentStore
) -> None:
    before = run.zip_bytes()
    first = fetch()
    StoredFile.objects.update(state=FileState.DAMAGED.value)
    after = upstream.replace_zip(run.run_id)

    second = fetch()

    assert first.sha256 != second.sha256 and first.sha256 and second.sha256
    assert store.path_for(second.sha256).read_bytes() == after
    assert store.path_for(first.sha256).read_bytes() == before, "the earlier copy stays"
    assert StoredFile.objects.count() == 2


def test_two_runs_with_equal_zips_share_one_file(
    fetch: Fetch, upstream: StrictUpstream, run: Run, firm: Firm, store: ContentStore
) -> None:
    other = upstream.finished_runs()[1]
    upstream.replace_zip(other.run_id, run.zip_bytes())

    first, second = fetch(), fetch(mirror(other, firm=firm))

    assert first.sha256 == second.sha256
    assert StoredFile.objects.count() == 2
    assert len(files_under(store.root)) == 1


def test_a_run_without_a_zip_says_so_without_a_request(
    fetch: Fetch, upstream: StrictUpstream, firm: Firm
) -> None:
    empty = make_run(77, story=STORIES[3])
    upstream.add_run(empty)

    result = fetch(mirror(empty, firm=firm))

    assert result.reason_code is ReasonCode.NO_ZIP
    assert result.reason == "This run generated no PDF, so there is no zip."
    assert upstream.log == []


def test_without_a_stated_size_the_checks_of_the_zip_decide(fetch: Fetch, upstream: StrictUpstream) -> None:
    upstream.faults.append(Fault(zip_effects.wrong_bytes_in_metadata(None), on=faults.ZIP))

    assert fetch().state is FetchState.STORED


def test_a_size_that_is_wrong_once_is_asked_again(fetch: Fetch, upstream: StrictUpstream, run: Run) -> None:
    good = run.zip_bytes()
    upstream.faults.append(Fault(effects.body(good + b"more"), on=faults.ZIP_DOWNLOAD, times=1))

    result = fetch()

    assert result.state is FetchState.STORED
    assert result.sha256 == hashlib.sha256(good).hexdigest()
    assert len(upstream.log) == 3


def test_progress_runs_from_nothing_to_everything(
    generated_report: GeneratedReport,
    client: AddeparClient,
    store: ContentStore,
    upstream: StrictUpstream,
    run: Run,
) -> None:
    content = make_zip([("noise", os.urandom(700_000))])
    upstream.replace_zip(run.run_id, content)
    seen: list[tuple[int, int | None]] = []

    fetch_zip(
        generated_report,
        client=client,
        store=store,
        now=lambda: NOW,
        on_progress=lambda done, total: seen.append((done, total)),
    )

    received = [done for done, _ in seen]
    assert {total for _, total in seen} == {len(content)}
    assert received[0] == 0
    assert received == sorted(received)
    assert received[-1] == len(content)
    assert len(set(received)) > 4


def test_whatever_progress_raises_ends_the_fetch_and_leaves_nothing(
    generated_report: GeneratedReport, client: AddeparClient, store: ContentStore
) -> None:
    def stop(done: int, _total: int | None) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_zip(generated_report, client=client, store=store, now=lambda: NOW, on_progress=stop)

    assert files_under(store.root) == []
    assert not StoredFile.objects.exists()


def test_the_stored_zip_opens_with_the_names_of_the_clients(
    fetch: Fetch, run: Run, store: ContentStore
) -> None:
    result = fetch()

    assert result.sha256 is not None
    with store.open(result.sha256) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(run.attributes["generated_portfolios"])
