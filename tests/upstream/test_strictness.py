"""What the contract does not allow is refused, in the contract's order, and the budget is counted."""

import math

import pytest

from tests.upstream import KEYS, Limit, StrictUpstream, ask, make_runs
from tests.upstream.asking import basic_headers

LIST = "/v1/generated_reports"
RUNS = make_runs(4, 7)
RUN = f"{LIST}/{RUNS[0].run_id}"
EMPTY_RUN = f"{LIST}/{RUNS[3].run_id}"


@pytest.mark.parametrize(
    "query",
    [
        "include=creator",
        "sort=completed_at",
        "fields[generated_reports]=status",
        "addepar_firm=7001",
        "page[limit]=5",
        "page[after]=1",
        "page[size]=0",
        "page[size]=-1",
        "page[size]=ten",
        "page[size]=",
        "page[size]=1&page[size]=2",
        "page[number]=-1",
        "page[number]=1.0",
        "page[number]=%D9%A3",
        "filter[status]=DONE",
        "filter[status]=finished",
        "filter[entityId]=abc",
        "filter[entityId]=1&filter[groupId]=2",
        "filter[completed_after]=2024-06-01",
        "filter[completed_after]=2024-06-01T00:00:00",
        "filter[completed_after]=2024-13-01T00:00:00Z",
        "filter[completed_after]=2024-06-01T00:00:00%2B02:00",
        "filter[completed_after]=2024-06-02T00:00:00Z&filter[completed_before]=2024-06-01T00:00:00Z",
    ],
)
def test_a_bad_query_is_a_400_with_an_error_document(query: str) -> None:
    with StrictUpstream(RUNS) as upstream:
        reply = ask(upstream, f"{LIST}?{query}")

    (error,) = reply.document()["errors"]
    assert (reply.status, error["status"], error["title"]) == (400, "400", "Bad Request")
    assert error["detail"]


@pytest.mark.parametrize(
    "route", ["", "/creator", "/zipped_file", "/zipped_file/download", "/relationships/creator"]
)
def test_the_other_routes_take_no_parameter(route: str) -> None:
    with StrictUpstream(RUNS) as upstream:
        statuses = [
            ask(upstream, f"{RUN}{route}{query}").status for query in ("", "?include=x", "?page[size]=1")
        ]

    assert statuses == [200, 400, 400]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"{RUN}/owner", 400),
        (f"{RUN}/relationships/owner", 400),
        (f"{LIST}/42", 404),
        (f"{LIST}/42/creator", 404),
        (f"{EMPTY_RUN}/zipped_file", 404),
        (f"{EMPTY_RUN}/zipped_file/download", 404),
        (f"{EMPTY_RUN}/relationships/zipped_file", 200),
        ("/v1/files/5", 404),
        ("/v1/files/5/download", 404),
        ("/v1/nothing", 404),
        ("/v2/generated_reports", 404),
    ],
)
def test_unknown_things_have_their_status(target: str, status: int) -> None:
    with StrictUpstream(RUNS) as upstream:
        assert ask(upstream, target).status == status


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND"])
def test_nothing_but_get_is_supported(method: str) -> None:
    with StrictUpstream(RUNS) as upstream:
        reply = ask(upstream, LIST, method=method, body=b"{}" if method == "POST" else None)

    assert (reply.status, reply.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize(
    "changes",
    [
        {"Authorization": "Basic bm90OnJpZ2h0"},
        {"Authorization": "Bearer other"},
        {"Authorization": ""},
        {"Addepar-Firm": "7002"},
        {"Addepar-Firm": ""},
    ],
)
def test_a_wrong_key_or_firm_is_a_401_and_not_counted(changes: dict[str, str]) -> None:
    with StrictUpstream(RUNS) as upstream:
        reply = ask(upstream, LIST, headers={**basic_headers(upstream), **changes})

    assert reply.status == 401
    assert [one.is_counted for one in upstream.log] == [False]


def test_a_token_is_as_good_as_the_key() -> None:
    headers = {"Authorization": f"Bearer {KEYS.access_token}", "Addepar-Firm": KEYS.firm_id}

    with StrictUpstream(RUNS) as upstream:
        assert ask(upstream, LIST, headers=headers).status == 200


def test_a_rotated_secret_locks_the_old_one_out() -> None:
    with StrictUpstream(RUNS) as upstream:
        old = basic_headers(upstream)
        upstream.api_secret = "another-secret"

        assert ask(upstream, LIST, headers=old).status == 401
        assert ask(upstream, LIST).status == 200


@pytest.mark.parametrize(
    ("scopes", "target", "status"),
    [
        ((), LIST, 403),
        (("FILES",), LIST, 200),
        (("FILES",), f"{RUN}/creator", 403),
        (("USERS",), f"{RUN}/creator", 403),
        (("FILES", "USERS"), f"{RUN}/creator", 200),
        (("FILES",), "/v1/users/me", 403),
        (("FILES",), "/v1/reports", 403),
        (("REPORTS_READ",), "/v1/reports", 200),
        (("FILES_WRITE",), LIST, 403),
        (("FILES_WRITE",), f"/v1/files/{next(iter(RUNS[0].files))}", 200),
    ],
)
def test_each_route_needs_its_scopes(scopes: tuple[str, ...], target: str, status: int) -> None:
    with StrictUpstream(RUNS, scopes=scopes) as upstream:
        assert ask(upstream, target).status == status


def test_runs_are_for_admins() -> None:
    with StrictUpstream(RUNS, is_admin=False) as upstream:
        statuses = [ask(upstream, target).status for target in (LIST, RUN, f"{RUN}/zipped_file/download")]

    assert statuses == [403, 403, 403]


def test_the_51st_request_in_15_minutes_is_refused_until_the_first_is_old() -> None:
    now = [1000.0]
    with StrictUpstream(RUNS, clock=lambda: now[0]) as upstream:
        replies = []
        for _ in range(51):
            replies.append(ask(upstream, "/v1/users/me"))
            now[0] += 0.25
        refused = replies.pop()
        now[0] = 1900.0
        freed = ask(upstream, "/v1/users/me")

    assert {reply.status for reply in replies} == {200}
    assert (refused.status, refused.headers["x-ratelimit-retry-after"]) == (429, str(math.ceil(900 - 12.5)))
    assert freed.status == 200
    assert upstream.worst_window(900) == 51


def test_limits_can_be_set_spent_elsewhere_and_switched_off() -> None:
    with StrictUpstream(RUNS, rate_limits=[Limit(3, 60)]) as upstream:
        upstream.spend_elsewhere(2)
        limited = [ask(upstream, LIST).status for _ in range(2)]
    with StrictUpstream(RUNS, rate_limits=()) as free:
        unlimited = {ask(free, "/v1/users/me").status for _ in range(60)}

    assert limited == [200, 429]
    assert unlimited == {200}


def test_the_key_is_checked_before_the_budget_and_the_budget_before_all_else() -> None:
    with StrictUpstream(RUNS, rate_limits=[Limit(1, 60)]) as upstream:
        ask(upstream, LIST)
        late = [
            ask(upstream, LIST, headers={}).status,
            ask(upstream, LIST, method="POST").status,
            ask(upstream, "/v1/nothing").status,
        ]

    assert late == [401, 429, 429]
