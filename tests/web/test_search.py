"""One box finds clients, reports, creators and runs: by parts of names, without accents, by id."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports_app.models import Portfolio
from reports_app.sync.clean_text import fold
from tests.factories import make_creator, make_firm, make_portfolio, make_report, make_run

pytestmark = pytest.mark.django_db
Budget = Any
RUN_ID = "7f3d2a90-1c4b-4b0e-9a51-0d8e5f6a7b8c"


def _client(name: str, **values: Any) -> Portfolio:
    portfolio = make_portfolio(name, **values)
    portfolio.search_name = fold(name)
    portfolio.save()
    return portfolio


def _found(browser: Client, text: str) -> list[tuple[str, str]]:
    """Return (title, address) of what the page lists."""
    page = browser.get("/search/", {"q": text}).content.decode()
    links = re.findall(r'<li><a class="name" href="([^"]+)">(.*?)</a>', page)
    return [(html.unescape(title), html.unescape(address)) for address, title in links]


def _titles(browser: Client, text: str) -> list[str]:
    return [title for title, _ in _found(browser, text)]


@pytest.mark.parametrize("text", ["björn", "bjorn", "BJORN", "castellanos", "family bjorn", "3390054"])
def test_a_client_is_found_by_any_part_of_its_name_or_its_id(staff: Client, text: str) -> None:
    _client("Björnsdóttir-Castellanos Family LP", upstream_id="3390054")
    _client("Stark Household")

    assert _found(staff, text) == [
        ("Björnsdóttir-Castellanos Family LP", "/runs/?client=entity-3390054"),
    ]


def test_names_that_begin_with_the_text_come_first_then_words_that_do(staff: Client) -> None:
    for name in ("Ostark Trust", "Family Stark", "Stark Household"):
        _client(name)

    assert _titles(staff, "stark") == ["Stark Household", "Family Stark", "Ostark Trust"]


def test_two_clients_of_one_name_are_told_apart_by_what_they_are(staff: Client) -> None:
    _client("Stark", portfolio_type="entity", upstream_id="7")
    _client("Stark", portfolio_type="group", upstream_id="7")

    page = staff.get("/search/", {"q": "stark"}).content.decode()

    assert {address for _, address in _found(staff, "stark")} == {
        "/runs/?client=entity-7",
        "/runs/?client=group-7",
    }
    assert "Entity 7" in page
    assert "Group 7" in page


def test_reports_and_creators_are_found_and_lead_to_their_runs(staff: Client) -> None:
    make_report("Étude trimestrielle", upstream_id="501")
    make_creator("Máté", "Őszi-Lindgren", upstream_id="88", email="mate@example.test")

    assert _found(staff, "etude") == [("Étude trimestrielle", "/runs/?report=501")]
    assert _found(staff, "oszi mate") == [("Máté Őszi-Lindgren", "/runs/?creator=88")]
    assert _found(staff, "mate@example") == [("Máté Őszi-Lindgren", "/runs/?creator=88")]


def test_a_whole_run_id_leads_straight_to_its_run(staff: Client) -> None:
    make_run(upstream_id=RUN_ID)

    assert staff.get("/search/", {"q": f" {RUN_ID} "})["Location"] == f"/runs/{RUN_ID}/"


def test_the_beginning_of_a_run_id_lists_the_runs_it_may_be(staff: Client) -> None:
    report = make_report("Capital Statement")
    make_run(report, upstream_id=RUN_ID)
    make_run(report, upstream_id="7f3d0000-0000-4000-8000-000000000000")
    make_run(report, upstream_id="8f3d2a90-1c4b-4b0e-9a51-0d8e5f6a7b8c")

    assert [address for _, address in _found(staff, "7F3D")] == [
        "/runs/7f3d0000-0000-4000-8000-000000000000/",
        f"/runs/{RUN_ID}/",
    ]


def test_the_box_gets_options_and_nothing_else(staff: Client) -> None:
    for number in range(9):
        _client(f"Stark {number}")

    options = staff.get("/search/", {"q": "stark", "fragment": "1"}).content.decode()

    assert options.count('role="option"') == 6
    assert "<html" not in options
    assert 'href="/runs/?client=entity-' in options


def test_a_long_list_says_that_it_was_cut(staff: Client) -> None:
    for number in range(30):
        _client(f"Stark {number:02d}")

    assert len(_found(staff, "stark")) == 25
    assert "The first 25; type more of the name for fewer" in staff.get("/search/?q=stark").content.decode()


@pytest.mark.parametrize("fragment", ["", "&fragment=1"])
def test_what_is_not_there_is_said(staff: Client, fragment: str) -> None:
    assert "Nothing matches" in staff.get(f"/search/?q=nobody{fragment}").content.decode()


@pytest.mark.parametrize("text", ["", "s", " s ", "\0"])
def test_too_little_to_search_is_said(staff: Client, text: str) -> None:
    assert "Type at least two characters" in staff.get("/search/", {"q": text}).content.decode()


@pytest.mark.parametrize(
    "text", ["%%", "__", "\\\\", "a\0b", "<b>x</b>", "' OR 1=1 --", "\u202eאב", "x" * 5000, "🏛🏛"]
)
def test_odd_text_finds_nothing_and_breaks_nothing(staff: Client, text: str) -> None:
    _client("Stark Household")

    answer = staff.get("/search/", {"q": text})

    assert answer.status_code == 200
    assert "Stark" not in answer.content.decode()
    assert "<b>x</b>" not in answer.content.decode()


def test_a_hostile_name_is_text_wherever_it_is_found(staff: Client) -> None:
    _client("<script>alert('x')</script> & Sons")

    for address in ("/search/?q=sons", "/search/?q=sons&fragment=1"):
        page = staff.get(address).content.decode()
        assert "&lt;script&gt;alert(" in page
        assert "<script>alert" not in page


def test_an_advisor_without_grants_finds_nothing(advisor: Client) -> None:
    _client("Stark Household")
    make_report("Starkly Named Report")
    make_run(make_report("Run"), upstream_id=RUN_ID)

    for text in ("stark", RUN_ID):
        assert _found(advisor, text) == []
        assert "Nothing matches" in advisor.get("/search/", {"q": text, "fragment": 1}).content.decode()


def test_another_firms_names_are_not_found(staff: Client) -> None:
    _client("Stark Household", firm=make_firm())

    assert _found(staff, "stark") == []


def test_search_never_reads_outcomes_and_keeps_to_its_budget(
    staff: Client, django_assert_max_num_queries: Budget
) -> None:
    report = make_report("Stark Report")
    for number in range(30):
        make_run(report, generated=[_client(f"Stark {number}")], upstream_id=f"stark-{number}")

    with django_assert_max_num_queries(9), CaptureQueriesContext(connection) as queries:
        assert staff.get("/search/?q=stark").status_code == 200

    assert [query for query in queries if "portfoliooutcome" in query["sql"]] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans; SQLite is always there")
def test_a_run_id_is_looked_up_in_the_index(staff: Client) -> None:
    make_run(upstream_id=RUN_ID)
    with CaptureQueriesContext(connection) as queries:
        staff.get("/search/?q=7f3d2a90")

    asked = [query["sql"] for query in queries if 'FROM "reports_app_generatedreport"' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked[0])
        plan = " / ".join(str(row[-1]) for row in cursor.fetchall())

    assert "generated_report_is_unique_in_firm" in plan or "upstream_id>?" in plan
    assert "SCAN reports_app_generatedreport" not in plan
