"""`fetch_zip` and `verify_archive` as operators and programs meet them: exit codes and last lines."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from reports_app import conf
from reports_app.archive import ContentStore
from reports_app.models import Firm, GeneratedReport, StoredFile
from tests.archive.rows import mirror
from tests.upstream import Fault, Run, StrictUpstream, effects, faults, make_run, zip_effects
from tests.upstream.faults import Effect
from tests.upstream.stories import STORIES

pytestmark = pytest.mark.django_db(transaction=True)


class Ended:
    """How a command ended: its code, its last JSON line and its last line of stderr."""

    def __init__(self, *arguments: str) -> None:
        out, err = io.StringIO(), io.StringIO()
        with pytest.raises(SystemExit) as caught:
            call_command(*arguments, stdout=out, stderr=err, no_color=True)
        self.code = caught.value.code
        self.out = out.getvalue()
        self.last_error_line = err.getvalue().splitlines()[-1]
        assert "Traceback" not in err.getvalue()

    @property
    def line(self) -> dict[str, Any]:
        return dict(json.loads(self.out.splitlines()[-1]))


@pytest.fixture
def firm(settings: Any, upstream: StrictUpstream, db: None) -> Firm:
    settings.ADDEPAR_BASE_URL = upstream.base_url
    settings.ADDEPAR_FIRM_ID = upstream.firm_id
    settings.ADDEPAR_API_KEY = upstream.api_key
    settings.ADDEPAR_API_SECRET = upstream.api_secret
    settings.ADDEPAR_ACCESS_TOKEN = ""
    return conf.current_firm()


def test_a_fetched_zip_ends_with_0_and_says_what_is_stored(
    generated_report: GeneratedReport, run: Run, store: ContentStore
) -> None:
    ended = Ended("fetch_zip", run.run_id, "--json")

    assert ended.code == 0
    assert (ended.line["state"], ended.line["bytes"]) == ("stored", len(run.zip_bytes()))
    assert store.path_for(ended.line["sha256"]).read_bytes() == run.zip_bytes()
    assert ended.line["reason"] == ended.last_error_line


def test_a_second_fetch_asks_nothing(
    generated_report: GeneratedReport, run: Run, upstream: StrictUpstream
) -> None:
    first = Ended("fetch_zip", run.run_id, "--json")
    asked = len(upstream.log)

    second = Ended("fetch_zip", run.run_id, "--json")

    assert second.code == 0
    assert second.line == first.line
    assert len(upstream.log) == asked


@pytest.mark.parametrize(
    ("effect", "route", "code"),
    [
        (zip_effects.zip_flipped_bit(), faults.ZIP_DOWNLOAD, 1),
        (zip_effects.zip_html(), faults.ZIP_DOWNLOAD, 1),
        (zip_effects.zip_missing(), faults.ZIP_DOWNLOAD, 1),
        (zip_effects.wrong_bytes_in_metadata(7), faults.ZIP, 1),
        (effects.status_code(429, retry_after=60), faults.ZIP, 3),
        (effects.status_code(401), faults.ZIP, 4),
        (effects.status_code(403), faults.ZIP_DOWNLOAD, 4),
        (zip_effects.zip_short(), faults.ZIP_DOWNLOAD, 5),
        (effects.html_200(), faults.ZIP, 5),
        (effects.redirect("http://localhost:9/"), faults.ZIP_DOWNLOAD, 6),
        (effects.body(b"[]"), faults.ZIP, 6),
    ],
    ids=["flipped", "html", "404", "size", "429", "401", "403", "short", "not json", "redirect", "shape"],
)
def test_each_trouble_has_its_code_and_one_sentence(
    effect: Effect, route: str, code: int, generated_report: GeneratedReport, upstream: StrictUpstream
) -> None:
    upstream.faults.append(Fault(effect, on=route, times=None))

    ended = Ended("fetch_zip", generated_report.upstream_id, "--json")

    assert ended.code == code, ended.last_error_line
    assert (ended.line["state"], ended.line["bytes"], ended.line["sha256"]) == ("failed", None, None)
    assert ended.line["reason"] == ended.last_error_line
    assert len(ended.last_error_line) > 20
    assert not StoredFile.objects.exists()


def test_an_unknown_run_ends_with_1_and_the_json_line(firm: Firm, upstream: StrictUpstream) -> None:
    ended = Ended("fetch_zip", "no-such-run", "--json")

    assert ended.code == 1
    assert (ended.line["state"], ended.line["reason_code"]) == ("failed", "not_found")
    assert "no-such-run" in ended.line["reason"]
    assert upstream.log == []


def test_a_run_without_a_zip_ends_with_1(firm: Firm, upstream: StrictUpstream) -> None:
    empty = mirror(make_run(77, story=STORIES[3]), firm=firm)

    ended = Ended("fetch_zip", empty.upstream_id, "--json")

    assert ended.code == 1
    assert ended.line["reason"] == "This run generated no PDF, so there is no zip."


def test_without_json_nothing_but_the_sentence_is_said(generated_report: GeneratedReport) -> None:
    ended = Ended("fetch_zip", generated_report.upstream_id)

    assert ended.out == ""
    assert ended.last_error_line.startswith("Stored: ")


def test_without_a_key_the_setting_is_named(generated_report: GeneratedReport, settings: Any) -> None:
    settings.ADDEPAR_API_KEY = ""

    ended = Ended("fetch_zip", generated_report.upstream_id, "--json")

    assert ended.code == 2
    assert "ADDEPAR_API_KEY" in ended.line["reason"]


def test_a_media_root_that_is_a_file_ends_with_7(
    generated_report: GeneratedReport, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "not a folder"
    settings.MEDIA_ROOT.write_text("in the way")

    ended = Ended("fetch_zip", generated_report.upstream_id, "--json")

    assert ended.code == 7
    assert "MEDIA_ROOT" in ended.line["reason"]


def test_a_sound_archive_ends_with_0(generated_report: GeneratedReport, run: Run) -> None:
    Ended("fetch_zip", run.run_id)

    ended = Ended("verify_archive", "--json")

    assert ended.code == 0
    expected = {"files": 1, "bytes": len(run.zip_bytes()), "damaged": 0, "missing": 0, "orphans": 0}
    assert ended.line.items() >= expected.items()


def test_a_damaged_archive_ends_with_1_until_the_zip_is_fetched_again(
    generated_report: GeneratedReport, run: Run, store: ContentStore
) -> None:
    Ended("fetch_zip", run.run_id)
    stored = StoredFile.objects.get()
    path = store.path_for(stored.sha256)
    path.write_bytes(path.read_bytes()[:-1])

    ended = Ended("verify_archive", "--json")

    assert (ended.code, ended.line["damaged"], ended.line["missing"]) == (1, 1, 0)
    assert "fetch them again" in ended.last_error_line
    assert Ended("fetch_zip", run.run_id).code == 0
    assert Ended("verify_archive").code == 0


def test_a_missing_file_ends_with_1(generated_report: GeneratedReport, run: Run, store: ContentStore) -> None:
    Ended("fetch_zip", run.run_id)
    store.path_for(StoredFile.objects.get().sha256).unlink()

    ended = Ended("verify_archive", "--json", "--max-seconds", "60")

    assert (ended.code, ended.line["damaged"], ended.line["missing"]) == (1, 0, 1)


def test_an_empty_archive_is_sound(firm: Firm) -> None:
    assert Ended("verify_archive", "--json").code == 0
