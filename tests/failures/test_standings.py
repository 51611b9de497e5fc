"""Standings: the same whatever the order runs came in, and equal to a recount."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reports_app.failures.standings import Mark, add_marks, read_marks, recount
from reports_app.models import Firm, GeneratedReport, Portfolio, PortfolioOutcome, Report, Standing

START = datetime(2026, 1, 1, tzinfo=UTC)


def make_marks(report, portfolios, said):
    """Write a run for each (hour, failed portfolios) and return its marks."""
    marks = []
    for number, (hour, failed) in enumerate(said):
        run = GeneratedReport.objects.create(
            firm=report.firm,
            upstream_id=f"run-{number:04}",
            report=report,
            outcome="partial",
            publish_state="unknown",
            completed_at=START + timedelta(hours=hour),
            raw="{}",
            content_hash="0" * 64,
            first_seen_at=START,
            changed_at=START,
        )
        for place, portfolio in enumerate(portfolios):
            PortfolioOutcome.objects.create(
                generated_report=run, portfolio=portfolio, is_failed=place in failed, position=place
            )
            key = (run.completed_at, run.upstream_id)
            marks.append(Mark((report.pk, portfolio.pk), run.pk, key, place in failed))
    return marks


def stored():
    return sorted(Standing.objects.values_list("report", "portfolio", "good_run", "failed_run", "is_open"))


class StandingsInAnyOrder(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        said=st.lists(st.tuples(st.integers(0, 6), st.sets(st.integers(0, 2))), min_size=1, max_size=8),
        seed=st.integers(0, 10**6),
        cut=st.integers(1, 9),
    )
    def test_runs_in_any_order_and_any_pages_end_as_a_recount_does(self, said, seed, cut):
        firm = Firm.objects.create(base_url=f"http://127.0.0.1/{seed}", addepar_firm_id="1")
        report = Report.objects.create(firm=firm, upstream_id="7")
        portfolios = [
            Portfolio.objects.create(firm=firm, portfolio_type="entity", upstream_id=str(n)) for n in range(3)
        ]
        marks = make_marks(report, portfolios, said)
        random.Random(seed).shuffle(marks)

        for start in range(0, len(marks), cut):
            add_marks(marks[start : start + cut])
        added = stored()
        recount({mark.pair for mark in marks})

        assert added == stored()
        for standing in Standing.objects.all():
            history = sorted(read_marks({(standing.report_id, standing.portfolio_id)}), key=lambda m: m.key)
            failures = [mark.key for mark in history if mark.is_failed]
            goods = [mark.key for mark in history if not mark.is_failed]
            assert standing.is_open == (bool(failures) and (not goods or max(failures) > max(goods)))


@pytest.mark.django_db
def test_a_later_good_run_heals_and_an_earlier_one_does_not():
    firm = Firm.objects.create(base_url="http://127.0.0.1", addepar_firm_id="1")
    report = Report.objects.create(firm=firm, upstream_id="7")
    portfolio = Portfolio.objects.create(firm=firm, portfolio_type="entity", upstream_id="1")
    good_before, failed, good_after = make_marks(report, [portfolio], [(1, set()), (2, {0}), (3, set())])

    add_marks([failed])
    add_marks([good_before])
    still_open = Standing.objects.get().is_open
    add_marks([good_after])

    assert still_open is True
    assert Standing.objects.get().is_open is False
