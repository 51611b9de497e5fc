"""The clients of a run: failed, generated, joined and dropped; for who may see them."""

from datetime import timedelta

import pytest

from reports_app.access import Viewer
from reports_app.failures.standings import recount
from reports_app.models import PortfolioOutcome
from reports_app.queries.run import find_run
from reports_app.queries.run_clients import CHANGES_SHOWN, FAILED_SHOWN, read_changes, read_clients
from tests.factories import NOON, make_portfolio, make_report, make_run

pytestmark = pytest.mark.django_db
STAFF = Viewer(user_pk=1, sees_all=True)
ADVISOR = Viewer(user_pk=2, sees_all=False)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def firm(settings):
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = "http://127.0.0.1:9", "1"


def names(outcomes):
    return [str(each.portfolio) for each in outcomes]


def settle(report, clients):
    recount([(report.pk, client.pk) for client in clients])


def make_clients(letter, number):
    return [make_portfolio(f"{letter}{place:03}") for place in range(number)]


def test_those_that_nothing_healed_come_first_and_then_by_name():
    report, clients = make_report(), [make_portfolio(name) for name in ("C", "A", "D", "B")]
    run = make_run(report, failed=clients)
    make_run(report, generated=[clients[1], clients[2]], completed_at=NOON + HOUR)
    settle(report, clients)

    found = read_clients(STAFF, run=run)

    assert [(str(each.portfolio), each.is_healed) for each in found.failed] == [
        ("B", False), ("C", False), ("A", True), ("D", True),
    ]  # fmt: skip
    assert found.healed_count == 2


def test_an_earlier_good_run_heals_nothing_and_one_of_the_same_moment_does_by_its_id():
    report, client = make_report(), make_portfolio()
    make_run(report, generated=[client], completed_at=NOON - HOUR)
    run = make_run(report, failed=[client], upstream_id="m")
    settle(report, [client])
    before = read_clients(STAFF, run=run).healed_count
    make_run(report, generated=[client], upstream_id="n")
    settle(report, [client])

    assert (before, read_clients(STAFF, run=run).healed_count) == (0, 1)


def test_more_failures_than_are_shown_are_all_counted():
    report, clients = make_report(), make_clients("C", FAILED_SHOWN + 30)
    run = make_run(report, failed=clients)
    make_run(report, generated=clients[5:], completed_at=NOON + HOUR)
    settle(report, clients)

    found = read_clients(STAFF, run=run)

    assert len(found.failed) == FAILED_SHOWN
    assert names(found.failed)[:5] == names(run.portfolio_outcomes.order_by("position")[:5])
    assert found.healed_count == FAILED_SHOWN + 25


def test_pages_of_the_generated_hold_each_once_whatever_failed():
    clients, failed = make_clients("C", 205), make_clients("F", 3)
    run = make_run(generated=clients, failed=failed)

    pages = [read_clients(STAFF, run=run, page=page) for page in (1, 2, 3, 4)]

    assert [len(page.generated) for page in pages] == [100, 100, 5, 0]
    assert [page.has_more for page in pages] == [True, True, False, False]
    assert [name for page in pages for name in names(page.generated)] == [str(each) for each in clients]
    assert all(names(page.failed) == [str(each) for each in failed] for page in pages)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("bjornsdottir",), ["Björnsdóttir Family"]),
        (("family", "bjorns"), ["Björnsdóttir Family"]),
        (("called", "before"), ["Renamed"]),
        (("90177",), ["Stark Household"]),
        (("9017",), []),
        (("failing",), []),
    ],
)
def test_a_client_is_found_by_name_by_former_name_or_by_id(words, expected):
    stark = make_portfolio("Stark Household", upstream_id="90177")
    clients = [make_portfolio("Björnsdóttir Family"), make_portfolio("Renamed"), stark]
    run = make_run(generated=clients, failed=[make_portfolio("Failing")])
    run.portfolio_outcomes.filter(portfolio=clients[1]).update(name_then="Called Before")

    found = read_clients(STAFF, run=run, words=words)

    assert names(found.generated) == expected
    assert names(found.failed) == ["Failing"]


def test_the_whole_page_of_clients_is_one_query(django_assert_num_queries):
    run = make_run(generated=make_clients("C", 5), failed=make_clients("F", 5))

    with django_assert_num_queries(1):
        found = read_clients(STAFF, run=run)
        names(found.failed + found.generated)


def changes_of(run):
    return read_changes(STAFF, run=find_run(STAFF, firm=run.firm, run_id=run.upstream_id))


def test_joined_and_dropped_are_against_the_nearest_earlier_run_of_the_report():
    report = make_report()
    stays, joins, leaves, older = (make_portfolio(name) for name in ("Stays", "Joins", "Leaves", "Older"))
    make_run(report, generated=[stays, older], completed_at=NOON - 2 * HOUR)
    make_run(report, generated=[stays], failed=[leaves], completed_at=NOON - HOUR)
    make_run(make_report(), generated=[older], completed_at=NOON - HOUR / 2)
    run = make_run(report, generated=[joins], failed=[stays])

    changes = changes_of(run)

    assert (names(changes.joined), names(changes.dropped)) == (["Joins"], ["Leaves"])
    assert changes.against == NOON - HOUR


def test_many_changes_are_cut_on_each_side_and_counted_whole():
    report = make_report()
    make_run(report, generated=make_clients("A", CHANGES_SHOWN + 7), completed_at=NOON - HOUR)
    run = make_run(report, generated=make_clients("B", CHANGES_SHOWN + 2))

    changes = changes_of(run)

    assert (len(changes.joined), changes.joined_count, changes.joined_hidden) == (CHANGES_SHOWN, 42, 2)
    assert (len(changes.dropped), changes.dropped_count, changes.dropped_hidden) == (CHANGES_SHOWN, 47, 7)


def test_the_first_run_of_a_report_is_compared_with_nothing():
    assert changes_of(make_run(generated=[make_portfolio()])) is None


def test_who_may_see_nothing_is_told_nothing():
    report = make_report()
    make_run(report, generated=[make_portfolio()], completed_at=NOON - HOUR)
    run = make_run(report, generated=[make_portfolio()], failed=[make_portfolio()])
    seen = find_run(STAFF, firm=run.firm, run_id=run.upstream_id)

    found = read_clients(ADVISOR, run=run)

    assert PortfolioOutcome.objects.filter(generated_report=run).count() == 2
    assert (found.failed, found.generated, found.healed_count) == ([], [], 0)
    assert read_changes(ADVISOR, run=seen) is None
    assert find_run(ADVISOR, firm=run.firm, run_id=run.upstream_id) is None
