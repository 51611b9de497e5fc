"""The ledger: never more in a window than allowed, a reserve for people, and a 429 obeyed."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reports_app.addepar import Priority, QuotaExhausted
from reports_app.models import Firm, RequestLedgerEntry
from reports_app.quota import LedgerQuota, Limits, read_gauges

START = datetime(2026, 11, 17, 14, tzinfo=UTC)
LIMITS = Limits.of(per_15_minutes=50, per_day=1000, reserved_per_15_minutes=10, reserved_per_day=50)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


def make_quota(limits=LIMITS):
    firm = Firm.objects.create(base_url="http://127.0.0.1", addepar_firm_id="1")
    clock = Clock()
    return firm, clock, LedgerQuota(firm.pk, limits=limits, clock=clock)


def spend(quota, count, priority=Priority.NEW):
    for _ in range(count):
        quota.reserve(priority=priority, route="/v1/generated_reports")


@pytest.mark.django_db
def test_a_sync_leaves_the_reserve_to_people():
    firm, clock, quota = make_quota()
    spend(quota, 40)

    with pytest.raises(QuotaExhausted) as refused:
        spend(quota, 1)
    spend(quota, 10, Priority.CLICK)
    with pytest.raises(QuotaExhausted):
        spend(quota, 1, Priority.CLICK)

    assert (
        START + timedelta(minutes=15) <= refused.value.retry_at <= START + timedelta(minutes=15, seconds=10)
    )
    assert RequestLedgerEntry.objects.count() == 50
    assert read_gauges(firm, limits=LIMITS, now=clock.now).short.left == 0


@pytest.mark.django_db
def test_the_moment_it_names_is_the_moment_it_works():
    _, clock, quota = make_quota()
    spend(quota, 40)
    with pytest.raises(QuotaExhausted) as refused:
        spend(quota, 1)

    clock.now = refused.value.retry_at

    spend(quota, 1)


@pytest.mark.django_db
def test_f14_nothing_is_sent_before_a_429_says():
    _, clock, quota = make_quota()
    spend(quota, 1)
    quota.note_rate_limited(retry_after_seconds=120)

    clock.now += timedelta(seconds=119)
    with pytest.raises(QuotaExhausted):
        spend(quota, 1, Priority.CLICK)
    clock.now += timedelta(seconds=1)
    spend(quota, 1)

    assert RequestLedgerEntry.objects.filter(was_rate_limited=True).count() == 1


@pytest.mark.django_db
def test_f12_a_clock_set_back_frees_nothing():
    _, clock, quota = make_quota()
    spend(quota, 50, Priority.CLICK)

    clock.now -= timedelta(days=1)

    with pytest.raises(QuotaExhausted):
        spend(quota, 1, Priority.CLICK)


class NoWindowIsEverOverspent(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(gaps=st.lists(st.integers(0, 400), min_size=1, max_size=80), people=st.integers(0, 80))
    def test_f17_no_sliding_window_holds_more_than_allowed(self, gaps, people):
        limits = Limits.of(per_15_minutes=7, per_day=20, reserved_per_15_minutes=2, reserved_per_day=5)
        _, clock, quota = make_quota(limits)
        for number, gap in enumerate(gaps):
            clock.now += timedelta(seconds=gap)
            try:
                spend(quota, 1, Priority.CLICK if number < people else Priority.NEW)
            except QuotaExhausted as refused:
                assert refused.retry_at > clock.now

        sent = list(RequestLedgerEntry.objects.order_by("sent_at").values_list("sent_at", flat=True))
        for moment in sent:
            assert sum(moment - timedelta(minutes=15) < other <= moment for other in sent) <= 7
            assert sum(moment - timedelta(hours=24) < other <= moment for other in sent) <= 20


@pytest.mark.django_db(transaction=True)
def test_f17_ten_threads_at_once_get_what_one_would():
    _, _, quota = make_quota()
    granted = []

    def ask():
        try:
            for _ in range(8):
                try:
                    spend(quota, 1)
                    granted.append(1)
                except QuotaExhausted:
                    return
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(granted) == RequestLedgerEntry.objects.count() == 40
