"""All that a child says is kept, within bounds; only what matters reaches the terminal."""

from pathlib import Path

import pytest

from deploy import logs
from deploy.logs import ChildLog


def test_every_line_is_kept_and_only_trouble_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = ChildLog(tmp_path / "log" / "web.log", name="web")
    said = (
        b"10:00 INFO all is well\n10:01 WARNING the disk is nearly full\nTraceback (most recent call last):\n"
    )

    log.write(said[:40])
    log.write(said[40:])

    assert (tmp_path / "log" / "web.log").read_bytes() == said
    assert capsys.readouterr().out.splitlines() == [
        "web     | 10:01 WARNING the disk is nearly full",
        "web     | Traceback (most recent call last):",
    ]


def test_a_last_line_without_an_end_is_shown_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = ChildLog(tmp_path / "web.log", name="web")
    log.write(b"first\nOSError: no space left")

    log.flush()

    assert capsys.readouterr().out == "web     | OSError: no space left\n"


def test_a_full_log_makes_room_and_keeps_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 100)
    log = ChildLog(tmp_path / "web.log", name="web")

    for number in range(30):
        log.write(f"line number {number:>5}\n".encode())

    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["web.log", "web.log.1"]
    assert all(path.stat().st_size <= 100 for path in tmp_path.iterdir())
    assert (tmp_path / "web.log").read_text().endswith("line number    29\n")


def test_a_log_that_cannot_be_written_is_said_and_survived(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "web.log").mkdir()

    ChildLog(tmp_path / "web.log", name="web").write(b"hello\n")

    assert "its log cannot be written" in capsys.readouterr().out
