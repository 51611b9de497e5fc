"""The sync against a strict upstream that was written from the contract alone."""

from datetime import timedelta

import pytest

from reports_app.models import (
    Creator,
    DayCount,
    Firm,
    GeneratedReport,
    PortfolioOutcome,
    QuarantinedItem,
    Revision,
    Standing,
    SyncRun,
)
from tests.upstream import Fault, effects, faults, item_effects, make_run, make_runs

pytestmark = pytest.mark.django_db(transaction=True)
MIRRORED = (GeneratedReport, PortfolioOutcome, Standing, DayCount, Creator, Revision)


def list_requests(upstream):
    return [request for request in upstream.log if request.path.rstrip("/").endswith("/generated_reports")]


def creators_of(upstream):
    return {item["relationships"]["creator"]["data"]["id"] for item in upstream.truth()}


@pytest.mark.parametrize("options", [{}, {"page_limit": 50}, {"refuse_page_size_over": 50}])
def test_a_first_sync_stores_exactly_the_upstreams_truth(upstream_factory, point_at, sync, exported, options):
    upstream = upstream_factory(make_runs(120, seed=5, crowded=4), **options)
    point_at(upstream)

    ended = sync()

    assert ended.code == 0
    assert exported() == upstream.truth()
    answered = [request for request in list_requests(upstream) if request.status == 200]
    assert len(answered) <= 3
    assert len(upstream.log) <= 4 + len(creators_of(upstream))
    assert ended.line["requests"] == len(upstream.log)
    assert ended.line["created"] == 120


def test_a_repeated_sync_changes_nothing_and_costs_one_request(upstream_factory, point_at, sync):
    upstream = upstream_factory(make_runs(120, seed=5))
    point_at(upstream)
    sync()
    before = {model: list(model.objects.order_by("pk").values()) for model in MIRRORED}

    ended = sync()

    assert (ended.code, ended.line["created"], ended.line["updated"], ended.line["requests"]) == (0, 0, 0, 1)
    assert ended.line["unchanged"] == ended.line["seen"] == 120
    assert {model: list(model.objects.order_by("pk").values()) for model in MIRRORED} == before


def test_a_second_of_more_runs_than_a_page_is_read_whole(upstream_factory, point_at, sync, exported):
    runs = make_runs(130, seed=9)
    crowd = [make_run(seed=1000 + n, completed_at=runs[60].completed_at) for n in range(120)]
    upstream = upstream_factory([*runs, *crowd], page_limit=50)
    point_at(upstream)

    ended = sync()

    assert ended.code == 0
    assert exported() == upstream.truth()


def test_new_runs_are_found_at_the_top(upstream_factory, point_at, sync, exported):
    runs = make_runs(120, seed=5)
    upstream = upstream_factory(runs, page_limit=50)
    point_at(upstream)
    sync()
    newest = max(run.completed_at for run in runs)
    for number in range(70):
        upstream.add_run(make_run(seed=3000 + number, completed_at=newest + timedelta(minutes=number + 1)))

    ended = sync()

    assert (ended.line["created"], ended.code) == (70, 0)
    assert exported() == upstream.truth()


def test_a_first_sync_that_breaks_off_goes_on_where_it_stopped(upstream_factory, point_at, sync, exported):
    upstream = upstream_factory(make_runs(120, seed=5), page_limit=20)
    point_at(upstream)
    upstream.faults.append(Fault(effects.status_code(429, retry_after="1"), on=faults.LIST, nth=3))
    broken = sync()
    Firm.objects.update(not_before=None)

    resumed = sync()

    assert (broken.code, broken.line["state"], broken.line["created"]) == (3, "stopped", 40 - 1)
    assert resumed.code == 0
    assert exported() == upstream.truth()
    assert Firm.objects.get().unread_before is None


def test_a_publish_flip_is_an_update_that_keeps_the_former_answer(upstream_factory, point_at, sync, exported):
    upstream = upstream_factory(make_runs(20, seed=5))
    point_at(upstream)
    sync()
    run = next(run for run in upstream.finished_runs() if run.attributes["generated_portfolios"])
    first = run.attributes["generated_portfolios"][0]
    flipped = first.get("has_been_published") is not True
    upstream.publish(run.run_id, (first["portfolio_type"], first["portfolio_id"]), published=flipped)

    ended = sync()

    assert (ended.line["updated"], ended.line["created"]) == (1, 0)
    assert exported() == upstream.truth()
    assert Revision.objects.get().is_poorer is False


def test_f33_a_poorer_answer_never_replaces_a_richer_one(upstream_factory, point_at, sync, exported):
    upstream = upstream_factory(make_runs(20, seed=5))
    point_at(upstream)
    sync()
    rich = exported()
    run = next(run for run in upstream.finished_runs() if run.attributes["generated_portfolios"])
    upstream.change_run(run.run_id, generated_portfolios=[], report_name=None)

    ended = sync()
    again = sync()

    assert exported() == rich
    assert (ended.line["updated"], again.line["updated"]) == (1, 0)
    assert Revision.objects.get().is_poorer is True


def test_f30_one_bad_item_is_set_aside_and_the_others_are_stored(upstream_factory, point_at, sync):
    upstream = upstream_factory(make_runs(50, seed=5))
    point_at(upstream)
    upstream.faults.append(Fault(item_effects.malformed_item("no_id", index=7), on=faults.LIST))

    ended = sync()

    assert (ended.code, ended.line["created"], ended.line["quarantined"]) == (0, 49, 1)
    item = QuarantinedItem.objects.get()
    assert item.pointer.startswith("/data/7")
    assert "could not be read" in SyncRun.objects.first().reason


@pytest.mark.parametrize(
    ("effect", "code", "reason_code"),
    [
        (effects.html_200(), 5, "not_json"),
        (effects.cut_json(length="short"), 5, "not_json"),
        (effects.cut_json(length="none"), 5, "not_json"),
        (effects.empty_body(), 5, "not_json"),
        (effects.status_code(401), 4, "credentials_refused"),
        (effects.status_code(403), 4, "permission_refused"),
        (effects.status_code(429, retry_after="7"), 3, "rate_limited"),
        (effects.status_code(404), 6, "request_refused"),
        (effects.next_value(7), 6, "malformed"),
        (effects.status_code(400), 6, "request_refused"),
        (effects.status_code(500), 5, "upstream_error"),
    ],
)
def test_a_bad_upstream_ends_with_its_code_and_loses_nothing(
    upstream_factory, point_at, sync, effect, code, reason_code
):
    upstream = upstream_factory(make_runs(30, seed=5))
    point_at(upstream)
    sync()
    upstream.faults.append(Fault(effect, on=faults.LIST, times=None))

    ended = sync()

    row = SyncRun.objects.first()
    assert (ended.code, ended.line["reason_code"]) == (code, reason_code)
    assert ended.reason == row.reason == ended.line["reason"]
    assert GeneratedReport.objects.count() == 30


def test_f31_an_unknown_status_and_unknown_members_are_kept_word_for_word(
    upstream_factory, point_at, sync, exported
):
    upstream = upstream_factory(make_runs(30, seed=5, unknown_statuses=3))
    point_at(upstream)

    sync()

    assert exported() == upstream.truth()
    assert GeneratedReport.objects.filter(outcome="unknown").count() == 3


@pytest.mark.parametrize("kind", ["host", "port", "scheme", "userinfo", "double_slash", "backslash"])
def test_f27_a_foreign_next_gets_no_byte(upstream_factory, foreign_listener, point_at, sync, kind):
    upstream = upstream_factory(make_runs(60, seed=5), page_limit=20)
    point_at(upstream)
    change = effects.foreign_next(kind, own_port=upstream.port, foreign_port=foreign_listener.port)
    upstream.faults.append(Fault(change, on=faults.LIST))

    ended = sync()

    assert (ended.code, ended.line["reason_code"]) == (6, "foreign_link")
    foreign_listener.assert_silence()


def test_s02_a_redirect_is_not_followed(upstream_factory, foreign_listener, point_at, sync):
    upstream = upstream_factory(make_runs(5, seed=5))
    point_at(upstream)
    upstream.faults.append(Fault(effects.redirect(foreign_listener.url), on=faults.LIST, times=None))

    ended = sync()

    assert (ended.code, ended.line["reason_code"]) == (6, "redirect_refused")
    foreign_listener.assert_silence()


def test_f25_a_list_that_never_ends_is_left(upstream_factory, point_at, sync):
    upstream = upstream_factory(make_runs(60, seed=5), page_limit=20)
    point_at(upstream)
    upstream.faults.append(Fault(effects.same_page_for_ever(), on=faults.LIST, times=None))

    ended = sync()

    assert (ended.code, ended.line["reason_code"]) == (6, "pagination_loop")
    assert GeneratedReport.objects.count() == 20
    assert len(upstream.log) <= 5
