"""A file is handed out only to somebody who may have it, and only as it was (F-57, F-59, S-10, S-15)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from reports_app.access import Viewer
from reports_app.addepar import AddeparClient
from reports_app.archive import ContentStore, FileNotOffered, NotOffered, fetch_zip, open_for_viewer
from reports_app.models import GeneratedReport, StoredFile
from reports_app.vocabulary import FileState
from tests.upstream import Run

pytestmark = pytest.mark.django_db
STAFF = Viewer(user_pk=1, sees_all=True, is_admin=True)
ADVISOR = Viewer(user_pk=2, sees_all=False)


@pytest.fixture
def stored(generated_report: GeneratedReport, client: AddeparClient, store: ContentStore) -> StoredFile:
    fetch_zip(generated_report, client=client, store=store, now=timezone.now)
    return StoredFile.objects.get()


def refusal(stored: StoredFile, store: ContentStore, viewer: Viewer = STAFF) -> FileNotOffered:
    with pytest.raises(FileNotOffered) as caught:
        open_for_viewer(stored, viewer=viewer, store=store)
    return caught.value


def test_the_whole_file_is_given_under_our_type_and_name(
    stored: StoredFile, store: ContentStore, run: Run
) -> None:
    opened = open_for_viewer(stored, viewer=STAFF, store=store)

    with opened.file as file:
        assert file.read() == run.zip_bytes()
    assert opened.content_type == "application/zip"
    assert (opened.name, opened.size_bytes, opened.sha256) == (stored.name, stored.size_bytes, stored.sha256)


def test_a_zip_of_all_clients_is_not_for_somebody_who_sees_some(
    stored: StoredFile, store: ContentStore
) -> None:
    error = refusal(stored, store, ADVISOR)

    assert error.reason is NotOffered.NOT_PERMITTED
    assert stored.name not in error.message
    stored.refresh_from_db()
    assert stored.state == FileState.STORED.value


@pytest.mark.parametrize("kind", ["cut", "longer", "flipped", "swapped"])
def test_changed_bytes_are_not_given_out_and_the_file_is_marked(
    kind: str, stored: StoredFile, store: ContentStore
) -> None:
    open_for_viewer(stored, viewer=STAFF, store=store).file.close()
    stored.refresh_from_db()
    path = store.path_for(stored.sha256)
    content = path.read_bytes()
    flipped = content[:50] + bytes([content[50] ^ 1]) + content[51:]
    changed = {
        "cut": content[:-1],
        "longer": content + b"x",
        "flipped": flipped,
        "swapped": bytes(len(content)),
    }
    if kind == "swapped":
        other = path.with_name("other")
        other.write_bytes(changed[kind])
        other.replace(path)
    else:
        path.write_bytes(changed[kind])

    error = refusal(stored, store)

    assert error.reason is NotOffered.DAMAGED
    stored.refresh_from_db()
    assert stored.state == FileState.DAMAGED.value
    assert refusal(stored, store).reason is NotOffered.DAMAGED


def test_a_missing_file_is_not_given_out_and_is_marked(stored: StoredFile, store: ContentStore) -> None:
    store.path_for(stored.sha256).unlink()

    assert refusal(stored, store).reason is NotOffered.MISSING

    stored.refresh_from_db()
    assert stored.state == FileState.DAMAGED.value


def test_a_file_not_checked_for_a_day_is_hashed_again(stored: StoredFile, store: ContentStore) -> None:
    later = timezone.now() + timedelta(days=2)
    path = store.path_for(stored.sha256)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    # As if the disk had changed it in silence: the row was verified after every touch of the file.
    stored.verified_at = timezone.now() + timedelta(seconds=10)
    stored.save()

    with pytest.raises(FileNotOffered):
        open_for_viewer(stored, viewer=STAFF, store=store, now=later)


def test_an_untouched_file_is_not_hashed_at_every_download(stored: StoredFile, store: ContentStore) -> None:
    first, second = (timezone.now() + timedelta(seconds=seconds) for seconds in (10, 20))
    open_for_viewer(stored, viewer=STAFF, store=store, now=first).file.close()
    stored.refresh_from_db()
    assert stored.verified_at == first

    open_for_viewer(stored, viewer=STAFF, store=store, now=second).file.close()

    stored.refresh_from_db()
    assert stored.verified_at == first


def test_a_refusal_leaves_no_file_open(stored: StoredFile, store: ContentStore) -> None:
    store.path_for(stored.sha256).write_bytes(b"short")
    before = len(list(Path("/proc/self/fd").iterdir()))

    refusal(stored, store)

    assert len(list(Path("/proc/self/fd").iterdir())) == before
