"""The list of runs: filters, sorts, pages both ways, hostile names, and what each state says."""

import gzip
from datetime import timedelta

import pytest

from reports_app.failures.day_counts import DayMark, move_day_counts
from reports_app.failures.standings import recount
from tests.factories import NOON, make_creator, make_portfolio, make_report, make_run

HOSTILE = [
    "<script>alert(1)</script>",
    "‮Estate of Ruth‬ שלום",
    "🦄 Family 👨‍👩‍👧",
    "N" * 300,
    'O\'Neil "Red" & Sons',
]


def names(page):
    return [row.run.report_name for group in page.context["groups"] for row in group["rows"]]


def ids(page):
    return [row.run.upstream_id for group in page.context["groups"] for row in group["rows"]]


@pytest.fixture
def many(db):
    report = make_report()
    return [make_run(report, completed_at=NOON - timedelta(minutes=7 * (n // 3))) for n in range(120)]


def walk(client, address):
    """Follow "Older" to the end, then "Newer" back to the top; return both ways' ids."""
    down, up = [], []
    while address:
        page = client.get(address)
        down.append(ids(page))
        last, address = address, page.context["pager"]["older_url"]
    address = last
    while address:
        page = client.get(address)
        up.append(ids(page))
        address = page.context["pager"]["newer_url"]
    return down, up


@pytest.mark.parametrize("sort", ["newest", "oldest", "failed", "longest"])
def test_pages_hold_every_run_once_in_both_directions(staff, many, sort):
    down, up = walk(staff, f"/runs/?sort={sort}")

    flat = [run_id for page in down for run_id in page]
    assert len(flat) == len(set(flat)) == 120
    assert list(reversed(up)) == down


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("outcome=partial", {"Monthly"}),
        ("outcome=partial&outcome=failed", {"Monthly", "Broken"}),
        ("status=ERROR", {"Broken"}),
        ("status=PAUSED", {"Odd"}),
        ("outcome=unknown", {"Odd"}),
        ("published=waiting", {"Waiting"}),
        ("report=r77", {"Monthly"}),
        ("report=r77&outcome=complete", set()),
        ("creator=84", {"Quarterly"}),
        ("job_type=AD_HOC", {"Quarterly"}),
        ("from=2026-11-17&to=2026-11-17", {"Quarterly", "Monthly", "Broken", "Odd", "Waiting"}),
        ("to=2026-11-16", {"Old"}),
        ("client=entity-x501", {"Monthly"}),
        ("client=bjornsdottir", {"Monthly"}),
        ("healed=open", {"Monthly", "Broken"}),
    ],
)
def test_each_filter_finds_what_it_says(staff, query, expected):
    client = make_portfolio("Björnsdóttir Family LP", upstream_id="x501")
    other = make_portfolio("Other")
    monthly = make_report("Monthly", upstream_id="r77")
    broken = make_report("Broken")
    make_run(
        make_report("Quarterly"), generated=[other], creator=make_creator(upstream_id="84"), job_type="AD_HOC"
    )
    make_run(monthly, generated=[other], failed=[client])
    make_run(broken, failed=[other], status="ERROR")
    make_run(make_report("Odd"), generated=[other], status="PAUSED")
    make_run(make_report("Waiting"), generated=[other], published=False)
    make_run(make_report("Old"), generated=[other], completed_at=NOON - timedelta(days=40))
    recount([(monthly.pk, client.pk), (broken.pk, other.pk)])
    move_day_counts(monthly.firm_id, [DayMark(monthly.pk, NOON.date(), "partial", 1, 1)])

    page = staff.get(f"/runs/?{query}")

    assert set(names(page)) == expected
    assert page.context["count"].matching == len(expected)


def test_an_unknown_status_is_shown_word_for_word(staff):
    make_run(status="PAUSED <b>", generated=[make_portfolio()])

    page = staff.get("/runs/").content.decode()

    assert "PAUSED &lt;b&gt;" in page
    assert "<b>" not in page.split("<tbody")[1]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(staff, name):
    make_run(make_report(name), generated=[make_portfolio(name)])

    page = staff.get("/runs/")

    assert names(page) == [name]
    assert "<script>alert" not in page.content.decode()


def test_what_cannot_be_understood_is_named_and_left_out(staff, many):
    page = staff.get("/runs/?outcome=purple&from=yesterday&sort=colour&after=%00%FF&before=bm9wZQ&status=%00")

    assert page.status_code == 200
    assert page.context["address"].ignored == ["outcome=purple", "from=yesterday", "sort=colour"]
    assert len(ids(page)) == 50


def test_a_day_says_how_many_of_its_runs_match(staff, ingrid):
    failed = make_run(failed=[make_portfolio()], status="ERROR")
    make_run(failed.report, generated=[make_portfolio()])
    day = NOON.date()
    marks = [DayMark(failed.report_id, day, "failed", 0, 1), DayMark(failed.report_id, day, "complete", 1, 0)]
    move_day_counts(failed.firm_id, marks)

    page = staff.get("/runs/?outcome=failed")

    assert [group["note"] for group in page.context["groups"]] == ["1 of 2 runs match"]


def test_an_advisor_without_clients_sees_no_run(advisor, many):
    page = advisor.get("/runs/")

    assert "No clients are assigned to you yet" in page.content.decode()
    assert many[0].upstream_id not in page.content.decode()
    assert "Quarterly Client Review" not in page.content.decode()


def test_an_empty_mirror_and_an_empty_answer_say_what_would_fill_them(staff):
    assert "The first sync fills this list" in staff.get("/runs/").content.decode()
    make_run()
    assert "No run matches these filters" in staff.get("/runs/?outcome=canceled").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?outcome=partial&outcome=failed",
        "?client=entity-1&status=ERROR&sort=longest",
        "?client=entity-x5&outcome=complete",
        "?outcome=complete&outcome=partial&outcome=failed&outcome=empty&client=stark",
        "?outcome=complete&outcome=partial&outcome=failed&outcome=empty&sort=oldest",
    ],
)
def test_a_page_costs_at_most_ten_queries_and_60_kb(staff, many, query, django_assert_max_num_queries):
    client = make_portfolio("Stark", upstream_id="x5")
    for number in range(60):
        make_run(generated=[client], completed_at=NOON - timedelta(hours=number), creator=make_creator())

    with django_assert_max_num_queries(10):
        page = staff.get(f"/runs/{query}")

    assert len(gzip.compress(page.content)) < 60_000


def test_signed_out_people_are_sent_to_sign_in(client, many):
    assert (
        client.get("/runs/?outcome=failed").headers["Location"] == "/sign-in/?next=/runs/%3Foutcome%3Dfailed"
    )
