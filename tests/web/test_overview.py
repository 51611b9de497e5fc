"""The overview shows what is true now: its figures, its lists, and where each of them leads."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reports_app import conf
from reports_app.failures.day_counts import DayMark, move_day_counts
from reports_app.models import GeneratedReport, WorkItem
from tests.factories import make_portfolio, make_report, make_request, make_run, make_standing, make_sync_run

pytestmark = pytest.mark.django_db
Budget = Any


def _now() -> datetime:
    return timezone.now()


def _store(run: GeneratedReport) -> GeneratedReport:
    """Count a run on its day, as the sync does."""
    day = run.completed_at.astimezone(conf.firm_zone()).date()
    mark = DayMark(run.report_id, day, run.outcome, run.generated_count, run.failed_count)
    move_day_counts(run.firm_id, [mark])
    return run


def _page(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def _synced() -> None:
    make_sync_run(started_at=_now() - timedelta(minutes=2), finished_at=_now() - timedelta(minutes=1))


def test_the_five_figures_are_those_of_the_rows(staff: Client) -> None:
    _synced()
    report, good, bad = make_report(), make_portfolio("Stark Household"), make_portfolio("Wetherby Orchard")
    run = _store(make_run(report, generated=[good], failed=[bad], published=False, completed_at=_now()))
    make_standing(report, bad, failed=run)
    for minutes in (1, 2, 30):
        make_request(sent_at=_now() - timedelta(minutes=minutes))

    figures = re.findall(r'<dd class="figure">(.*?)</dd>', _page(staff))
    plain = [re.sub(r"<[^>]+>", "", figure) for figure in figures]

    assert plain == ["1 min ago", "1", "1", "1", "997 of 1,000"]


def test_a_failure_is_listed_until_a_later_run_heals_it(staff: Client) -> None:
    _synced()
    report, bad = make_report("Capital Statement"), make_portfolio("Wetherby Orchard")
    failed = _store(make_run(report, failed=[bad], completed_at=_now() - timedelta(hours=2)))
    standing = make_standing(report, bad, failed=failed)

    before = _page(staff)
    healing = _store(make_run(report, generated=[bad], completed_at=_now() - timedelta(hours=1)))
    standing.good_run, standing.good_at, standing.is_open = healing, healing.completed_at, False
    standing.save()
    after = _page(staff)

    assert f'<a class="name" href="/runs/{failed.upstream_id}/">Wetherby Orchard</a>' in before
    assert "Wetherby Orchard" not in after
    assert "No client is waiting</h3>" in after
    assert "No client is waiting: every failure has a later good run." in after


def test_a_streak_that_fills_all_the_runs_looked_at_may_be_older(staff: Client) -> None:
    _synced()
    report, bad, good = make_report(), make_portfolio("Always Fails LLC"), make_portfolio("Failed Once LLC")
    for days in range(12, -1, -1):
        clients = {"failed": [bad, good]} if days == 0 else {"failed": [bad], "generated": [good]}
        run = make_run(report, completed_at=_now() - timedelta(days=days), **clients)
    make_standing(report, bad, failed=run)
    make_standing(report, good, failed=run)

    rows = {
        name: row for row in _page(staff).split("<tr>") for name in ("Always", "Failed Once") if name in row
    }

    assert "Chronic" in rows["Always"]
    assert "or before" in rows["Always"]
    assert "New" in rows["Failed Once"]
    assert "or before" not in rows["Failed Once"]
    assert 'aria-label="Last 10 runs, oldest first: 9 good, then 1 failed"' in rows["Failed Once"]


def test_clients_of_one_name_are_told_apart(staff: Client) -> None:
    _synced()
    report = make_report()
    twins = [make_portfolio("Müller Family Trust", upstream_id=number) for number in ("77", "78")]
    run = make_run(report, failed=twins, completed_at=_now())
    for twin in twins:
        make_standing(report, twin, failed=run)

    page = _page(staff)

    assert "Entity 77" in page
    assert "Entity 78" in page


def test_a_failure_that_lapsed_is_told_apart_from_those_that_wait(staff: Client) -> None:
    _synced()
    report, left = make_report(), make_portfolio("Left The Report LLC")
    failed = make_run(report, failed=[left], completed_at=_now() - timedelta(hours=9))
    for hours in (3, 2, 1):
        make_run(report, generated=[make_portfolio()], completed_at=_now() - timedelta(hours=hours))
    make_standing(report, left, failed=failed)

    page = _page(staff)

    assert "or has lapsed." in page
    assert "1 more lapsed" in page
    assert "Left The Report LLC" not in page


def test_a_failure_lapses_after_180_days(staff: Client) -> None:
    _synced()
    report = make_report()
    for name, days in (("Still Open LLC", 179), ("Long Gone LLC", 182)):
        client = make_portfolio(name)
        run = make_run(report, failed=[client], completed_at=_now() - timedelta(days=days))
        make_standing(report, client, failed=run)

    page = _page(staff)

    assert "Still Open LLC" in page
    assert "Long Gone LLC" not in page
    assert "One failure" in page


def test_the_runs_of_today_stand_under_today_and_lead_to_their_list(staff: Client) -> None:
    _synced()
    now = _now()
    today = now.astimezone(conf.firm_zone()).date()
    midnight = now.astimezone(conf.firm_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    _store(make_run(make_report("Before Midnight"), completed_at=midnight - timedelta(seconds=1)))
    _store(make_run(make_report("After Midnight"), completed_at=midnight))

    page = _page(staff)

    assert "Today’s runs" in page
    assert "After Midnight" in page
    assert "Before Midnight" not in page
    assert f"/runs/?from={today}&amp;to={today}" in page


def test_on_a_day_without_runs_the_newest_ones_are_shown_as_what_they_are(staff: Client) -> None:
    _synced()
    _store(make_run(make_report("Of Last Week"), completed_at=_now() - timedelta(days=7)))

    page = _page(staff)

    assert "Newest runs" in page
    assert "Of Last Week" in page
    assert "Today’s runs" not in page
    assert "none since midnight" in page


def test_what_is_not_published_is_counted_by_the_day_it_was_ready(staff: Client) -> None:
    _synced()
    report = make_report()
    for days, clients in ((0, 4), (4, 2), (20, 1), (95, 8)):
        portfolios = [make_portfolio(f"Client {days} {number}") for number in range(clients)]
        make_run(report, generated=portfolios, published=False, completed_at=_now() - timedelta(days=days))
    make_run(report, generated=[make_portfolio("Not told")], published=None, completed_at=_now())

    section = _page(staff).split('aria-labelledby="gaps"')[1].split("</section>")[0]
    rows = re.findall(r'<th scope="row">.*?>([^<]+)</a></th><td class="num">(\d+)', section)

    assert rows == [("Last 3 days", "4"), ("3 to 7 days", "2"), ("7 days or more", "1")]


def test_the_chart_counts_the_last_ninety_days_and_no_more(staff: Client) -> None:
    _synced()
    report, now = make_report(), _now()
    for days in (0, 89, 90):
        _store(make_run(report, generated=[make_portfolio()], completed_at=now - timedelta(days=days)))

    assert "2 runs in 90 days: 0 failed, 0 partial." in _page(staff)


@pytest.mark.parametrize(
    "name",
    ["<script>alert('x')</script>", "\u202eהאחוזה של לוי", "Estate 🏛 of Ash", "W" * 300, "odd \ufffd NUL"],
)
def test_any_name_shows_whole_and_as_text(staff: Client, name: str) -> None:
    _synced()
    report, bad = make_report(name), make_portfolio(name)
    make_standing(report, bad, failed=_store(make_run(report, failed=[bad], completed_at=_now())))

    page = _page(staff)

    assert "<script>alert" not in page
    assert name in page or "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in page


def test_a_status_that_nobody_knows_is_shown_as_it_came(staff: Client) -> None:
    _synced()
    _store(make_run(make_report(), status="PAUSED_BY_VENDOR", completed_at=_now()))

    assert "PAUSED_BY_VENDOR" in _page(staff)


def test_sync_now_queues_one_sync_however_often_it_is_pressed(staff: Client) -> None:
    page = staff.post("/sync-now/", follow=True).content.decode()
    staff.post("/sync-now/")

    assert "A sync is queued." in page
    assert WorkItem.objects.filter(kind="sync", state="queued").count() == 1


def test_a_sync_is_asked_for_by_a_form_of_staff_only(staff: Client, advisor: Client) -> None:
    assert staff.get("/sync-now/").status_code == 405
    assert advisor.post("/sync-now/").status_code == 403
    assert WorkItem.objects.count() == 0


def test_a_full_overview_takes_ten_queries_at_most(
    staff: Client, django_assert_max_num_queries: Budget
) -> None:
    _synced()
    report = make_report()
    clients = [make_portfolio(f"Client {number}") for number in range(30)]
    for hours in range(40):
        run = _store(make_run(report, generated=clients[:20], failed=clients[20:],
                              published=False, completed_at=_now() - timedelta(hours=hours)))  # fmt: skip
        make_request(sent_at=_now() - timedelta(minutes=hours))
    for client in clients[20:]:
        make_standing(report, client, failed=run)

    with django_assert_max_num_queries(10):
        _page(staff)
