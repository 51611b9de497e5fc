"""Each planned zip fault is the damage it names, once; the stored zip stays whole."""

import http.client
import io
import zipfile
import zlib

import pytest

from tests.upstream import Fault, Reply, StrictUpstream, ask, faults, make_runs, zip_effects
from tests.upstream.faults import Effect

RUN = make_runs(1, 11)[0]
ZIP = f"{faults.LIST}/{RUN.run_id}/zipped_file"


def _download(effect: Effect) -> Reply:
    with StrictUpstream([RUN]) as upstream:
        upstream.faults.append(Fault(effect, on=faults.ZIP_DOWNLOAD))
        metadata = ask(upstream, ZIP).document()["data"]["attributes"]
        damaged, whole = ask(upstream, f"{ZIP}/download"), ask(upstream, f"{ZIP}/download")

    assert whole.body == RUN.zip_bytes()
    assert metadata["bytes"] == len(whole.body)
    return damaged


def _opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_a_flipped_bit_keeps_the_size_and_fails_a_checksum() -> None:
    reply = _download(zip_effects.zip_flipped_bit())

    differing = [one for one, other in zip(reply.body, RUN.zip_bytes(), strict=True) if one != other]
    assert len(differing) == 1
    with _opened(reply.body) as archive, pytest.raises((zipfile.BadZipFile, zlib.error)):
        archive.read(archive.namelist()[0])


def test_an_encrypted_zip_wants_a_password_for_every_entry() -> None:
    reply = _download(zip_effects.zip_encrypted())

    with _opened(reply.body) as archive:
        assert archive.namelist()
        for name in archive.namelist():
            with pytest.raises(RuntimeError, match="password"):
                archive.read(name)


def test_a_short_zip_states_more_than_it_sends() -> None:
    with pytest.raises(http.client.IncompleteRead):
        _download(zip_effects.zip_short())


def test_a_short_zip_without_length_looks_whole_on_the_wire() -> None:
    reply = _download(zip_effects.zip_without_length())

    assert "content-length" not in reply.headers
    assert reply.body == RUN.zip_bytes()[: len(RUN.zip_bytes()) // 2]


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (zip_effects.zip_last_byte_missing(), RUN.zip_bytes()[:-1]),
        (zip_effects.zip_empty(), b""),
        (zip_effects.zip_html_in_front(), b"<html>hello</html>" + RUN.zip_bytes()),
    ],
)
def test_other_damage_is_sent_with_its_true_length(effect: Effect, expected: bytes) -> None:
    reply = _download(effect)

    assert (reply.status, reply.body) == (200, expected)
    assert reply.headers["content-length"] == str(len(expected))


def test_html_can_come_under_the_type_of_a_download() -> None:
    reply = _download(zip_effects.zip_html())

    assert reply.headers["content-type"] == "application/binary"
    assert b"<html>" in reply.body


def test_a_missing_zip_is_a_404() -> None:
    assert _download(zip_effects.zip_missing()).status == 404


@pytest.mark.parametrize("value", [0, 1, 10**15, None])
def test_metadata_can_state_another_size(value: int | None) -> None:
    with StrictUpstream([RUN]) as upstream:
        upstream.faults.append(Fault(zip_effects.wrong_bytes_in_metadata(value), on=faults.ZIP))

        assert ask(upstream, ZIP).document()["data"]["attributes"]["bytes"] == value
