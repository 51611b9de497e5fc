"""The made runs are repeatable, tell every story, and carry PDFs and zips that are what they claim."""

import io
import re
import zipfile
from collections import Counter
from datetime import timedelta
from typing import Any

from tests.upstream import STORIES, Story, StrictUpstream, make_run, make_runs
from tests.upstream.pdfs import make_pdf


def _truth(count: int = 120, seed: int = 3, **options: Any) -> list[dict[str, Any]]:
    return StrictUpstream(make_runs(count, seed, **options)).truth()


def test_the_same_seed_makes_the_same_runs_and_another_seed_others() -> None:
    assert make_runs(30, 3) == make_runs(30, 3)
    assert not {one["id"] for one in _truth(seed=3)} & {one["id"] for one in _truth(seed=4)}


def test_file_ids_never_repeat_within_or_between_seeds() -> None:
    runs = [*make_runs(60, 1), *make_runs(60, 2), make_run(9)]

    ids = [file_id for run in runs for file_id in run.files]
    ids += [run.zipped_file.file_id for run in runs if run.zipped_file is not None]
    assert len(ids) == len(set(ids))


def test_one_round_of_stories_holds_everything_an_admin_meets() -> None:
    truth = _truth(len(STORIES))
    attributes = [one["attributes"] for one in truth]
    rows = [row for one in attributes for row in one["generated_portfolios"]]

    assert {one["status"] for one in attributes} == {"FINISHED", "ERROR", "CANCELED"}
    assert {one.get("job_type") for one in attributes} == {"SCHEDULED", "AD_HOC", None}
    assert {row.get("has_been_published") for row in rows} == {True, False, None}
    assert any(one["status"] == "ERROR" and one["generated_portfolios"] for one in attributes)
    assert any(one["relationships"]["zipped_file"]["data"] is None for one in truth)
    assert any("meta" in one and "delivery_channel" in one["attributes"] for one in truth)
    assert max(Counter(one["completed_at"] for one in attributes).values()) >= 3
    assert len({one["relationships"]["creator"]["data"]["id"] for one in truth}) > 1


def test_two_clients_of_one_run_share_a_name_but_no_entry() -> None:
    runs = [run for run in make_runs(len(STORIES), 3) if run.attributes["report_name"]]
    twins = [run for run in runs if [one["portfolio_name"] for one in run.portfolios].count("J. Miller") == 2]

    (run,) = twins
    with zipfile.ZipFile(io.BytesIO(run.zip_bytes())) as archive:
        assert archive.namelist() == ["J. Miller.pdf", "J. Miller (2).pdf"]


def test_names_hold_other_scripts_quotes_and_markup() -> None:
    names = "".join(row["portfolio_name"] for run in make_runs(120, 3) for row in run.portfolios)

    patterns = ("[À-ÿ]", "[一-鿿]", "[א-ת]", '"', "<script>", "/", "👨‍👩‍👧")
    assert [one for one in patterns if not re.search(one, names)] == []


def test_ids_have_the_documented_types() -> None:
    for one in _truth(28):
        assert type(one["id"]) is str
        assert type(one["attributes"]["report_id"]) is int
        for row in one["attributes"]["generated_portfolios"]:
            assert (type(row["portfolio_id"]), type(row["file_id"])) == (int, int)


def test_odd_statuses_and_a_crowded_second_come_on_demand() -> None:
    truth = _truth(70, unknown_statuses=2, crowded=60)

    assert len({one["attributes"]["completed_at"][:19] for one in truth[:60]}) == 1
    assert {one["attributes"]["status"] for one in truth} >= {"PARTIAL", "ARCHIVED"}


def test_every_zip_holds_exactly_the_pdfs_of_its_run() -> None:
    for run in make_runs(28, 3):
        if run.zipped_file is None:
            assert run.files == {}
            continue
        with zipfile.ZipFile(io.BytesIO(run.zip_bytes())) as archive:
            assert archive.testzip() is None
            packed = [archive.read(name) for name in archive.namelist()]
        assert packed == [one.content for one in run.files.values()]


def test_a_pdf_is_told_where_its_objects_are() -> None:
    content = make_pdf(title="Été", lines=["a (b) \\ c", "李"])

    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    offsets = [int(one) for one in re.findall(rb"(\d{10}) 00000 n", content[start:])]
    assert content.startswith(b"%PDF-1.4")
    assert content.endswith(b"%%EOF\n")
    assert content[start:].startswith(b"xref\n0 7\n")
    assert [content[at : at + 7] for at in offsets] == [b"%d 0 obj" % number for number in range(1, 7)]
    declared = re.search(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", content, re.DOTALL)
    assert declared is not None
    assert int(declared[1]) == len(declared[2])
    assert b"(a \\(b\\) \\\\ c) Tj" in content


def test_pdfs_differ_even_where_names_are_equal() -> None:
    contents = [one.content for run in make_runs(28, 3) for one in run.files.values()]

    assert len(contents) == len(set(contents))


def test_a_single_run_follows_the_given_story() -> None:
    when = make_runs(1)[0].completed_at + timedelta(days=3)

    run = make_run(8, story=Story(status="ERROR", generated=1, failed=4), completed_at=when)

    assert (run.completed_at, run.attributes["status"]) == (when, "ERROR")
    assert [len(run.attributes[name]) for name in ("generated_portfolios", "failed_portfolios")] == [1, 4]
