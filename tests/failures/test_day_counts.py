"""Day counts: moved by additions and subtractions, equal to counting the rows."""

from collections import Counter
from datetime import date

import pytest

from reports_app.failures.day_counts import DayMark, move_day_counts
from reports_app.models import DayCount, Firm, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    firm = Firm.objects.create(base_url="http://127.0.0.1", addepar_firm_id="1")
    return Report.objects.create(firm=firm, upstream_id="7")


def counts():
    return {(row.day, row.outcome): (row.runs, row.generated, row.failed) for row in DayCount.objects.all()}


def test_marks_of_one_day_and_outcome_are_one_row(report):
    day = date(2026, 11, 17)
    marks = [DayMark(report.pk, day, "partial", generated, 1) for generated in (3, 4, 5)]

    move_day_counts(report.firm_id, marks)
    move_day_counts(report.firm_id, marks[:1])

    assert counts() == {(day, "partial"): (4, 15, 4)}


def test_a_run_that_changed_its_outcome_moves_from_one_row_to_the_other(report):
    day = date(2026, 11, 17)
    move_day_counts(report.firm_id, [DayMark(report.pk, day, "failed", 0, 4)])

    move_day_counts(
        report.firm_id,
        [DayMark(report.pk, day, "failed", 0, 4, sign=-1), DayMark(report.pk, day, "partial", 2, 2)],
    )

    assert counts() == {(day, "failed"): (0, 0, 0), (day, "partial"): (1, 2, 2)}
    assert Counter(outcome for _, outcome in counts()) == {"failed": 1, "partial": 1}
