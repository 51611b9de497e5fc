"""What upstream can do to a zip, and that nothing of it is ever there afterwards (F-44 to F-48)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from reports_app.addepar import AddeparClient, QuotaExhausted
from reports_app.archive import ContentStore, FetchResult, FetchState, ZipLimits, fetch_zip
from reports_app.models import GeneratedReport, StoredFile
from reports_app.vocabulary import ReasonCode
from tests.archive import crafted_zips as crafted
from tests.archive.conftest import ClientMaker
from tests.archive.rows import NOW, files_under
from tests.upstream import Fault, Run, StrictUpstream, effects, faults, zip_effects
from tests.upstream.faults import Effect

pytestmark = pytest.mark.django_db
DAMAGED, MISMATCH = ReasonCode.ARCHIVE_DAMAGED, ReasonCode.SIZE_MISMATCH

ON_DOWNLOAD: dict[str, tuple[Effect, ReasonCode]] = {
    "cut half-way": (zip_effects.zip_short(), ReasonCode.TRUNCATED),
    "cut after one byte": (zip_effects.zip_short(keep=0.001), ReasonCode.TRUNCATED),
    "cut, no length stated": (zip_effects.zip_without_length(), MISMATCH),
    "last byte missing": (zip_effects.zip_last_byte_missing(), MISMATCH),
    "length too large": (
        lambda answer: replace(answer, stated_length=len(answer.body) + 9),
        ReasonCode.TRUNCATED,
    ),
    "length too small": (lambda answer: replace(answer, stated_length=len(answer.body) - 9), MISMATCH),
    "flipped bit": (zip_effects.zip_flipped_bit(), DAMAGED),
    "HTML instead": (zip_effects.zip_html(), DAMAGED),
    "HTML in front": (zip_effects.zip_html_in_front(), DAMAGED),
    "empty": (zip_effects.zip_empty(), MISMATCH),
    "encrypted": (zip_effects.zip_encrypted(), DAMAGED),
    "404": (zip_effects.zip_missing(), ReasonCode.NOT_FOUND),
    "403": (effects.status_code(403), ReasonCode.PERMISSION_REFUSED),
    "500": (effects.status_code(500), ReasonCode.UPSTREAM_ERROR),
    "429": (effects.status_code(429, retry_after=90), ReasonCode.RATE_LIMITED),
    "redirect": (effects.redirect("http://localhost:9/zip"), ReasonCode.REDIRECT_REFUSED),
}
ON_METADATA: dict[str, tuple[Effect, ReasonCode]] = {
    "too small": (zip_effects.wrong_bytes_in_metadata(10), MISMATCH),
    "zero": (zip_effects.wrong_bytes_in_metadata(0), MISMATCH),
    "too large by one": (
        effects.change_document(
            lambda document: document["data"]["attributes"].update(
                bytes=document["data"]["attributes"]["bytes"] + 1
            )
        ),
        MISMATCH,
    ),
    "over the limit": (zip_effects.wrong_bytes_in_metadata(10**15), ReasonCode.TOO_LARGE),
    "null": (effects.change_document(lambda document: document.update(data=None)), ReasonCode.NO_ZIP),
    "404": (zip_effects.zip_missing(), ReasonCode.NOT_FOUND),
    "401": (effects.status_code(401), ReasonCode.CREDENTIALS_REFUSED),
    "HTML": (effects.html_200(), ReasonCode.NOT_JSON),
    "cut JSON": (effects.cut_json(length="short"), ReasonCode.NOT_JSON),
    "a list": (effects.body(b'{"data": 7}'), ReasonCode.MALFORMED),
}
Fetch = Callable[..., FetchResult]


@pytest.fixture
def fetch(generated_report: GeneratedReport, client: AddeparClient, store: ContentStore) -> Fetch:
    def run(limits: ZipLimits | None = None, client: AddeparClient = client) -> FetchResult:
        return fetch_zip(generated_report, client=client, store=store, now=lambda: NOW, limits=limits)

    return run


def assert_nothing_is_there(result: FetchResult, store: ContentStore) -> None:
    assert result.state is FetchState.FAILED
    assert len(result.reason) > 20
    assert (result.sha256, result.size_bytes, result.stored_file) == (None, None, None)
    assert files_under(store.root) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(("effect", "reason"), ON_DOWNLOAD.values(), ids=ON_DOWNLOAD.keys())
def test_a_bad_download_is_refused_and_a_good_one_afterwards_kept(
    effect: Effect, reason: ReasonCode, fetch: Fetch, upstream: StrictUpstream, store: ContentStore
) -> None:
    upstream.faults.append(Fault(effect, on=faults.ZIP_DOWNLOAD, times=None))

    result = fetch()

    assert result.reason_code is reason, result.reason
    assert_nothing_is_there(result, store)
    upstream.faults.clear()
    assert fetch().state is FetchState.STORED


@pytest.mark.parametrize(("effect", "reason"), ON_METADATA.values(), ids=ON_METADATA.keys())
def test_bad_metadata_is_refused(
    effect: Effect, reason: ReasonCode, fetch: Fetch, upstream: StrictUpstream, store: ContentStore
) -> None:
    upstream.faults.append(Fault(effect, on=faults.ZIP, times=None))

    result = fetch()

    assert result.reason_code is reason, result.reason
    assert_nothing_is_there(result, store)


@pytest.mark.parametrize("make", crafted.DAMAGED.values(), ids=crafted.DAMAGED.keys())
def test_a_damaged_zip_of_the_right_length_is_never_offered(
    make: Callable[[], bytes], fetch: Fetch, upstream: StrictUpstream, run: Run, store: ContentStore
) -> None:
    upstream.replace_zip(run.run_id, make())

    result = fetch()

    assert result.reason_code is DAMAGED, result.reason
    assert_nothing_is_there(result, store)


@pytest.mark.parametrize("make", [crafted.declared_bomb, lambda: crafted.crowded_zip(entries=20_001)])
def test_a_bomb_is_never_offered(
    make: Callable[[], bytes], fetch: Fetch, upstream: StrictUpstream, run: Run, store: ContentStore
) -> None:
    upstream.replace_zip(run.run_id, make())

    result = fetch()

    assert result.reason_code is ReasonCode.TOO_LARGE
    assert_nothing_is_there(result, store)


def test_the_limit_is_judged_before_the_download(fetch: Fetch, upstream: StrictUpstream) -> None:
    result = fetch(limits=ZipLimits(max_bytes=1000))

    assert result.reason_code is ReasonCode.TOO_LARGE
    assert len(upstream.log) == 1


def test_the_limit_is_judged_again_where_nothing_was_declared(
    fetch: Fetch, upstream: StrictUpstream, store: ContentStore
) -> None:
    upstream.faults.append(Fault(zip_effects.wrong_bytes_in_metadata(None), on=faults.ZIP))
    upstream.faults.append(Fault(lambda answer: replace(answer, send_length=False), on=faults.ZIP_DOWNLOAD))

    result = fetch(limits=ZipLimits(max_bytes=1000))

    assert result.reason_code is ReasonCode.TOO_LARGE
    assert_nothing_is_there(result, store)


def test_a_size_mismatch_costs_one_more_request_and_no_third(fetch: Fetch, upstream: StrictUpstream) -> None:
    upstream.faults.append(Fault(zip_effects.zip_last_byte_missing(), on=faults.ZIP_DOWNLOAD, times=None))

    result = fetch()

    assert result.reason_code is MISMATCH
    assert "announces" in result.reason
    assert len(upstream.log) == 3


def test_a_429_says_when_to_ask_again(fetch: Fetch, upstream: StrictUpstream) -> None:
    upstream.faults.append(Fault(effects.status_code(429, retry_after=90), on=faults.ZIP))

    result = fetch()

    assert result.retry_at == NOW + timedelta(seconds=90)


def test_an_empty_budget_sends_nothing_and_says_when(
    fetch: Fetch, make_client: ClientMaker, upstream: StrictUpstream, store: ContentStore
) -> None:
    class Spent:
        def reserve(self, *, priority: str, route: str) -> None:
            raise QuotaExhausted(retry_at=NOW + timedelta(minutes=4))

        def note_rate_limited(self, *, retry_after_seconds: int) -> None:
            raise AssertionError("nothing was sent")

    result = fetch(client=make_client(quota=Spent()))

    assert result.reason_code is ReasonCode.QUOTA_EXHAUSTED
    assert result.retry_at == NOW + timedelta(minutes=4)
    assert upstream.log == []
    assert_nothing_is_there(result, store)


def test_a_wrong_secret_is_named_and_never_shown(fetch: Fetch, make_client: ClientMaker) -> None:
    result = fetch(client=make_client(api_secret="canary-of-a-secret"))

    assert result.reason_code is ReasonCode.CREDENTIALS_REFUSED
    assert "canary" not in result.reason


def test_an_upstream_that_is_gone_is_unreachable(
    make_client: ClientMaker, generated_report: GeneratedReport, store: ContentStore
) -> None:
    with StrictUpstream() as other:
        gone = other.base_url

    result = fetch_zip(generated_report, client=make_client(base_url=gone), store=store, now=lambda: NOW)

    assert result.reason_code is ReasonCode.UNREACHABLE
    assert_nothing_is_there(result, store)
