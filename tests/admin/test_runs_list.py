"""The list of runs: what a row says, what search and filters keep, and that other firms stay out."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from reports_app.admin.paginator import CappedPaginator
from reports_app.models import GeneratedReport
from tests.factories import (
    NOON,
    make_creator,
    make_firm,
    make_portfolio,
    make_report,
    make_run,
    make_stored_zip,
    make_work_item,
)

LIST = "admin:reports_app_generatedreport_changelist"
pytestmark = pytest.mark.django_db


def _ids(admin: Client, **asked: Any) -> list[str]:
    answer = admin.get(reverse(LIST), asked)
    assert answer.status_code == 200
    return [row.upstream_id for row in answer.context["cl"].result_list]


def test_a_row_says_outcome_counts_and_time_with_its_zone(admin: Client) -> None:
    stark, wayne = make_portfolio("Stark Household"), make_portfolio("Wayne Trust")
    make_run(make_report("Quarterly Client Review"), generated=[stark], failed=[wayne], job_type="AD_HOC")

    page = admin.get(reverse(LIST)).content.decode()

    assert "Quarterly Client Review" in page
    assert "<span>Partial</span>" in page
    assert '<b>1</b> <span class="of">of 2</span>' in page
    assert "12:00 PM EST" in page
    assert "Ad hoc" in page
    assert "not fetched" in page


def test_a_status_that_is_not_known_is_shown_as_it_came(admin: Client) -> None:
    make_run(status="PAUSED_BY_MOON")

    assert "PAUSED_BY_MOON" in admin.get(reverse(LIST)).content.decode()


def test_runs_stand_newest_first_and_ties_by_id(admin: Client) -> None:
    make_run(upstream_id="b", completed_at=NOON)
    make_run(upstream_id="c", completed_at=NOON)
    make_run(upstream_id="a", completed_at=NOON + timedelta(seconds=1))

    assert _ids(admin) == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("run-stark", ["run-stark"]),
        ("quarterly", ["run-stark"]),
        ("STARK", ["run-stark"]),
        ("Éloïse", ["run-eloise"]),
        ("éloïse", ["run-eloise"]),
        ("run-star", []),
        ("100%", []),
        ("'", []),
    ],
)
def test_search_finds_run_id_report_and_client(admin: Client, text: str, found: list[str]) -> None:
    stark, eloise = make_portfolio("Stark Household"), make_portfolio("Éloïse Ødegård")
    make_run(make_report("Quarterly Review"), generated=[stark], upstream_id="run-stark")
    make_run(make_report("Monthly Flash"), failed=[eloise], upstream_id="run-eloise")

    assert _ids(admin, q=text) == found


def test_a_run_with_two_clients_that_match_is_found_once(admin: Client) -> None:
    make_run(generated=[make_portfolio("Stark One"), make_portfolio("Stark Two")], upstream_id="run-1")

    assert _ids(admin, q="stark") == ["run-1"]


def test_each_filter_keeps_what_it_names(admin: Client) -> None:
    creator, report = make_creator(), make_report("Flash")
    wanted = make_run(
        report, failed=[make_portfolio()], upstream_id="wanted", creator=creator, status="ERROR", job_type=""
    )
    make_run(make_report("Other"), generated=[make_portfolio()], upstream_id="other")

    for asked in (
        {"outcome": "failed"},
        {"outcome": "with_failures"},
        {"status": "ERROR"},
        {"job_type": "none"},
        {"report": str(report.pk)},
        {"creator": str(creator.pk)},
    ):
        assert _ids(admin, **asked) == [wanted.upstream_id], asked
    assert _ids(admin, status="other") == []
    assert _ids(admin, report="no-number") == []


def test_the_days_of_a_date_filter_are_the_firms(admin: Client) -> None:
    zone = ZoneInfo("America/New_York")
    make_run(upstream_id="late", completed_at=datetime(2026, 11, 16, 23, 59, tzinfo=zone))
    make_run(upstream_id="early", completed_at=datetime(2026, 11, 17, 0, 0, tzinfo=zone))

    assert _ids(admin, completed_from="2026-11-17") == ["early"]
    assert _ids(admin, completed_to="2026-11-16") == ["late"]
    assert _ids(admin, completed_from="2026-11-16", completed_to="2026-11-17") == ["early", "late"]
    assert _ids(admin, completed_from="nonsense") == ["early", "late"]


def test_a_date_filter_keeps_search_and_other_filters(admin: Client) -> None:
    make_run(upstream_id="r", failed=[make_portfolio("Stark")])

    page = admin.get(reverse(LIST), {"outcome": "failed", "q": "stark"}).content.decode()

    assert '<input type="hidden" name="outcome" value="failed">' in page
    assert '<input type="hidden" name="q" value="stark">' in page


def test_another_firms_runs_are_not_listed(admin: Client) -> None:
    make_run(make_report(firm=make_firm()), upstream_id="foreign")
    make_run(upstream_id="own")

    assert _ids(admin) == ["own"]


def test_the_zip_column_tells_each_state(admin: Client) -> None:
    make_stored_zip(make_run(), is_on_disk=False)
    make_work_item(make_run())
    make_work_item(make_run(), state="failed", reason="Cut short.")
    make_stored_zip(make_run(), content=b"other", is_on_disk=False, state="damaged")
    make_run()

    rows = admin.get(reverse(LIST)).context["cl"].result_list

    assert sorted(row.zip_state.key for row in rows) == ["damaged", "failed", "none", "queued", "stored"]


def test_an_empty_list_says_what_would_fill_it_and_a_narrow_one_how_to_widen_it(admin: Client) -> None:
    assert "The first sync brings the newest runs" in admin.get(reverse(LIST)).content.decode()
    assert "Show all runs" in admin.get(reverse(LIST), {"q": "nobody"}).content.decode()


def test_a_count_stops_where_it_would_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports_app.admin.paginator.CAP", 3)
    report = make_report()
    for _ in range(5):
        make_run(report)

    paginator = CappedPaginator(GeneratedReport.objects.order_by("pk"), 2)

    assert (paginator.count, paginator.is_capped, paginator.num_pages) == (3, True, 2)
