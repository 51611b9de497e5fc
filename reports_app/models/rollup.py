"""Figures kept beside the rows, moved in the sync's own transaction and provable by a recount."""

from django.db import models

from reports_app.vocabulary import Outcome

from .firm import Firm
from .generated_report import GeneratedReport
from .portfolio import Portfolio
from .report import Report


class Standing(models.Model):
    """Where one portfolio stands with one report: its newest good run and its newest failed one.

    is_open: the newest failure has no later good run; later means greater (completed_at, run id).
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="standings", db_index=False)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="standings")
    good_run = models.ForeignKey(GeneratedReport, models.PROTECT, null=True, related_name="+", db_index=False)
    good_at = models.DateTimeField(null=True)
    failed_run = models.ForeignKey(
        GeneratedReport, models.PROTECT, null=True, related_name="+", db_index=False
    )
    failed_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "portfolio"], name="standing_is_unique"),
        ]
        indexes = [
            models.Index(fields=["-failed_at"], name="standing_open", condition=models.Q(is_open=True)),
        ]


class DayCount(models.Model):
    """How many runs of a report ended with an outcome on one day of the firm's calendar."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    day = models.DateField()
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome])
    runs = models.IntegerField(default=0)
    generated = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm", "day", "report", "outcome"], name="day_count_is_unique"),
        ]
