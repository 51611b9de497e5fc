"""At most 12 queries a page and no count over a whole table, by the SQL and by the database's own plan."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports_app.models import PortfolioOutcome
from tests.admin.conftest import READ_ONLY
from tests.factories import (
    make_creator,
    make_many_runs,
    make_portfolio,
    make_quarantined_item,
    make_report,
    make_request,
    make_run,
    make_standing,
    make_stored_zip,
    make_sync_run,
    make_work_item,
)

BUDGET = 12
BIG = ("generatedreport", "portfoliooutcome", "portfolio", "requestledgerentry", "standing", "syncrun")
NARROWED = (
    "",
    "?outcome=failed",
    "?q=stark",
    "?q=run-000001",
    "?completed_from=2026-01-01&completed_to=2026-12-31",
    "?job_type=other&status=other",
    "?o=-4&p=2",
)
pytestmark = pytest.mark.django_db
Budget = Callable[..., Any]


@pytest.fixture
def busy_firm(db: None) -> dict[str, int]:
    """Give a firm in which every table has enough rows to betray a query per row; pks by model."""
    now = timezone.now()
    report, creator = make_report(), make_creator()
    clients = [make_portfolio(f"Stark {number}") for number in range(30)]
    runs = [
        make_run(
            report,
            generated=clients[:20],
            failed=clients[20:],
            creator=creator,
            completed_at=now - timedelta(hours=number),
        )
        for number in range(60)
    ]
    for client in clients[20:]:
        make_standing(report, client, failed=runs[0])
    pks = {"generatedreport": runs[0].pk, "report": report.pk, "portfolio": clients[20].pk}
    pks["creator"] = creator.pk
    for number, run in enumerate(runs[:20]):
        pks["storedfile"] = make_stored_zip(run, content=b"%d" % number, is_on_disk=False).pk
        pks["workitem"] = make_work_item(run).pk
        pks["syncrun"] = make_sync_run(started_at=now - timedelta(minutes=5 * number)).pk
        pks["quarantineditem"] = make_quarantined_item(raw=str(number)).pk
        pks["requestledgerentry"] = make_request(sent_at=now - timedelta(minutes=number)).pk
    return pks


def _addresses(pks: dict[str, int]) -> list[str]:
    lists = {model: reverse(f"admin:reports_app_{model}_changelist") for model in READ_ONLY}
    pages = [reverse(f"admin:reports_app_{model}_change", args=[pks[model]]) for model in READ_ONLY]
    runs = [lists["generatedreport"] + narrowed for narrowed in NARROWED]
    people = [reverse("admin:reports_app_user_changelist"), reverse("admin:auth_group_changelist")]
    return [reverse("admin:index"), *lists.values(), *pages, *runs, *people]


def test_no_page_takes_more_queries_than_its_budget(admin: Client, busy_firm: dict[str, int]) -> None:
    spent = {}
    for address in _addresses(busy_firm):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin.get(address).status_code == 200
        spent[address] = len(queries)

    assert {address: number for address, number in spent.items() if number > BUDGET} == {}


def test_staff_with_permissions_one_by_one_stay_within_it_too(
    reader: Client, busy_firm: dict[str, int], django_assert_max_num_queries: Budget
) -> None:
    for address in _addresses(busy_firm)[: 1 + len(READ_ONLY) * 2]:
        with django_assert_max_num_queries(BUDGET, info=address):
            assert reader.get(address).status_code == 200


def test_no_page_counts_a_whole_table(admin: Client, busy_firm: dict[str, int]) -> None:
    tables = "|".join(f"reports_app_{name}" for name in BIG)
    bare_count = re.compile(rf"^SELECT COUNT\(\*\)[^(]*FROM \"(?:{tables})\"(?!.*LIMIT)", re.IGNORECASE)
    joined_twice = re.compile(r"SELECT DISTINCT", re.IGNORECASE)
    seen = []
    for address in _addresses(busy_firm):
        with CaptureQueriesContext(connection) as queries:
            admin.get(address)
        seen += [(address, query["sql"]) for query in queries]

    assert [pair for pair in seen if bare_count.search(pair[1]) or joined_twice.search(pair[1])] == []
    counts = [sql for _, sql in seen if "COUNT(" in sql]
    assert counts
    # A list counts 10,001 rows at most; a search counts the keys of what it found, 50,001 at most.
    assert all(re.search(r"LIMIT (10001|50001)\b", sql) for sql in counts)


def _plans(queries: CaptureQueriesContext, *, table: str) -> list[str]:
    """Return SQLite's plans; PostgreSQL may rightly scan the few rows that it needs, and is not asked."""
    if connection.vendor != "sqlite":
        return ["not asked"]
    plans = []
    with connection.cursor() as cursor:
        for query in list(queries):
            if f'FROM "{table}"' in query["sql"] and query["sql"].startswith("SELECT"):
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
                plans.append(" / ".join(str(row[-1]) for row in cursor.fetchall()))
    return plans


def test_a_hundred_thousand_runs_are_listed_by_index(admin: Client) -> None:
    make_many_runs(make_report(), 100_000)
    address = reverse("admin:reports_app_generatedreport_changelist")

    for narrowed in ("", "?outcome=empty", "?p=3", "?completed_from=2026-11-01"):
        with CaptureQueriesContext(connection) as queries:
            page = admin.get(address + narrowed).content.decode()
        plans = _plans(queries, table="reports_app_generatedreport")

        assert "ore than 10,000 runs" in page, narrowed
        assert plans
        assert [plan for plan in plans if "SCAN reports_app_generatedreport" in plan] == [], narrowed
        assert len(queries) <= BUDGET


def test_outcomes_are_entered_by_key_when_a_client_is_searched(admin: Client) -> None:
    make_run(generated=[make_portfolio("Stark Household")])

    with CaptureQueriesContext(connection) as queries:
        admin.get(reverse("admin:reports_app_generatedreport_changelist"), {"q": "stark"})

    searches = [query["sql"] for query in queries if "portfoliooutcome" in query["sql"]]
    assert searches
    assert all('JOIN "reports_app_portfoliooutcome"' not in sql for sql in searches)
    assert PortfolioOutcome.objects.count() == 1
