"""Measures every page at 1 M runs against itself at 10 k, in one run: `make bench`.

Both sizes answer in turn, so that what the machine does besides falls on both alike. Prints a line for each
figure and, where nothing was left out, docs/benchmarks.md. Arguments leave out: "sqlite" or "postgresql"
measures one database, "--only=text" the pages whose name holds the text, and not how fast a sync stores.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from typing import Any

from .databases import (
    ROOT,
    SIZES,
    Urls,
    alone,
    empty_postgresql,
    empty_sqlite,
    environment,
    postgresql_databases,
    sqlite_databases,
)
from .table import Figure, Rates, print_figure, print_rates, write_tables

REPETITIONS, WARM_UPS = 9, 2


@dataclass
class Answerer:
    """A process that answers for one database."""

    process: "subprocess.Popen[str]"
    pages: list[str]

    @classmethod
    def start(cls, url: str) -> "Answerer":
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.answer"],
            cwd=ROOT, env=environment(url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        return cls(process, json.loads(process.stdout.readline()))

    def ask(self, line: str) -> Any:
        """Send a line and return the answer to it."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        """Close the line and wait for the process to end by itself."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)


def main(arguments: list[str]) -> None:
    """Measure the databases that were asked for; write the tables where nothing was left out."""
    only = next((each.removeprefix("--only=") for each in arguments if each.startswith("--only=")), "")
    figures: dict[str, list[Figure]] = {}
    rates: dict[str, Rates] = {}
    if "postgresql" not in arguments:
        figures["SQLite"] = measure("SQLite", sqlite_databases(), only=only)
        if not only:
            with empty_sqlite() as url:
                rates["SQLite"] = measure_rates("SQLite", url)
    if "sqlite" not in arguments:
        with postgresql_databases() as urls:
            if urls:
                figures["PostgreSQL"] = measure("PostgreSQL", urls, only=only)
                if not only:
                    with empty_postgresql(urls[SIZES[0]]) as url:
                        rates["PostgreSQL"] = measure_rates("PostgreSQL", url)
    if not arguments:
        write_tables(figures, rates)


def measure_rates(database: str, url: str) -> Rates:
    """Measure in a process of its own how many rows a second a sync stores in an empty database."""
    command = [sys.executable, "-m", "tests.benchmarks.rates"]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(url), check=True, stdout=subprocess.PIPE, text=True
    )
    rates = Rates(**json.loads(ended.stdout))
    print_rates(database, rates)
    return rates


def measure(database: str, urls: Urls, *, only: str) -> list[Figure]:
    """Measure every page of the two sizes in turn."""
    small, large = (Answerer.start(urls[runs]) for runs in SIZES)
    try:
        figures = []
        for page in small.pages:
            if only in page:
                figures.append(_measure_page(database, page, small=small, large=large))
                print_figure(figures[-1])
        return figures
    finally:
        small.stop()
        large.stop()


def _measure_page(database: str, page: str, *, small: Answerer, large: Answerer) -> Figure:
    told = {id(each): each.ask(f"measure {page}") for each in (small, large)}
    times: dict[int, list[float]] = {id(small): [], id(large): []}
    for repetition in range(-WARM_UPS, REPETITIONS):
        for each in (small, large) if repetition % 2 else (large, small):
            took = each.ask(f"time {page}")
            if repetition >= 0:
                times[id(each)].append(took)
    small_told, large_told = told[id(small)], told[id(large)]
    return Figure(
        database=database,
        page=page,
        small_ms=median(times[id(small)]),
        large_ms=median(times[id(large)]),
        queries=large_told["queries"],
        small_bytes=small_told["bytes"],
        large_bytes=large_told["bytes"],
        small_rows=small_told["rows"],
        large_rows=large_told["rows"],
        slowest_ms=large_told["slowest"]["ms"],
        slowest_sql=large_told["slowest"]["sql"],
    )


if __name__ == "__main__":
    with alone():
        main(sys.argv[1:])
