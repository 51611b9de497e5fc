"""Writes figures down: a line each as they come, and a dated part of docs/benchmarks.md at the end.

The newest part comes first, with its tables; of the parts before it the opening lines stay, so that the file
tells how the figures moved and does not grow by a hundred rows a day.
"""

import os
import platform
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from .databases import ROOT, find_programs

FILE = ROOT / "docs" / "benchmarks.md"
GOAL_RATIO, GOAL_QUERIES, GOAL_BYTES = 1.5, 10, 60_000
EARLIER = "## Earlier"
OPENING = f"""# Benchmarks

What a page costs in a mirror of 1,000,000 runs and 5,000,000 outcomes, against the same page at 10,000 and
50,000. Written by `make bench`.

Goals: at most {GOAL_RATIO}x, at most {GOAL_QUERIES} queries, under {GOAL_BYTES // 1000} kB of HTML gzipped.
A figure is the median of nine requests after two to warm up, both sizes in turn, through every layer of the
product but the network. Only the ratio travels to another machine.

Rows count a table's heads and days. With fewer rows at 10 k than at 1 M a page cannot be filled there, and
its ratio is too high; with more, for the days between sparse runs, it is too low.
"""


@dataclass(frozen=True)
class Figure:
    """One page on one database. Times: medians in milliseconds; bytes: the page's HTML, gzipped.

    Rows are those of its tables, heads and days included: where the sizes differ in them, the ratio is not of
    one page to itself alone.
    """

    database: str
    page: str
    small_ms: float
    large_ms: float
    queries: int
    small_bytes: int
    large_bytes: int
    small_rows: int
    large_rows: int
    slowest_ms: float
    slowest_sql: str

    @property
    def ratio(self) -> float:
        return self.large_ms / self.small_ms

    @property
    def is_met(self) -> bool:
        return self.ratio <= GOAL_RATIO and self.queries <= GOAL_QUERIES and self.large_bytes < GOAL_BYTES


@dataclass(frozen=True)
class Rates:
    """Rows a second: a first sync, the same sync again, and the same rows written plainly."""

    first: int
    again: int
    plain: int


def print_rates(database: str, rates: Rates) -> None:
    """Print one line."""
    sys.stdout.write(
        f"{database:10} first sync {rates.first:,} rows/s   nothing changed {rates.again:,} rows/s"
        f"   written plainly {rates.plain:,} rows/s   plain is {rates.plain / rates.first:.2f}x the first\n"
    )
    sys.stdout.flush()


def print_figure(figure: Figure) -> None:
    """Print one line; where a goal is missed, also the query that took longest at the large size."""
    line = (
        f"{figure.database:10} {figure.page:40} 10 k {figure.small_ms:7.1f} ms"
        f"   1 M {figure.large_ms:7.1f} ms   {figure.ratio:5.2f}x (goal {GOAL_RATIO}x)"
        f"   {figure.queries:2} queries   {figure.large_bytes / 1000:5.1f} kB"
        f"   {figure.small_rows:3} and {figure.large_rows:3} rows"
        f"   {'met' if figure.is_met else 'MISSED'}\n"
    )
    if not figure.is_met:
        line += f"           slowest query {figure.slowest_ms:.1f} ms: {figure.slowest_sql}\n"
    sys.stdout.write(line)
    sys.stdout.flush()


def write_tables(figures: dict[str, list[Figure]], rates: dict[str, Rates]) -> None:
    """Put the figures before those that docs/benchmarks.md holds."""
    told = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    earlier = told.partition(EARLIER)[2].strip()
    last = "\n".join(line for line in told.splitlines() if line.startswith("Measured on "))
    parts = [OPENING, _measured(figures), *(_table(name, rows) for name, rows in figures.items())]
    parts.append(_rates_table(rates))
    history = [f"- {line.removeprefix('Measured on ')}" for line in last.splitlines()]
    history += [earlier] if earlier else []
    if history:
        parts.append(f"{EARLIER}\n\n" + "\n".join(history) + "\n")
    FILE.write_text("\n".join(parts), encoding="utf-8")


def _rates_table(rates: dict[str, Rates]) -> str:
    rows = "".join(
        f"| {name} | {row.first:,} | {row.again:,} | {row.plain:,} | {row.plain / row.first:.2f}x |\n"
        for name, row in rates.items()
    )
    return f"""## How fast a sync stores

Rows a second, 5,000 runs of 20 clients each, from the text of a page to its commit; the median of three, in
turn. Plainly means the same rows of all mirrored tables by executemany or COPY in one transaction.

| database | first sync | nothing changed | written plainly | plain / first |
|---|---:|---:|---:|---:|
{rows}"""


def _measured(figures: dict[str, list[Figure]]) -> str:
    day = datetime.now(UTC).date().isoformat()
    met = ", ".join(
        f"{name} {sum(row.is_met for row in rows)} of {len(rows)}" for name, rows in figures.items()
    )
    return (
        f"Measured on {day} at commit {_commit()}: pages that meet the goals: {met}. "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}{_postgresql_version()}.\n"
    )


def _table(name: str, rows: list[Figure]) -> str:
    met = sum(row.is_met for row in rows)
    head = f"## {name}: {met} of {len(rows)} pages meet the goals\n\n"
    head += (
        "| page | 10 k, ms | 1 M, ms | ratio | queries | kB | rows at 10 k | at 1 M | goals |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|---|\n"
    )
    return head + "".join(
        f"| {row.page} | {row.small_ms:.1f} | {row.large_ms:.1f} | {row.ratio:.2f} | {row.queries} "
        f"| {row.large_bytes / 1000:.1f} | {row.small_rows} | {row.large_rows} "
        f"| {'met' if row.is_met else '**missed**'} |\n"
        for row in rows
    )


def _commit() -> str:
    """Return the commit, and say where the code that was measured is not all in it."""
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    is_changed = _git("status", "--porcelain", "--", "reports_app", "config", "templates")
    return f"{commit} with changes that are not committed" if is_changed else commit


def _git(*arguments: str) -> str:
    asked = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return asked.stdout.strip()


def _postgresql_version() -> str:
    programs = find_programs()
    return f", PostgreSQL {programs.parent.name}" if programs else ""
