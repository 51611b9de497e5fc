"""What is no JSON, cut, too big or too deep is refused; odd numbers cost their item only (F-28 to F-40)."""

import gzip
import json
import tracemalloc
from collections.abc import Callable

import pytest

from reports_app.addepar import (
    AddeparClient,
    AddeparError,
    MalformedDocument,
    NotJson,
    ReportQuery,
    TooDeep,
    TooLarge,
    Truncated,
)
from tests.addepar.odd_server import JSON_API, OddServer, answer, document
from tests.addepar.samples import run

Serve = Callable[..., OddServer]
ClientFor = Callable[..., AddeparClient]
HTML = b"<!doctype html><html><body>Maintenance</body></html>"
WHOLE = json.dumps({"data": [run("a"), run("b")]}).encode()

NOT_USABLE = [
    ("F-28 html", answer(HTML, content_type="text/html"), NotJson),
    ("F-28 html labelled JSON", answer(HTML, content_type="application/json"), NotJson),
    ("F-28 empty", answer(b""), NotJson),
    ("F-28 204", answer(b"", status=204), NotJson),
    ("F-28 blank", answer(b" \n "), NotJson),
    ("F-28 text", answer(b"OK"), NotJson),
    ("F-28 null", answer(b"null"), MalformedDocument),
    ("F-28 array", answer(b"[]"), MalformedDocument),
    ("F-28 number", answer(b"7"), MalformedDocument),
    ("F-28 no data", answer(b"{}"), MalformedDocument),
    ("F-28 errors with 200", answer(b'{"errors": [{"status": "500"}]}'), MalformedDocument),
    ("F-29 cut, correct length", answer(WHOLE[:400]), NotJson),
    ("F-29 cut, no length", answer(WHOLE[:400], length=None), NotJson),
    ("F-29 cut, length of the whole", answer(WHOLE[:400], length=len(WHOLE)), Truncated),
    ("F-29 cut inside a chunk", answer(b"400\r\n{", length=None, Transfer_Encoding="chunked"), Truncated),
    ("F-29 no last chunk", answer(b"1\r\n{\r\n", length=None, Transfer_Encoding="chunked"), Truncated),
    ("F-29 cut gzip", answer(gzip.compress(WHOLE)[:-60], Content_Encoding="gzip"), NotJson),
    ("no gzip at all", answer(WHOLE, Content_Encoding="gzip"), Truncated),
    ("two documents", answer(WHOLE + WHOLE), NotJson),
    ("not UTF-8", answer(b'{"data": "\xff"}'), NotJson),
    ("raw control character", answer(b'{"data": "\x00"}'), NotJson),
    ("F-30 data is a number", document(7), MalformedDocument),
    ("F-30 data is a text", document("runs"), MalformedDocument),
    ("F-38 200,000 brackets", answer(b"[" * 200_000), TooDeep),
    ("F-38 101 levels", answer(b'{"data":' + b"[" * 100 + b"]" * 100 + b"}"), TooDeep),
]


@pytest.mark.parametrize(("raw", "kind"), [row[1:] for row in NOT_USABLE], ids=[row[0] for row in NOT_USABLE])
def test_an_answer_that_is_no_document_is_refused_with_a_sentence(
    raw: bytes, kind: type[AddeparError], serve: Serve, client_for: ClientFor
) -> None:
    client = client_for(serve(raw))

    with pytest.raises(AddeparError) as refusal:
        client.list_page(ReportQuery())

    assert type(refusal.value) is kind
    assert "the answer to /v1/generated_reports" in refusal.value.message.lower()
    assert client.requests_sent == (3 if kind is Truncated else 1)


def test_a_web_page_is_called_one(serve: Serve, client_for: ClientFor) -> None:
    with pytest.raises(NotJson, match=r"is a web page, not JSON; nothing of it was used"):
        client_for(serve(answer(HTML))).get_me()


def test_a_cut_answer_is_asked_for_again(serve: Serve, client_for: ClientFor) -> None:
    client = client_for(serve(answer(WHOLE[:400], length=len(WHOLE)), answer(WHOLE)))

    page = client.list_page(ReportQuery())

    assert [record.run_id for record in page.records] == ["a", "b"]


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf" + WHOLE, WHOLE + b"\n"], ids=["byte order mark", "newline"])
def test_harmless_bytes_around_a_document_are_accepted(
    body: bytes, serve: Serve, client_for: ClientFor
) -> None:
    assert client_for(serve(answer(body))).list_page(ReportQuery()).size == 2


def test_a_compressed_answer_is_read(serve: Serve, client_for: ClientFor) -> None:
    server = serve(answer(gzip.compress(WHOLE), Content_Encoding="gzip"))

    page = client_for(server).list_page(ReportQuery())

    assert page.size == 2
    assert server.requests[0].headers["Accept-Encoding"] == "gzip"


def test_a_document_of_one_hundred_levels_is_read(serve: Serve, client_for: ClientFor) -> None:
    nested = answer(b'{"data": [], "meta":' + b"[" * 99 + b"]" * 99 + b"}")

    assert client_for(serve(nested)).list_page(ReportQuery()).size == 0


def test_a_gzip_bomb_stops_at_the_limit_without_being_inflated(serve: Serve, client_for: ClientFor) -> None:
    """F-40: 60 MB behind 60 kB, read with a limit of 1 MB; memory is measured, not guessed."""
    bomb = answer(gzip.compress(b" " * 60_000_000), Content_Encoding="gzip", content_type=JSON_API)
    client = client_for(serve(bomb), max_json_bytes=1_000_000)
    tracemalloc.start()

    with pytest.raises(TooLarge) as refusal:
        client.list_page(ReportQuery())

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000
    assert (refusal.value.reason, client.requests_sent) == ("too_large", 1)


def test_an_endless_answer_stops_at_the_limit(serve: Serve, client_for: ClientFor) -> None:
    sent = []

    def pour(connection: object) -> None:
        connection.sendall(answer(b"", length=None))  # type: ignore[attr-defined]
        for _ in range(10_000):
            connection.sendall(b" " * 10_000)  # type: ignore[attr-defined]
            sent.append(10_000)

    with pytest.raises(TooLarge):
        client_for(serve(pour), max_json_bytes=100_000).list_page(ReportQuery())

    assert sum(sent) < 100_000_000


def test_an_announced_size_over_the_limit_is_not_read_at_all(serve: Serve, client_for: ClientFor) -> None:
    server = serve(answer(b"{", length=5_000_000))

    with pytest.raises(TooLarge, match="announces 5,000,000 bytes"):
        client_for(server, max_json_bytes=4_999_999).list_page(ReportQuery())


def test_the_limit_itself_is_allowed(serve: Serve, client_for: ClientFor) -> None:
    client = client_for(serve(answer(WHOLE)), max_json_bytes=len(WHOLE))

    assert client.list_page(ReportQuery()).size == 2


ODD_NUMBERS = ["NaN", "Infinity", "-Infinity", "1e400", "-1e999", "9" * 5000]


@pytest.mark.parametrize("number", ODD_NUMBERS, ids=[f"F-36 {number[:9]}" for number in ODD_NUMBERS])
def test_a_number_nobody_can_keep_costs_one_item_and_not_the_page(
    number: str, serve: Serve, client_for: ClientFor
) -> None:
    items = json.dumps([run("a"), run("b", score=["here"]), run("c")]).replace('"here"', number)
    client = client_for(serve(answer(f'{{"data": {items}}}'.encode())))

    page = client.list_page(ReportQuery())

    assert [record.run_id for record in page.records] == ["a", "c"]
    assert [(item.run_id, item.pointer) for item in page.rejected] == [("b", "/data/1/attributes/score/0")]
    assert json.loads(page.rejected[0].raw)["attributes"]["score"] == [number]
    assert page.size == 3


def test_a_number_nobody_can_keep_refuses_a_single_resource(serve: Serve, client_for: ClientFor) -> None:
    body = json.dumps({"data": run("a", score="here")}).replace('"here"', "1e400").encode()

    with pytest.raises(MalformedDocument) as refusal:
        client_for(serve(answer(body))).get_generated_report("a")

    assert refusal.value.pointer == "/data/attributes/score"
