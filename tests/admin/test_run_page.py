"""The page of a run: failed clients first, what healed them, publishing in three values, the raw text."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from reports_app.admin.run_page import ROWS_A_PAGE, read_clients
from reports_app.models import GeneratedReport, Revision
from tests.factories import (
    NOON,
    make_firm,
    make_portfolio,
    make_report,
    make_run,
    make_standing,
)

pytestmark = pytest.mark.django_db


def _page(admin: Client, run: GeneratedReport, query: str = "") -> str:
    address = reverse("admin:reports_app_generatedreport_change", args=[run.pk])
    answer = admin.get(address + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_failed_clients_stand_before_generated_ones(admin: Client) -> None:
    good, bad = make_portfolio("Arryn Household"), make_portfolio("Zoë Achterberg")
    page = _page(admin, make_run(generated=[good], failed=[bad]))

    assert 0 < page.index("Zoë Achterberg") < page.index("Arryn Household")
    assert "1 of 2" in page


def test_a_failure_names_the_later_run_that_healed_it() -> None:
    report, client = make_report(), make_portfolio()
    failed = make_run(report, failed=[client], completed_at=NOON)
    good = make_run(report, generated=[client], completed_at=NOON + timedelta(hours=1))
    make_standing(report, client, failed=failed, good=good)

    [row] = read_clients(failed, page="").failed

    assert (row.healed_by, row.last_good) == (good, None)


def test_an_earlier_good_run_heals_nothing() -> None:
    report, client = make_report(), make_portfolio()
    good = make_run(report, generated=[client], completed_at=NOON - timedelta(hours=1))
    failed = make_run(report, failed=[client], completed_at=NOON)
    make_standing(report, client, failed=failed, good=good)

    [row] = read_clients(failed, page="").failed

    assert (row.healed_by, row.last_good) == (None, good)


def test_in_one_second_the_greater_run_id_is_the_later_run() -> None:
    report, client = make_report(), make_portfolio()
    failed = make_run(report, failed=[client], upstream_id="run-1")
    good = make_run(report, generated=[client], upstream_id="run-2")
    make_standing(report, client, failed=failed, good=good)

    [row] = read_clients(failed, page="").failed

    assert row.healed_by == good


@pytest.mark.parametrize(
    ("published", "words"),
    [(True, "Published</span>"), (False, "Not published"), (None, "Publishing not said")],
)
def test_publishing_has_three_values(admin: Client, published: bool | None, words: str) -> None:
    page = _page(admin, make_run(generated=[make_portfolio()], published=published))

    assert words in page.split('id="generated"')[1]


def test_thousands_of_clients_are_paged_failed_first() -> None:
    clients = [make_portfolio(f"Client {number}") for number in range(ROWS_A_PAGE + 5)]
    run = make_run(generated=clients[:ROWS_A_PAGE], failed=clients[ROWS_A_PAGE:])

    first, second = read_clients(run, page="1"), read_clients(run, page="2")

    assert (len(first.failed), len(first.generated)) == (5, ROWS_A_PAGE - 5)
    assert (len(second.failed), len(second.generated)) == (0, 5)
    assert read_clients(run, page="99").number == 1
    assert first.text == f"Clients 1 to {ROWS_A_PAGE} of {ROWS_A_PAGE + 5}"


def test_the_raw_resource_is_shown_escaped(admin: Client) -> None:
    raw = '{"id": "r", "attributes": {"report_name": "<script>alert(1)</script> Ünï"}}'
    page = _page(admin, make_run(raw=raw))

    assert "&lt;script&gt;alert(1)&lt;/script&gt; Ünï" in page
    assert "<script>alert(1)" not in page


def test_a_name_with_markup_stays_text(admin: Client) -> None:
    page = _page(admin, make_run(make_report("<b>Flash</b>"), failed=[make_portfolio("<img src=x>")]))

    assert "<img src=x>" not in page
    assert "<b>Flash</b>" not in page


def test_earlier_answers_are_listed(admin: Client) -> None:
    run = make_run()
    Revision.objects.create(generated_report=run, raw="{}", content_hash="x", seen_at=NOON, is_poorer=True)

    assert "A later answer that held less" in _page(admin, run)


def test_another_firms_run_has_no_page(admin: Client) -> None:
    run = make_run(make_report(firm=make_firm()))

    answer = admin.get(reverse("admin:reports_app_generatedreport_change", args=[run.pk]))

    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:index")
