"""The files of the sandbox's firm: their names, and their bytes, made when first asked for.

Finished zips and PDFs are kept in memory up to a budget, the least recently used leaving first; a file made
again has the same bytes. `firm` knows which files there are.
"""

import io
import re
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import Lock

from reports_app.sandbox.firm import FirmFile
from reports_app.sandbox.moments import firm_day
from reports_app.sandbox.pdf import draw_pdf
from reports_app.sandbox.portfolios import Portfolio

MEMORY_BUDGET_BYTES = 48 * 1024 * 1024
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_LONGEST_STEM = 150


def file_name(file: FirmFile) -> str:
    """Return a file's name: `<report> at MM-DD-YYYY.zip`, or the client's name and `.pdf`."""
    if file.portfolio is not None:
        return f"{_stem(file.portfolio)}.pdf"
    return f"{file.report.definition.name} at {firm_day(file.report.completed_at):%m-%d-%Y}.zip"


def entry_names(portfolios: Sequence[Portfolio]) -> Iterator[str]:
    """Yield the names of a zip's entries, in order; equal names get ' (2)', ' (3)' and so on."""
    taken: set[str] = set()
    for portfolio in portfolios:
        stem, number = _stem(portfolio), 1
        name = stem
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(name.casefold())
        yield f"{name}.pdf"


class FileStore:
    """Makes files and remembers the recent ones."""

    def __init__(self, *, seed: int, budget_bytes: int = MEMORY_BUDGET_BYTES) -> None:
        self._seed = seed
        self._budget_bytes = budget_bytes
        self._made: OrderedDict[int, bytes] = OrderedDict()
        # One maker at a time: two requests for the same zip must not both spend seconds on it.
        self._lock = Lock()

    def content(self, file: FirmFile) -> bytes:
        """Return the bytes of a file."""
        with self._lock:
            make = self._pdf if file.portfolio is not None else self._zip
            return self._remembered(file, make=make)

    def _remembered(self, file: FirmFile, *, make: Callable[[FirmFile], bytes]) -> bytes:
        made = self._made.get(file.file_id)
        if made is None:
            made = self._made[file.file_id] = make(file)
        self._made.move_to_end(file.file_id)
        while len(self._made) > 1 and sum(map(len, self._made.values())) > self._budget_bytes:
            self._made.popitem(last=False)
        return made

    def _pdf(self, file: FirmFile) -> bytes:
        if file.portfolio is None:
            raise ValueError(f"File {file.file_id} is a zip and has no client.")
        return draw_pdf(file.report, portfolio=file.portfolio, seed=self._seed)

    def _zip(self, file: FirmFile) -> bytes:
        """Pack the PDFs of a run, each with the run's date and nothing of this machine's."""
        report = file.report
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for position, name in enumerate(entry_names(report.generated)):
                pdf = replace(
                    file, file_id=report.pdf_file_id(position), portfolio=report.generated[position]
                )
                entry = zipfile.ZipInfo(name, date_time=report.completed_at.timetuple()[:6])
                entry.create_system = 3
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, self._remembered(pdf, make=self._pdf))
        return packed.getvalue()


def _stem(portfolio: Portfolio) -> str:
    """Make a client's name fit for a file: no path parts, quotes or marks, not too long, never empty."""
    stem = _NOT_IN_FILE_NAMES.sub("_", portfolio.name)[:_LONGEST_STEM].strip(" .")
    return stem or f"{portfolio.kind} {portfolio.number}"
