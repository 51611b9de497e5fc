"""The page of one run: its sentence, its facts, its clients, what changed; each state in words."""

import re
from datetime import timedelta

import pytest
from django.utils.html import escape

from reports_app.failures.standings import recount
from reports_app.models import GeneratedReport
from tests.factories import NOON, make_creator, make_portfolio, make_report, make_run, make_stored_zip

LATER = timedelta(days=1)
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def without_token(answer, run_id):
    """Return the page without what differs each time: form token, clock, and the id that was asked for."""
    html = answer.content.decode().replace(run_id, "")
    # Two answers may fall into two minutes.
    html = re.sub(r"<time[^>]*>[^<]*</time>", "", html)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def text_of(page):
    """Return what a person reads, without tags, in single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def report(db):
    return make_report("Quarterly Client Review")


def page_of(client, run, query=""):
    return client.get(f"/runs/{run.upstream_id}/{query}")


def settle(report, *clients):
    recount([(report.pk, client.pk) for client in clients])


def test_failed_clients_come_first_and_say_who_is_healed(staff, report):
    good, open_one, healed = make_portfolio("Good"), make_portfolio("Open"), make_portfolio("Healed")
    run = make_run(report, generated=[good], failed=[healed, open_one], creator=make_creator())
    later = make_run(report, generated=[healed], completed_at=NOON + LATER)
    settle(report, good, open_one, healed)

    page = page_of(staff, run)

    html = page.content.decode()
    rows = page.context["failed"]
    assert [(row.name, row.kind) for row in rows] == [("Open", "new"), ("Healed", "healed")]
    assert rows[1].healed_by.run_id == later.upstream_id
    assert f'<a href="/runs/{later.upstream_id}/">' in html
    assert "1 is already healed by a later run" in html
    assert "2, of which 1 not healed" in html
    assert html.index("Failed clients") < html.index("Generated clients")


def test_a_name_is_shown_as_it_was_in_the_run(staff, report):
    client = make_portfolio("Now Called This")
    run = make_run(report, generated=[client])
    run.portfolio_outcomes.update(name_then="Then Called That")

    html = page_of(staff, run).content.decode()

    assert "Then Called That" in html and "Now Called This" not in html


def test_joined_and_dropped_are_told_against_the_run_before(staff, report):
    stays, joins, leaves = make_portfolio("Stays"), make_portfolio("Joins"), make_portfolio("Leaves")
    before = make_run(report, generated=[stays, leaves], completed_at=NOON - LATER)
    run = make_run(report, generated=[stays], failed=[joins])

    page = page_of(staff, run)

    html = page.content.decode()
    assert [row.name for row in page.context["joined"]] == ["Joins"]
    assert [row.name for row in page.context["dropped"]] == ["Leaves"]
    assert "1 joined, 1 dropped" in html
    assert f'href="/runs/?client=entity-{leaves.upstream_id}"' in html
    assert f'<a href="/runs/{before.upstream_id}/" data-key="["' in html


def test_three_publish_states_are_three_words(staff, report):
    clients = [make_portfolio(name) for name in ("A", "B", "C")]
    run = make_run(report, generated=clients)
    for client, told in zip(clients, (True, False, None), strict=True):
        run.portfolio_outcomes.filter(portfolio=client).update(has_been_published=told)

    rows = page_of(staff, run).context["generated"]

    assert [row.publish_key for row in rows] == ["published", "not_published", "publish_unknown"]


def test_many_clients_are_paged_and_found_by_name(staff, report):
    clients = [make_portfolio(f"Client {number:03}") for number in range(150)]
    run = make_run(report, generated=clients)

    first, second = page_of(staff, run), page_of(staff, run, "?page=2")
    found = page_of(staff, run, "?find=CLIENT+149")
    nobody = page_of(staff, run, "?find=zebra")

    assert [len(page.context["generated"]) for page in (first, second, found)] == [100, 50, 1]
    assert "No generated client of this run is called that" in nobody.content.decode()


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", "\u202ereversed", "N" * 300, "\N{UNICORN FACE} Trust"]
)
def test_hostile_names_are_text_wherever_they_stand(staff, name):
    report, (generated, failed, left) = make_report(name), [make_portfolio(name) for _ in range(3)]
    make_run(report, generated=[left], completed_at=NOON - LATER)
    run = make_run(report, generated=[generated], failed=[failed], creator=make_creator(name[:300], ""))

    html = page_of(staff, run, f"?find={name[:8]}").content.decode()

    assert html.count(escape(name)) >= 7
    assert "<img src=x" not in html


@pytest.mark.parametrize("runs_since", [0, 12])
def test_a_page_costs_at_most_ten_queries(staff, report, runs_since, django_assert_max_num_queries):
    clients = [make_portfolio() for _ in range(30)]
    make_run(report, generated=clients[:20], completed_at=NOON - LATER)
    run = make_run(
        report, generated=clients[:15], failed=clients[15:], creator=make_creator(), zipped_file_id="61"
    )
    make_run(report, generated=clients[:5], completed_at=NOON + LATER)
    settle(report, *clients)
    make_stored_zip(run)
    for number in range(runs_since):
        make_run(report, generated=clients[:5], completed_at=NOON + LATER * (2 + number))

    with django_assert_max_num_queries(10):
        page = page_of(staff, run)

    assert page.context["is_older"] is (runs_since > 9)
    assert page.context["panel"].state == "stored"


@pytest.mark.parametrize("path", ["", "zip/state/", "zip/download/"])
def test_a_hidden_run_answers_as_an_id_that_never_was(advisor, report, path):
    run = make_run(report, generated=[make_portfolio()])
    make_stored_zip(run)

    hidden = advisor.get(f"/runs/{run.upstream_id}/{path}")
    unknown = advisor.get(f"/runs/{UNKNOWN}/{path}")

    assert hidden.status_code == unknown.status_code == 404
    assert without_token(hidden, run.upstream_id) == without_token(unknown, UNKNOWN)


def test_older_and_newer_runs_are_one_key_away(staff, report):
    runs = [make_run(report, completed_at=NOON + LATER * number) for number in range(3)]
    make_run(make_report(), completed_at=NOON + LATER * 1.5)

    html = page_of(staff, runs[1]).content.decode()

    assert f'<a href="/runs/{runs[0].upstream_id}/" data-key="["' in html
    assert f'href="/runs/{runs[2].upstream_id}/" data-key="]"' in html


def test_a_failure_that_lapsed_is_called_so(staff, report):
    client, other = make_portfolio(), make_portfolio()
    run = make_run(report, failed=[client])
    for number in range(3):
        make_run(report, generated=[other], completed_at=NOON + LATER * (1 + number))
    settle(report, client)

    assert "Lapsed" in text_of(page_of(staff, run))


def test_a_client_that_one_run_lists_on_both_sides_is_not_healed_by_itself(staff, report):
    client = make_portfolio("Twice")
    run = make_run(report, generated=[client], failed=[client])
    settle(report, client)

    page = page_of(staff, run)

    assert [(row.kind, row.healed_by) for row in page.context["failed"]] == [("new", None)]
    assert "1 failed ; not healed yet." in text_of(page)


def test_more_failures_than_are_listed_are_told(staff, report):
    run = make_run(report, failed=[make_portfolio() for _ in range(203)], status="ERROR")

    text = text_of(page_of(staff, run))

    assert "203, of which 203 not healed" in text
    assert "3 more failed clients are not listed here." in text


@pytest.mark.parametrize("page", ["0", "-1", "two", "9" * 30, "\u0662", "3"])
def test_a_page_that_is_none_is_the_nearest_one(staff, report, page):
    run = make_run(report, generated=[make_portfolio() for _ in range(101)])

    answer = page_of(staff, run, f"?page={page}")

    assert answer.status_code == 200
    assert len(answer.context["generated"]) in (1, 100)


def test_the_raw_answer_is_not_read_for_a_page(staff, report):
    run = make_run(report, generated=[make_portfolio()], creator=make_creator())

    shown: GeneratedReport = page_of(staff, run).context["run"]

    assert "raw" in shown.get_deferred_fields()
    assert "raw" in shown.creator.get_deferred_fields()


def test_before_a_firm_is_connected_there_is_no_run(staff, report, settings):
    run = make_run(report, generated=[make_portfolio()])
    settings.ADDEPAR_BASE_URL = settings.ADDEPAR_FIRM_ID = ""

    assert page_of(staff, run).status_code == 404
