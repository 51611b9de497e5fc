"""A zip is kept only when every rule and every checksum holds (F-47, F-48, F-49)."""

import random
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reports_app.archive import ArchiveRefused, ZipLimits, verify_zip
from reports_app.vocabulary import ReasonCode
from tests.archive import crafted_zips as crafted


def refusal(content: bytes, folder: Path, *, limits: ZipLimits | None = None) -> ArchiveRefused:
    path = folder / "candidate.zip"
    path.write_bytes(content)
    with pytest.raises(ArchiveRefused) as caught:
        verify_zip(path, limits=limits)
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        crafted.good_zip(),
        crafted.good_zip(method=zipfile.ZIP_STORED),
        crafted.streamed_zip(),
        crafted.named_zip(["a/", "a/one.pdf", "José Müller.pdf", "客户.pdf"]),
    ],
    ids=["deflated", "stored", "streamed", "folders and names"],
)
def test_a_whole_zip_is_counted_and_kept(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "whole.zip"
    path.write_bytes(content)

    summary = verify_zip(path)

    with zipfile.ZipFile(path) as witness:
        files = [entry for entry in witness.infolist() if not entry.filename.endswith("/")]
    assert summary.entry_count == len(files)
    assert summary.size_bytes == len(content)


@pytest.mark.parametrize("make", crafted.DAMAGED.values(), ids=crafted.DAMAGED.keys())
def test_a_damaged_zip_is_refused_with_a_sentence(make: Callable[[], bytes], tmp_path: Path) -> None:
    error = refusal(make(), tmp_path)

    assert error.reason is ReasonCode.ARCHIVE_DAMAGED
    assert error.message.startswith("The zip was not kept: ")
    assert "pdf" not in error.message, "a refusal must not name a client's file"


def test_no_single_flipped_byte_of_an_entry_passes(tmp_path: Path) -> None:
    content = crafted.good_zip(files=2)
    rng = random.Random(7)
    table_begins = content.index(b"PK\x01\x02")
    bytes_of_first = range(30 + len("client 0.pdf"), content.index(b"PK\x03\x04", 4))

    for position in rng.sample(list(bytes_of_first), 120):
        damaged = bytearray(content)
        damaged[position] ^= 1 << rng.randrange(8)
        assert position < table_begins
        assert refusal(bytes(damaged), tmp_path).reason is ReasonCode.ARCHIVE_DAMAGED


def test_random_damage_ends_in_a_refusal_or_in_a_zip_that_a_second_reader_finds_whole(tmp_path: Path) -> None:
    content = crafted.good_zip(files=4)
    rng = random.Random(11)
    path = tmp_path / "mutant.zip"
    refused = 0

    for _ in range(600):
        mutant = bytearray(content)
        for _ in range(rng.randint(1, 4)):
            mutant[rng.randrange(len(mutant))] = rng.randrange(256)
        path.write_bytes(mutant[: rng.choice([len(mutant), len(mutant), rng.randrange(len(mutant))])])
        try:
            verify_zip(path)
        except ArchiveRefused:
            refused += 1
        else:
            with zipfile.ZipFile(path) as witness:
                assert witness.testzip() is None

    assert refused > 450


@pytest.mark.parametrize(("offset", "value"), [(6, 64), (8, 0x20)], ids=["version", "patch"])
def test_a_form_that_common_readers_do_not_open_is_refused(offset: int, value: int, tmp_path: Path) -> None:
    content = bytearray(crafted.good_zip(files=2))
    content[content.index(b"PK\x01\x02") + offset] = value

    assert refusal(bytes(content), tmp_path).reason is ReasonCode.ARCHIVE_DAMAGED


@pytest.mark.parametrize(
    "make",
    [crafted.declared_bomb, lambda: crafted.crowded_zip(entries=20_001)],
    ids=["ratio", "too many entries"],
)
def test_a_bomb_is_refused_by_what_it_declares(make: Callable[[], bytes], tmp_path: Path) -> None:
    assert refusal(make(), tmp_path).reason is ReasonCode.TOO_LARGE


def test_a_crowd_within_the_limit_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "crowd.zip"
    path.write_bytes(crafted.crowded_zip(entries=20_000))

    assert verify_zip(path).entry_count == 20_000


def test_a_crowd_is_refused_before_its_table_is_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "crowd.zip"
    path.write_bytes(crafted.crowded_zip(entries=60_000))
    tracemalloc.start()

    with pytest.raises(ArchiveRefused, match="60,000 entries"):
        verify_zip(path)

    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < crafted.MIB


def test_limits_on_size_are_judged_before_the_content(tmp_path: Path) -> None:
    content = crafted.good_zip()

    assert refusal(content, tmp_path, limits=ZipLimits(max_bytes=100)).reason is ReasonCode.TOO_LARGE
    assert refusal(content, tmp_path, limits=ZipLimits(max_unpacked_bytes=100)).reason is ReasonCode.TOO_LARGE


@pytest.mark.parametrize(
    "name",
    ["../../outside.pdf", "/etc/outside.pdf", "C:\\outside.pdf", "n" * 5000 + ".pdf", "CON", "same.pdf"],
)
def test_entry_names_lead_nowhere(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    path = folder / "names.zip"
    entry = (name.encode(), 0, b"%PDF-", zlib.crc32(b"%PDF-"), 5)
    path.write_bytes(crafted.raw_zip([entry, entry]))

    assert verify_zip(path).entry_count == 2

    assert [found.name for found in tmp_path.rglob("*")] == ["store", "names.zip"]


def test_each_entry_is_a_sign_of_life(tmp_path: Path) -> None:
    path = tmp_path / "whole.zip"
    path.write_bytes(crafted.good_zip(files=5))
    signs: list[int] = []

    verify_zip(path, on_entry=lambda: signs.append(1))

    assert len(signs) == 5
