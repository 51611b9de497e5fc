"""Filters of the list of runs. Each offers fixed or small choices: none reads the runs to find them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from reports_app import conf
from reports_app.models import Creator, Report
from reports_app.vocabulary import JobStatus, JobType, Outcome

from .reading import reading_of

MOST_CHOICES = 500
WITH_FAILURES = "with_failures"
JOB_TYPE_WORDS = {JobType.SCHEDULED: "Scheduled", JobType.AD_HOC: "Ad hoc"}


class ChoiceFilter(admin.SimpleListFilter):
    """One choice of a few, each a link; drawn as a chip."""

    template = "admin/filters/choices.html"
    has_states = False

    @property
    def is_set(self) -> bool:
        return self.value() is not None

    @property
    def value_text(self) -> str:
        return next((str(text) for value, text in self.lookup_choices if str(value) == self.value()), "")

    def has_output(self) -> bool:
        return True


class OutcomeFilter(ChoiceFilter):
    title = "Outcome"
    parameter_name = "outcome"
    has_states = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [
            (WITH_FAILURES, "With failures"),
            *((each.value, each.value.capitalize()) for each in Outcome),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == WITH_FAILURES:
            return queryset.filter(outcome__in=[Outcome.PARTIAL.value, Outcome.FAILED.value])
        return queryset.filter(outcome=self.value()) if self.value() else queryset


class KnownTextFilter(ChoiceFilter):
    """A column of upstream words: the documented ones, "not said", and whatever else came."""

    words: dict[Any, str] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        known = [(str(value), text) for value, text in self.words.items()]
        return [*known, ("none", "Not said"), ("other", "Another word")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        column, value = str(self.parameter_name), self.value()
        if value is None:
            return queryset
        if value == "other":
            return queryset.exclude(**{f"{column}__in": [*map(str, self.words), ""]})
        return queryset.filter(**{column: "" if value == "none" else value})


class StatusFilter(KnownTextFilter):
    title = "Status"
    parameter_name = "status"
    words = {status: status.value for status in JobStatus}


class JobTypeFilter(KnownTextFilter):
    title = "Job type"
    parameter_name = "job_type"
    words = JOB_TYPE_WORDS


class ReportFilter(ChoiceFilter):
    title = "Report"
    parameter_name = "report"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        reports = Report.objects.filter(firm=reading_of(request).firm)[:MOST_CHOICES]
        return [(str(report.pk), str(report)) for report in reports]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return _by_key(queryset, column="report_id", value=self.value())


class CreatorFilter(ChoiceFilter):
    title = "Creator"
    parameter_name = "creator"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        creators = Creator.objects.filter(firm=reading_of(request).firm).defer("raw")[:MOST_CHOICES]
        return [(str(creator.pk), str(creator)) for creator in creators]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return _by_key(queryset, column="creator_id", value=self.value())


def _by_key(queryset: QuerySet[Any], *, column: str, value: str | None) -> QuerySet[Any]:
    if value is None:
        return queryset
    return queryset.filter(**{column: int(value)}) if value.isdecimal() else queryset.none()


class CompletedFilter(admin.ListFilter):
    """Whole days of the firm's calendar, first and last included; either end may be open."""

    title = "Completed"
    template = "admin/filters/days.html"
    names = ("completed_from", "completed_to")

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Any], model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.names:
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]
        self.first, self.last = (_day(str(self.used_parameters.get(name, ""))) for name in self.names)

    @property
    def is_set(self) -> bool:
        return bool(self.first or self.last)

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(self.names)

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        kept = [
            (name, value)
            for name, values in changelist.filter_params.items()
            for value in values
            if name not in self.names and name != "p"
        ]
        if changelist.query:
            kept.append(("q", changelist.query))
        yield {"kept": kept, "clear_url": changelist.get_query_string(remove=[*self.names, "p"])}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        within = Q()
        if self.first:
            within &= Q(completed_at__gte=_midnight(self.first))
        if self.last:
            within &= Q(completed_at__lt=_midnight(self.last + timedelta(days=1)))
        return queryset.filter(within)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=conf.firm_zone()).astimezone(UTC)
