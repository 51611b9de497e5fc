"""A page of runs, the counts beside it and what its filters offer, asked without a page around them."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from reports_app import conf
from reports_app.access import Viewer
from reports_app.failures.day_counts import DayMark, move_day_counts
from reports_app.queries.run_choices import Choices, read_choices
from reports_app.queries.run_counts import RunCount, count_days, read_counts
from reports_app.queries.run_filters import RunFilters
from reports_app.queries.run_pages import Place, Sort
from reports_app.queries.runs import read_run_page
from tests.factories import NOON, make_creator, make_firm, make_portfolio, make_report, make_run

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/New_York")
NOBODY = Viewer(user_pk=7, sees_all=False)
VIEWS = [RunFilters(), RunFilters(outcome=("partial", "failed")), RunFilters(healed="open")]


@pytest.fixture(autouse=True)
def firm(settings):
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = "http://127.0.0.1:9", "1"


def counts_of(filters, viewer=None):
    viewer = viewer or Viewer.system()
    return read_counts(viewer, firm=conf.current_firm(), filters=filters, views=VIEWS, zone=ZONE)


def page_of(filters, *, sort=Sort.NEWEST, viewer=None):
    viewer = viewer or Viewer.system()
    asked = {"firm": conf.current_firm(), "filters": filters, "zone": ZONE}
    counts = read_counts(viewer, views=VIEWS, **asked)
    return read_run_page(viewer, sort=sort, place=Place(), size=50, counts=counts, **asked).runs


def test_a_page_with_many_values_is_one_query(django_assert_num_queries):
    report, client = make_report(), make_portfolio()
    runs = [
        make_run(report, generated=[client], completed_at=NOON - timedelta(hours=2)),
        make_run(report, failed=[client], completed_at=NOON - timedelta(hours=1)),
        make_run(report, completed_at=NOON),
    ]
    filters = RunFilters(outcome=("complete", "failed", "empty"))
    firm, counts = conf.current_firm(), counts_of(filters)

    with django_assert_num_queries(1):
        page = read_run_page(
            Viewer.system(),
            firm=firm,
            filters=filters,
            sort=Sort.NEWEST,
            place=Place(),
            size=50,
            zone=ZONE,
            counts=counts,
        )
        assert [(run.pk, str(run.report), run.creator) for run in page.runs] == [
            (run.pk, str(report), None) for run in reversed(runs)
        ]


def test_counts_are_two_queries_however_many_views_and_clients(django_assert_num_queries):
    client = make_portfolio(upstream_id="5")
    make_run(generated=[client])
    filters = RunFilters(client_key=("entity", "5"), outcome=("complete",))
    firm = conf.current_firm()

    with django_assert_num_queries(2):
        counts = read_counts(Viewer.system(), firm=firm, filters=filters, views=VIEWS, zone=ZONE)

    assert counts.matching == RunCount(1)
    assert counts.views == [RunCount(1), RunCount(0), RunCount(0)]
    assert counts.of_client == 1


def test_choices_are_one_query_and_read_by_name(django_assert_num_queries):
    make_run(make_report("zebra", upstream_id="1"), creator=make_creator("", "", upstream_id="9"))
    make_run(make_report("Aardvark", upstream_id="2"), status="PAUSED")
    make_run(make_report("", upstream_id="3"), status="PAUSED", creator=make_creator(upstream_id="8"))
    make_portfolio("Stark Household", portfolio_type="group", upstream_id="5")
    filters, firm = RunFilters(client_key=("group", "5")), conf.current_firm()

    with django_assert_num_queries(1):
        choices = read_choices(Viewer.system(), firm=firm, filters=filters)

    assert list(choices.reports.values()) == ["Aardvark", "Report 3", "zebra"]
    assert choices.creators == {"8": "Ingrid Valderrama-Koh", "9": "User 9"}
    assert choices.statuses == ("PAUSED",)
    assert choices.client_name == "Stark Household"


def test_another_firm_is_neither_listed_nor_counted_nor_offered():
    other = make_firm()
    theirs = make_portfolio("Stark", firm=other, upstream_id="5")
    run = make_run(make_report("Theirs", firm=other, upstream_id="77"), failed=[theirs], status="PAUSED")
    asked = [
        RunFilters(),
        RunFilters(outcome=(run.outcome, "failed")),
        RunFilters(status=("PAUSED",)),
        RunFilters(report=("77",)),
        RunFilters(client_key=("entity", "5")),
        RunFilters(client_words=("stark",)),
    ]

    for filters in asked:
        for sort in Sort:
            assert page_of(filters, sort=sort) == []
        assert counts_of(filters).matching == RunCount(0)
        assert counts_of(filters).views == [RunCount(0)] * 3
        assert read_choices(Viewer.system(), firm=conf.current_firm(), filters=filters) == Choices()


def test_a_viewer_without_clients_learns_nothing_at_no_cost(django_assert_num_queries):
    make_run(make_report("Monthly"), generated=[make_portfolio()])
    firm, days = conf.current_firm(), {NOON.date()}

    with django_assert_num_queries(0):
        counts = read_counts(NOBODY, firm=firm, filters=RunFilters(), views=VIEWS, zone=ZONE)
        choices = read_choices(NOBODY, firm=firm, filters=RunFilters())
        found = count_days(NOBODY, firm=firm, filters=RunFilters(), days=days)

    assert (counts.matching, choices, found) == (RunCount(0), Choices(), {})
    assert page_of(RunFilters(), viewer=NOBODY) == []


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2026, 11, 1), date(2026, 11, 1), ["first", "last"]),
        (None, date(2026, 10, 31), ["before"]),
        (date(2026, 11, 2), None, ["after"]),
    ],
)
def test_a_day_is_the_firms_also_when_it_has_twenty_five_hours(since, until, expected):
    midnight = NOON.replace(month=11, day=1, hour=4, minute=0)
    made = {"before": timedelta(seconds=-1), "first": timedelta(), "last": timedelta(hours=25, seconds=-1)}
    made["after"] = timedelta(hours=25)
    for name, offset in made.items():
        make_run(upstream_id=name, completed_at=midnight + offset)

    found = {run.upstream_id for run in page_of(RunFilters(since=since, until=until))}

    assert found == set(expected)


def test_a_days_counts_say_none_where_they_cannot_tell():
    report, day = make_report(), NOON.date()
    marks = [DayMark(report.pk, day, "failed", 0, 1), DayMark(report.pk, day, "complete", 1, 0)]
    move_day_counts(report.firm_id, marks)
    asked = {"firm": conf.current_firm(), "days": {day}}

    told = count_days(Viewer.system(), filters=RunFilters(outcome=("failed",)), **asked)
    untold = count_days(Viewer.system(), filters=RunFilters(status=("ERROR",)), **asked)

    assert (told, untold) == ({day: (1, 2)}, {day: (None, 2)})
