"""Two sliding windows for the whole firm: 50 in 15 minutes, 1,000 a day; a header says when to ask again."""

from datetime import datetime, timedelta

import pytest

from reports_app.jsonapi.errors import RequestError
from reports_app.sandbox import DOCUMENTED_LIMITS, Limit, SandboxFirm, make_app
from reports_app.sandbox.limits import RequestLimits
from tests.sandbox.asking import NOW, ask

ROUTE = "/v1/users/me"


class Clock:
    """A clock that a test sets by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def _refusal(limits: RequestLimits, *, now: float) -> int:
    with pytest.raises(RequestError) as refused:
        limits.admit(now)
    return int(refused.value.headers["X-RateLimit-Retry-After"])


def test_the_fifty_first_request_in_fifteen_minutes_is_429(firm: SandboxFirm) -> None:
    clock = Clock()
    app = make_app(firm, clock=clock)

    statuses = [ask(app, ROUTE).status for _ in range(50)]
    reply = ask(app, ROUTE)

    assert statuses == [200] * 50
    assert reply.status == 429
    assert reply.headers["x-ratelimit-retry-after"] == "900"
    assert reply.document["errors"][0]["title"] == "Too Many Requests"


def test_waiting_as_told_is_enough_and_a_second_less_is_not(firm: SandboxFirm) -> None:
    clock = Clock()
    app = make_app(firm, clock=clock)
    for _ in range(50):
        ask(app, ROUTE)
        clock.pass_seconds(3)

    seconds = int(ask(app, ROUTE).headers["x-ratelimit-retry-after"])
    clock.pass_seconds(seconds - 1)
    early = ask(app, ROUTE).status
    clock.pass_seconds(1)

    assert seconds == 750
    assert early == 429
    assert ask(app, ROUTE).status == 200
    assert ask(app, ROUTE).status == 429, "the window slides: one slot was free, not fifty"


def test_the_daily_window_is_the_one_to_wait_for_when_both_are_spent() -> None:
    limits = RequestLimits(DOCUMENTED_LIMITS)
    moment = 0.0
    for _ in range(20):
        for _ in range(50):
            limits.admit(moment)
        moment += 900

    assert _refusal(limits, now=moment) == 86_400 - 18_000
    limits.admit(86_400)


def test_refused_requests_do_not_count() -> None:
    limits = RequestLimits([Limit(1, 10)])
    limits.admit(0.0)

    waits = [_refusal(limits, now=float(second)) for second in range(10)]

    assert waits == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    limits.admit(10.0)


def test_the_wait_is_rounded_up_and_never_zero() -> None:
    limits = RequestLimits([Limit(1, 10)])
    limits.admit(0.0)

    assert _refusal(limits, now=9.999) == 1
    assert _refusal(limits, now=8.5) == 2


def test_unauthenticated_requests_do_not_count_and_refused_ones_of_the_firm_do(firm: SandboxFirm) -> None:
    app = make_app(firm, clock=Clock(), limits=(Limit(2, 900),))

    strangers = [ask(app, ROUTE, firm_id="9").status for _ in range(5)]
    own = [ask(app, path).status for path in ("/v1/nowhere", ROUTE, ROUTE)]

    assert strangers == [401] * 5
    assert own == [404, 200, 429]


def test_a_limit_of_nothing_refuses_everything_and_no_limit_nothing() -> None:
    assert _refusal(RequestLimits([Limit(0, 60)]), now=0.0) == 60
    unlimited = RequestLimits(())
    for _ in range(2000):
        unlimited.admit(0.0)
