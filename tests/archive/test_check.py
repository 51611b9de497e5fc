"""Every stored file can be read again and proved, or is named as damaged or missing (F-57)."""

import itertools
from datetime import timedelta

import pytest

from reports_app.addepar import AddeparClient
from reports_app.archive import ContentStore, fetch_zip, verify_archive
from reports_app.models import Firm, StoredFile
from reports_app.vocabulary import FileState
from tests.archive.rows import NOW, mirror
from tests.upstream import StrictUpstream

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def three(
    upstream: StrictUpstream, firm: Firm, client: AddeparClient, store: ContentStore
) -> list[StoredFile]:
    """Three stored zips, the first one checked longest ago."""
    with_zip = [run for run in upstream.finished_runs() if run.zipped_file is not None]
    moments = itertools.count()
    for run in with_zip[:3]:
        moment = NOW + timedelta(minutes=next(moments))
        fetch_zip(mirror(run, firm=firm), client=client, store=store, now=lambda at=moment: at)
    return list(StoredFile.objects.order_by("verified_at"))


def test_whole_files_are_read_and_the_moment_noted(
    three: list[StoredFile], firm: Firm, store: ContentStore
) -> None:
    check = verify_archive(store=store, firm=firm, now=LATER)

    assert check.is_sound
    assert (check.files, check.damaged, check.missing, check.orphans, check.left) == (3, 0, 0, 0, 0)
    assert check.bytes == sum(row.size_bytes for row in three)
    assert set(StoredFile.objects.values_list("verified_at", flat=True)) == {LATER}


def test_damaged_and_missing_files_are_counted_apart_and_marked(
    three: list[StoredFile], firm: Firm, store: ContentStore
) -> None:
    flipped, gone, whole = three
    path = store.path_for(flipped.sha256)
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    store.path_for(gone.sha256).unlink()

    check = verify_archive(store=store, firm=firm, now=LATER)

    assert not check.is_sound
    assert (check.files, check.damaged, check.missing) == (3, 1, 1)
    states = dict(StoredFile.objects.values_list("pk", "state"))
    assert states == {flipped.pk: "damaged", gone.pk: "damaged", whole.pk: "stored"}
    flipped.refresh_from_db()
    assert flipped.verified_at == NOW, "it was last whole then"


def test_a_file_that_came_back_is_offered_again(
    three: list[StoredFile], firm: Firm, store: ContentStore
) -> None:
    path = store.path_for(three[0].sha256)
    content = path.read_bytes()
    path.write_bytes(b"damaged")
    verify_archive(store=store, firm=firm, now=LATER)
    path.write_bytes(content)

    check = verify_archive(store=store, firm=firm, now=LATER)

    assert check.is_sound
    three[0].refresh_from_db()
    assert three[0].state == FileState.STORED.value


def test_a_file_without_a_row_is_an_orphan_and_stays(
    three: list[StoredFile], firm: Firm, store: ContentStore
) -> None:
    with store.temporary() as temporary:
        temporary.write(b"killed between the rename and the commit")
        store.adopt(temporary, sha256=temporary.sha256)

    check = verify_archive(store=store, firm=firm, now=LATER)

    assert (check.files, check.orphans, check.is_sound) == (3, 1, True)
    assert store.exists(temporary.sha256)


def test_a_file_of_another_firm_is_no_orphan_and_not_read(
    three: list[StoredFile], firm: Firm, store: ContentStore
) -> None:
    other = Firm.objects.create(base_url="http://127.0.0.1", addepar_firm_id="7002")

    check = verify_archive(store=store, firm=other, now=LATER)

    assert (check.files, check.bytes, check.orphans) == (0, 0, 0)


def test_with_little_time_each_call_goes_on_with_what_was_checked_longest_ago(
    three: list[StoredFile], firm: Firm, store: ContentStore
) -> None:
    checked = []
    for number in range(3):
        at = LATER + timedelta(minutes=number)
        check = verify_archive(store=store, firm=firm, now=at, max_seconds=0)
        checked.append(StoredFile.objects.get(verified_at=at).pk)
        assert (check.files, check.left) == (1, 2)

    assert checked == [row.pk for row in three]


def test_the_time_is_looked_at_between_two_files(
    three: list[StoredFile], firm: Firm, store: ContentStore
) -> None:
    seconds = itertools.count(step=10)

    check = verify_archive(
        store=store, firm=firm, now=LATER, max_seconds=15, clock=lambda: float(next(seconds))
    )

    assert (check.files, check.left) == (2, 1)
