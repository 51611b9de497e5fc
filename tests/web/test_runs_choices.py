"""The list of runs: what its filters offer and leave out, its views, and the ways it is read in."""

from datetime import timedelta

import pytest

from reports_app.failures.standings import recount
from reports_app.web.links import client_url
from tests.factories import NOON, make_creator, make_portfolio, make_report, make_run

from .test_runs import ids, many, names, walk

__all__ = ["many"]


def test_a_report_or_creator_that_is_not_stored_is_named_and_left_out(staff):
    make_run(make_report("Monthly", upstream_id="r77"), creator=make_creator(upstream_id="84"))
    make_run(make_report("Quarterly"))

    page = staff.get("/runs/?report=r77&report=nope&creator=nobody&healed=maybe")

    assert names(page) == ["Monthly"]
    assert sorted(page.context["address"].ignored) == ["creator=nobody", "healed=maybe", "report=nope"]


def test_a_chosen_report_keeps_its_chip_beyond_those_that_are_offered(staff, monkeypatch):
    monkeypatch.setattr("reports_app.queries.run_choices.OFFERED", 1)
    make_run(make_report("Aardvark"))
    make_run(make_report("Zebra", upstream_id="r9"))

    chips = {chip["name"]: chip for chip in staff.get("/runs/?report=r9").context["filters"]}

    assert chips["report"]["is_set"]
    assert [option["label"] for option in chips["report"]["options"]] == ["Aardvark", "Zebra"]


def test_a_status_that_nobody_documented_is_offered_once_it_is_stored(staff):
    make_run(generated=[make_portfolio()], status="PAUSED")

    chips = {chip["name"]: chip for chip in staff.get("/runs/").context["filters"]}

    assert [each["value"] for each in chips["status"]["options"]] == [
        "FINISHED",
        "ERROR",
        "CANCELED",
        "PAUSED",
    ]


@pytest.mark.parametrize(("kind", "number"), [("entity", "ab_c"), ("trust", "7-7"), ("sub-trust", "7")])
def test_the_address_of_any_client_finds_its_runs(staff, kind, number):
    client = make_portfolio("Stark", portfolio_type=kind, upstream_id=number)
    make_run(make_report("Mine"), generated=[client])
    make_run(make_report("Other"), generated=[make_portfolio("Stark")])

    assert names(staff.get(client_url(client))) == ["Mine"]


def test_each_view_counts_what_its_list_holds(staff):
    report, client = make_report(), make_portfolio()
    make_run(report, generated=[client], published=False, completed_at=NOON - timedelta(days=200))
    make_run(report, failed=[client], status="ERROR")
    recount([(report.pk, client.pk)])

    tabs = staff.get("/runs/").context["views"]

    assert [tab.count.matching for tab in tabs] == [2, 1, 1, 1, 0]
    for tab in tabs:
        page = staff.get(tab.url)
        assert page.context["count"] == tab.count
        assert len(ids(page)) == tab.count.matching
        assert [each.label for each in page.context["views"] if each.is_current] == [tab.label]


def test_counts_are_cut_honestly(staff, many, monkeypatch):
    monkeypatch.setattr("reports_app.queries.run_counts.COUNTED", 50)

    html = staff.get("/runs/?job_type=SCHEDULED").content.decode()

    assert "<b>More than 50</b> of more than 50 runs match" in html
    assert "50+" in html


@pytest.mark.parametrize("sort", ["newest", "oldest", "failed", "longest"])
@pytest.mark.parametrize("counted", [5, 10_000])
@pytest.mark.parametrize(
    "query",
    ["outcome=partial&outcome=complete", "outcome=complete", "job_type=SCHEDULED", "client=entity-x9"],
)
def test_whatever_way_is_taken_the_pages_hold_every_match_once(staff, monkeypatch, sort, counted, query):
    for module in ("run_counts", "runs"):
        monkeypatch.setattr(f"reports_app.queries.{module}.COUNTED", counted)
    monkeypatch.setattr("reports_app.queries.run_matching.FEW", counted)
    monkeypatch.setattr("reports_app.queries.run_counts.KEPT", counted)
    client, other = make_portfolio(upstream_id="x9"), make_portfolio()
    reports = [make_report(), make_report()]
    for number in range(64):
        make_run(
            reports[number % 2],
            generated=[client],
            failed=[other] if number % 3 == 0 else [],
            completed_at=NOON - timedelta(minutes=number // 2),
            duration_seconds=number % 5,
        )

    down, up = walk(staff, f"/runs/?{query}&sort={sort}")

    flat = [run_id for page in down for run_id in page]
    assert len(flat) == len(set(flat)) == {"outcome=complete": 42}.get(query, 64)
    assert list(reversed(up)) == down
