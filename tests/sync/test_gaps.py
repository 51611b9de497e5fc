"""No gap stays unread: whatever broke off, and whatever a person asked for in between."""

from datetime import timedelta

import pytest

from reports_app.models import Firm
from tests.upstream import Fault, effects, faults, item_effects, make_run, make_runs

pytestmark = pytest.mark.django_db(transaction=True)


def add_newer(upstream, count, *, seed):
    newest = max(run.completed_at for run in upstream.finished_runs())
    for number in range(count):
        upstream.add_run(make_run(seed=seed + number, completed_at=newest + timedelta(minutes=number + 1)))
    return newest


def ids(resources):
    return sorted(resource["id"] for resource in resources)


def test_a_since_in_between_hides_nothing(upstream_factory, point_at, sync, exported):
    upstream = upstream_factory(make_runs(40, seed=5), page_limit=20)
    point_at(upstream)
    sync()
    newest = add_newer(upstream, 60, seed=3000)
    sync("--since", (newest + timedelta(minutes=40)).isoformat())

    sync()

    assert ids(exported()) == ids(upstream.truth())


def test_two_catch_ups_that_break_off_lose_nothing(upstream_factory, point_at, sync, exported):
    upstream = upstream_factory(make_runs(40, seed=5), page_limit=20)
    point_at(upstream)
    sync()
    for count, seed in ((90, 3000), (30, 4000)):
        add_newer(upstream, count, seed=seed)
        upstream.faults.append(Fault(effects.status_code(429, retry_after="1"), on=faults.LIST, nth=2))
        assert sync().code == 3
        Firm.objects.update(not_before=None)

    ended = sync()

    assert ended.code == 0
    assert ids(exported()) == ids(upstream.truth())


def test_a_page_of_odd_items_is_not_known_ground(upstream_factory, point_at, sync):
    upstream = upstream_factory(make_runs(40, seed=5), page_limit=20)
    point_at(upstream)
    sync()
    add_newer(upstream, 40, seed=3000)
    for index in range(20):
        upstream.faults.append(Fault(item_effects.malformed_item("no_id", index=index), on=faults.LIST))

    ended = sync()

    assert ended.line["created"] >= 20
