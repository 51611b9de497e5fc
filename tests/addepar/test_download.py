"""Files stream: named, counted, never held in memory, and never whole when they are not (F-44, F-45)."""

import socket
import time
import tracemalloc
from collections.abc import Callable

import pytest

from reports_app.addepar import (
    AddeparClient,
    Download,
    NotFound,
    Truncated,
    UpstreamTimeout,
)
from reports_app.addepar.download import read_filename
from tests.addepar.odd_server import OddServer, answer
from tests.addepar.test_connections import reset

Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]
ZIP = b"PK\x03\x04" + bytes(range(256)) * 40
DISPOSITION = 'attachment; filename="Quarterly Performance Report at 05-15-2021.zip"'


def binary(body: bytes = ZIP, *, length: int | str | None = -1, **headers: str) -> bytes:
    return answer(body, content_type="application/binary", length=length, **headers)


def test_a_zip_arrives_byte_by_byte_as_sent(serve: Serve, client_for: ClientFor) -> None:
    server = serve(binary(Content_Disposition=DISPOSITION))

    with client_for(server).download_zip("a") as download:
        chunks = list(download.iter_chunks(1000))

    assert b"".join(chunks) == ZIP
    assert max(map(len, chunks)) <= 1000
    assert download.filename == "Quarterly Performance Report at 05-15-2021.zip"
    assert download.content_length == len(ZIP)
    assert server.requests[0].path == "/api/v1/generated_reports/a/zipped_file/download"
    assert server.requests[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("cut", [0, 1, 4, 5000, len(ZIP) - 1], ids=lambda cut: f"F-44 after {cut}")
@pytest.mark.parametrize("end", [None, reset], ids=["FIN", "RST"])
def test_a_download_cut_anywhere_is_truncated(
    cut: int, end: Callable[[socket.socket], None] | None, serve: Serve, client_for: ClientFor
) -> None:
    def send(connection: socket.socket) -> None:
        connection.sendall(binary(ZIP[:cut], length=len(ZIP)))
        if end is not None:
            time.sleep(0.05)
            end(connection)

    client = client_for(serve(send))

    with pytest.raises(Truncated) as failure, client.download_zip("a") as download:
        b"".join(download.iter_chunks(100))

    assert (failure.value.reason, client.requests_sent) == ("truncated", 1)


@pytest.mark.parametrize(
    ("raw", "length"),
    [
        (binary(length=None), None),
        (binary(length="abc"), None),
        (binary(length="-5"), None),
        (binary(length=None, Content_Length=""), None),
    ],
    ids=["F-45 missing", "F-45 no number", "F-45 negative", "F-45 blank"],
)
def test_without_a_usable_length_everything_until_the_end_is_taken(
    raw: bytes, length: int | None, serve: Serve, client_for: ClientFor
) -> None:
    with client_for(serve(raw)).download_zip("a") as download:
        body = b"".join(download.iter_chunks())

    assert (body, download.content_length) == (ZIP, length)


def test_bytes_beyond_the_announced_length_are_not_taken(serve: Serve, client_for: ClientFor) -> None:
    """F-45."""
    with client_for(serve(binary(ZIP + b"more", length=len(ZIP)))).download_zip("a") as download:
        body = b"".join(download.iter_chunks())

    assert body == ZIP


def test_more_bytes_than_announced_are_refused_whoever_counts() -> None:
    download = Download({"Content-Length": "3"}, what="/v1/x", read_chunks=lambda size: iter([b"ab", b"cd"]))

    with pytest.raises(Truncated, match="/v1/x ended after 4 of 3 bytes"):
        list(download.iter_chunks())


def test_a_stalled_download_is_given_up(serve: Serve, client_for: ClientFor) -> None:
    """F-44: the wait for one piece is limited, though the whole has a quarter of an hour."""

    def stall(connection: socket.socket) -> None:
        connection.sendall(binary(ZIP[:100], length=len(ZIP)))
        connection.recv(1)

    client = client_for(serve(stall), timeout_seconds=0.3)
    started = time.monotonic()

    with pytest.raises(UpstreamTimeout), client.download_zip("a") as download:
        b"".join(download.iter_chunks(10))

    assert 0.3 <= time.monotonic() - started < 2


def test_a_download_longer_than_one_request_may_last_its_own_time(
    serve: Serve, client_for: ClientFor
) -> None:
    def slowly(connection: socket.socket) -> None:
        connection.sendall(binary(b"", length=8))
        for _ in range(8):
            time.sleep(0.06)
            connection.sendall(b"x")

    with client_for(serve(slowly), timeout_seconds=0.3).download_zip("a") as download:
        body = b"".join(download.iter_chunks())

    assert body == b"x" * 8


def test_a_trickling_download_ends_at_its_total_deadline(serve: Serve, client_for: ClientFor) -> None:
    def trickle(connection: socket.socket) -> None:
        connection.sendall(binary(b"", length=100))
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    client = client_for(serve(trickle), timeout_seconds=2, download_timeout_seconds=0.4)
    started = time.monotonic()

    with pytest.raises(UpstreamTimeout), client.download_zip("a") as download:
        b"".join(download.iter_chunks())

    assert 0.4 <= time.monotonic() - started < 1.6


def test_a_large_download_is_never_held_in_memory(serve: Serve, client_for: ClientFor) -> None:
    size = 40 * 1024 * 1024

    def pour(connection: socket.socket) -> None:
        connection.sendall(binary(b"", length=size))
        piece = b"x" * 65536
        for _ in range(size // len(piece)):
            connection.sendall(piece)

    tracemalloc.start()
    with client_for(serve(pour)).download_zip("a") as download:
        received = sum(len(chunk) for chunk in download.iter_chunks(65536))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert received == size
    assert peak < 4 * 1024 * 1024


def test_a_server_error_before_the_first_byte_is_tried_again(serve: Serve, client_for: ClientFor) -> None:
    client = client_for(serve(answer(status=503), binary()))

    with client.download_zip("a") as download:
        body = b"".join(download.iter_chunks())

    assert (body, client.requests_sent) == (ZIP, 2)


def test_a_zip_that_is_not_there_is_not_found_and_not_tried_again(
    serve: Serve, client_for: ClientFor
) -> None:
    server = serve(answer(status=404))

    with pytest.raises(NotFound), client_for(server).download_zip("a"):
        pass

    assert server.connections == 1


def test_a_deleted_pdf_is_fetched_from_the_archive(serve: Serve, client_for: ClientFor) -> None:
    """Quirk 23."""
    server = serve(answer(status=404), binary(b"%PDF-1.7"))

    with client_for(server).download_file("101") as download:
        body = b"".join(download.iter_chunks())

    assert body == b"%PDF-1.7"
    assert [request.path for request in server.requests] == [
        "/api/v1/files/101/download",
        "/api/v1/archive/files/101/download",
    ]


def test_a_local_failure_while_storing_is_not_blamed_on_upstream(serve: Serve, client_for: ClientFor) -> None:
    with pytest.raises(OSError, match="no space"), client_for(serve(binary())).download_zip("a") as download:
        for _ in download.iter_chunks(100):
            raise OSError(28, "no space left on device")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (None, None),
        ("", None),
        ("attachment", None),
        ("attachment; filename=report.zip", "report.zip"),
        (DISPOSITION, "Quarterly Performance Report at 05-15-2021.zip"),
        ('attachment; filename="say \\"hi\\"; ok.zip"', 'say "hi"; ok.zip'),
        ("ATTACHMENT; FILENAME=a.zip", "a.zip"),
        ("attachment; filename=\"x.zip\"; filename*=UTF-8''Z%C3%BCrich%20%E5%AE%8C.zip", "Zürich 完.zip"),
        ("attachment; filename*=utf-8'en'a.zip", "a.zip"),
        ("attachment; filename=\"x.zip\"; filename*=nonsense''a.zip", "x.zip"),
        ("attachment; filename=\"x.zip\"; filename*=UTF-8''%FF", "x.zip"),
        ('attachment; filename="ZÃ¼rich.zip"', "Zürich.zip"),
        ('attachment; filename="Z\xfcrich.zip"', "Zürich.zip"),
        ('attachment; filename="../../etc/passwd"', "../../etc/passwd"),
        ('attachment; filename=""', None),
        ('attachment; filename="' + "\\" * 50_000, None),
    ],
)
def test_a_file_name_is_read_from_its_header_and_not_cleaned(header: str | None, name: str | None) -> None:
    assert read_filename(header) == name
