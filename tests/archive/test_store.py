"""Files lie under their own hash, whole or not at all, for nobody else to read."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports_app.archive import ContentStore
from tests.archive.rows import files_under

CONTENT = b"some bytes" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def put(store: ContentStore, content: bytes = CONTENT) -> str:
    with store.temporary() as temporary:
        temporary.write(content)
        store.adopt(temporary, sha256=temporary.sha256)
    return temporary.sha256


def test_an_adopted_file_is_found_by_its_hash(store: ContentStore) -> None:
    sha256 = put(store)

    with store.open(sha256) as file:
        assert file.read() == CONTENT
    assert sha256 == SHA256
    assert store.exists(SHA256)
    assert store.size_of(SHA256) == len(CONTENT)
    assert files_under(store.root) == [store.root / "sha256" / SHA256[:2] / SHA256]


def test_only_the_owner_may_read(store: ContentStore) -> None:
    old = os.umask(0)
    try:
        with store.temporary() as temporary:
            assert temporary.path.stat().st_mode & 0o777 == 0o600
        put(store)
    finally:
        os.umask(old)

    assert store.path_for(SHA256).stat().st_mode & 0o777 == 0o600
    assert {path.stat().st_mode & 0o777 for path in store.root.rglob("*") if path.is_dir()} == {0o700}


def test_what_was_not_adopted_is_gone(store: ContentStore) -> None:
    with pytest.raises(RuntimeError), store.temporary() as temporary:
        temporary.write(CONTENT)
        raise RuntimeError("something went wrong")

    assert files_under(store.root) == []


def test_adopting_again_repairs_a_damaged_file(store: ContentStore) -> None:
    put(store)
    store.path_for(SHA256).write_bytes(b"damaged")

    put(store)

    assert store.path_for(SHA256).read_bytes() == CONTENT


@pytest.mark.parametrize("name", ["", "../../x", "A" * 64, "g" * 64, SHA256[:-1]])
def test_only_a_hash_makes_a_path(store: ContentStore, name: str) -> None:
    with pytest.raises(ValueError, match="64 lower-case"):
        store.path_for(name)


def test_a_sweep_takes_what_dead_processes_left_and_nothing_in_use(store: ContentStore) -> None:
    with store.temporary() as temporary:
        left_behind = temporary.path.with_name("0" * 32 + ".part")
        left_behind.write_bytes(b"half a zip")

        removed = store.sweep_temporary()

        assert removed == 1
        assert files_under(store.root) == [temporary.path]


def test_a_temporary_of_another_living_process_is_in_use(store: ContentStore) -> None:
    script = (
        "import sys, pathlib\n"
        "from reports_app.archive.store import ContentStore\n"
        "with ContentStore(pathlib.Path(sys.argv[1])).temporary():\n"
        "    print('ready', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    holder = [sys.executable, "-c", _with_django(script), str(store.root)]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        while_alive = store.sweep_temporary()
        process.kill()
        process.wait()

    assert while_alive == 0
    assert len(files_under(store.root)) == 1, "kill -9 leaves the temporary file"
    assert store.sweep_temporary() == 1
    assert files_under(store.root) == []


def _with_django(script: str) -> str:
    return "import django\ndjango.setup()\n" + script


def test_stored_hashes_are_listed_and_temporaries_are_not(store: ContentStore) -> None:
    with store.temporary():
        hashes = {put(store), put(store, b"other bytes")}

        assert set(store.stored_hashes()) == hashes


def test_an_empty_root_holds_nothing(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "not there yet")

    assert list(store.stored_hashes()) == []
    assert store.sweep_temporary() == 0
    assert not store.exists(SHA256)
