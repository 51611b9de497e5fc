"""Each planned fault is what it says on the wire, meets the request it names, and leaves the truth alone."""

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from tests.upstream import ABSENT, Fault, Reply, StrictUpstream, ask, effects, faults, item_effects, make_runs
from tests.upstream.asking import basic_headers

LIST = faults.LIST
RUNS = make_runs(14, 5)


def _reply(fault: Fault, *, target: str = LIST) -> Reply:
    with StrictUpstream(RUNS) as upstream:
        upstream.faults.append(fault)
        return ask(upstream, target)


def test_a_fault_meets_the_nth_request_to_its_route_only() -> None:
    fault = Fault(effects.status_code(503), on=LIST, nth=2, times=2)
    with StrictUpstream(RUNS) as upstream:
        upstream.faults.append(fault)
        others = [ask(upstream, target).status for target in ("/v1/users/me", f"{LIST}/{RUNS[0].run_id}")]
        lists = [ask(upstream, LIST).status for _ in range(5)]

    assert others == [200, 200]
    assert lists == [200, 503, 503, 200, 200]
    assert (fault.seen, fault.met) == (5, 2)


def test_a_fault_without_end_goes_on() -> None:
    with StrictUpstream(RUNS) as upstream:
        upstream.faults.append(Fault(effects.status_code(500), times=None))

        assert {ask(upstream, "/v1/users/me").status for _ in range(7)} == {500}


def test_a_change_before_the_answer_shows_in_it() -> None:
    with StrictUpstream(RUNS) as upstream:
        upstream.faults.append(
            Fault(before=lambda: upstream.remove_run(upstream.truth()[0]["id"]), on=LIST, nth=2)
        )
        sizes = [len(ask(upstream, LIST).document()["data"]) for _ in range(3)]

    assert sizes == [14, 13, 13]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 502, 503, 504])
def test_any_status_comes_with_an_error_document(status: int) -> None:
    reply = _reply(Fault(effects.status_code(status)))

    assert reply.status == status
    assert reply.document()["errors"][0]["status"] == str(status)


@pytest.mark.parametrize("value", [7, 0, -5, "abc", 86_400, "Wed, 21 Oct 2026 07:28:00 GMT", None])
def test_a_429_carries_the_header_as_given(value: str | int | None) -> None:
    reply = _reply(Fault(effects.status_code(429, retry_after=value)))

    assert reply.status == 429
    assert reply.headers.get("x-ratelimit-retry-after") == (None if value is None else str(value))


def test_html_comes_with_200() -> None:
    plain = _reply(Fault(effects.html_200()))
    mislabelled = _reply(Fault(effects.html_200(content_type="application/json")))

    assert {(reply.status, reply.body) for reply in (plain, mislabelled)} == {(200, effects.HTML)}
    assert plain.headers["content-type"] == "text/html; charset=utf-8"
    assert mislabelled.headers["content-type"] == "application/json"


def test_json_cut_with_the_full_length_ends_early() -> None:
    with pytest.raises(http.client.IncompleteRead):
        _reply(Fault(effects.cut_json(length="full")))


@pytest.mark.parametrize(("length", "states"), [("short", True), ("none", False)])
def test_json_cut_otherwise_looks_whole_until_it_is_read(length: str, states: bool) -> None:
    reply = _reply(Fault(effects.cut_json(length=length)))

    assert (reply.status, "content-length" in reply.headers) == (200, states)
    with pytest.raises(json.JSONDecodeError):
        reply.document()


def test_other_bodies_are_sent_as_they_are() -> None:
    assert _reply(Fault(effects.empty_body())).body == b""
    assert _reply(Fault(effects.body(b"null"))).body == b"null"


@pytest.mark.parametrize("kind", effects.FOREIGN_KINDS)
def test_a_foreign_next_points_away(kind: str) -> None:
    effect = effects.foreign_next(kind, own_port=1001, foreign_port=2002)

    link = _reply(Fault(effect)).document()["links"]["next"]

    parts = urlsplit(link.replace("\\", "/"))
    assert (parts.scheme, parts.hostname, parts.port) != ("http", "127.0.0.1", 1001)
    assert parts.netloc


def test_next_can_be_anything_or_itself() -> None:
    target = f"{LIST}?page[size]=5"

    assert _reply(Fault(effects.next_is_itself()), target=target).document()["links"] == {"next": target}
    assert _reply(Fault(effects.next_value(5))).document()["links"] == {"next": 5}
    assert _reply(Fault(effects.next_value(ABSENT))).document()["links"] == {}


def test_the_same_page_can_come_for_ever_under_new_numbers() -> None:
    with StrictUpstream(RUNS) as upstream:
        upstream.faults.append(Fault(effects.same_page_for_ever(), on=LIST, times=None))
        documents = [ask(upstream, f"{LIST}?page[size]=5&page[number]={one}").document() for one in range(3)]

    assert documents[0]["data"] == documents[1]["data"] == documents[2]["data"]
    assert len({document["links"]["next"] for document in documents}) == 3


def test_a_redirect_names_its_place() -> None:
    reply = _reply(Fault(effects.redirect("http://127.0.0.1:9/elsewhere", status=307)))

    assert (reply.status, reply.headers["location"]) == (307, "http://127.0.0.1:9/elsewhere")


def test_slow_and_late_answers_arrive_whole() -> None:
    slow = effects.chain(effects.delay(0.05), effects.slow_body(chunk_bytes=8000, pause_seconds=0.02))
    started = time.monotonic()

    reply = _reply(Fault(slow))

    assert time.monotonic() - started >= 0.07
    assert len(reply.document()["data"]) == 14


def test_a_waiting_answer_does_not_hold_up_the_end() -> None:
    with StrictUpstream(RUNS) as upstream:
        upstream.faults.append(Fault(effects.slow_body(chunk_bytes=10, pause_seconds=3600)))
        connection = http.client.HTTPConnection("127.0.0.1", upstream.port)
        connection.request("GET", LIST, headers=basic_headers(upstream))
        response = connection.getresponse()

    with pytest.raises(http.client.IncompleteRead):
        response.read()
    connection.close()


@pytest.mark.parametrize("kind", [*item_effects.MALFORMATIONS, "not_object"])
def test_a_malformed_item_is_alone_on_its_page(kind: str) -> None:
    with StrictUpstream(RUNS) as upstream:
        upstream.faults.append(Fault(item_effects.malformed_item(kind, index=3)))
        broken, whole = (ask(upstream, LIST).document()["data"] for _ in range(2))
        truth = upstream.truth()

    assert [index for index in range(14) if broken[index] != truth[index]] == [3]
    assert whole == truth


def test_unknown_things_are_added_and_nothing_is_lost() -> None:
    with StrictUpstream(RUNS) as upstream:
        upstream.faults.append(Fault(item_effects.extra_members(index=1)))
        upstream.faults.append(Fault(item_effects.unknown_status("PARTIAL", index=2)))
        document = ask(upstream, LIST).document()
        truth = upstream.truth()

    assert (
        document["data"][1]["attributes"].items()
        > {
            name: value for name, value in truth[1]["attributes"].items() if name != "generated_portfolios"
        }.items()
    )
    assert document["data"][2]["attributes"] == {**truth[2]["attributes"], "status": "PARTIAL"}
    assert document["jsonapi"] == {"version": "1.1"}


def test_a_document_fault_on_a_refused_request_is_an_error_of_the_test() -> None:
    with pytest.raises(ExceptionGroup, match="itself failed"), StrictUpstream(RUNS) as upstream:
        upstream.faults.append(Fault(item_effects.malformed_item("no_id")))
        with pytest.raises(http.client.RemoteDisconnected):
            ask(upstream, f"{LIST}?include=creator")
