"""From documents to records: the only place that knows the members' names.

A dict from the network never passes this module. Unknown members are ignored here and kept in `raw`.
Required in a run: an id, an attributes object, completed_at as a moment; portfolio lists, where present, are
lists. Everything else is optional, and of another type means absent; except ids, which are exact or refused.
"""

import json
from collections.abc import Mapping
from typing import Any

from reports_app.addepar.decode import Document, UnreadableNumber
from reports_app.addepar.errors import MalformedDocument
from reports_app.addepar.members import (
    attributes_of,
    integer_or_none,
    linked_id,
    optional_id,
    refuse,
    required_id,
    text_or_none,
    truth_or_none,
)
from reports_app.addepar.moments import parse_moment, parse_moment_or_date
from reports_app.addepar.records import (
    FileRecord,
    GeneratedReportRecord,
    PortfolioRecord,
    RejectedItem,
    ReportRecord,
    UserRecord,
)

LONGEST_RAW = 1024 * 1024


def list_items(document: Document) -> list[tuple[str, Any]]:
    """Return the items of a list document with their pointers.

    Shape: one published sample shows a single object where a list belongs (quirk 3); null is an empty list.
    Raises: MalformedDocument where `data` is missing or something else.
    """
    if "data" not in document.members:
        raise refuse("/data", "is missing")
    data = document.members["data"]
    if data is None:
        return []
    if isinstance(data, dict):
        return [("/data", data)]
    if isinstance(data, list):
        return [(f"/data/{index}", item) for index, item in enumerate(data)]
    raise refuse("/data", "is neither a list, an object nor null")


def single_item(document: Document) -> tuple[str, dict[str, Any]] | None:
    """Return the one resource of a document with its pointer, or None where `data` is null.

    Raises: MalformedDocument where it is none, or several.
    """
    items = list_items(document)
    if document.members["data"] is None:
        return None
    if len(items) != 1:
        raise refuse("/data", f"holds {len(items)} resources where one belongs")
    pointer, item = items[0]
    if not isinstance(item, dict):
        raise refuse(pointer, "is not an object")
    if document.has_unreadable_numbers:
        refuse_unreadable(item, pointer)
    return pointer, item


def required_item(document: Document) -> tuple[str, dict[str, Any]]:
    """Return the one resource of a document that must have one."""
    found = single_item(document)
    if found is None:
        raise refuse("/data", "is null where a resource belongs")
    return found


def parse_generated_reports(
    document: Document,
) -> tuple[tuple[GeneratedReportRecord, ...], tuple[RejectedItem, ...]]:
    """Read a list of runs; an item that cannot be read is set aside and costs the others nothing."""
    records, rejected = [], []
    for pointer, item in list_items(document):
        try:
            if document.has_unreadable_numbers:
                refuse_unreadable(item, pointer)
            records.append(parse_generated_report(item, pointer))
        except MalformedDocument as error:
            rejected.append(_reject(item, error))
    return tuple(records), tuple(rejected)


def _reject(item: Any, error: MalformedDocument) -> RejectedItem:
    try:
        run_id = required_id(item, "")
    except MalformedDocument:
        run_id = None
    return RejectedItem(
        raw=json.dumps(item)[:LONGEST_RAW], pointer=error.pointer, reason=error.message, run_id=run_id
    )


def parse_generated_report(item: Any, pointer: str) -> GeneratedReportRecord:
    """Read one run.

    Raises: MalformedDocument with the pointer of the first member that cannot be accepted.
    Source: Addepar developer docs, Generated Reports, attributes and relationships.
    """
    run_id = required_id(item, pointer)
    attributes = attributes_of(item, pointer)
    at = f"{pointer}/attributes"
    completed_at = parse_moment(attributes.get("completed_at"))
    if completed_at is None or not 1900 <= completed_at.year <= 9998:
        raise refuse(f"{at}/completed_at", "is missing, or no moment with a time zone")
    return GeneratedReportRecord(
        run_id=run_id,
        completed_at=completed_at,
        report_id=optional_id(attributes, "report_id", at),
        report_name=text_or_none(attributes.get("report_name")),
        status=text_or_none(attributes.get("status")),
        started_at=parse_moment(attributes.get("started_at")),
        job_type=text_or_none(attributes.get("job_type")),
        generated=_parse_portfolios(attributes, "generated_portfolios", at),
        failed=_parse_portfolios(attributes, "failed_portfolios", at),
        creator_id=linked_id(item, "creator", pointer),
        zipped_file_id=linked_id(item, "zipped_file", pointer),
        raw=item,
    )


def parse_single_generated_report(document: Document) -> GeneratedReportRecord:
    """Read a document of one run."""
    pointer, item = required_item(document)
    return parse_generated_report(item, pointer)


def _parse_portfolios(attributes: Mapping[str, Any], name: str, at: str) -> tuple[PortfolioRecord, ...]:
    portfolios = attributes.get(name, [])
    if not isinstance(portfolios, list):
        raise refuse(f"{at}/{name}", "is not a list")
    return tuple(_parse_portfolio(item, f"{at}/{name}/{index}") for index, item in enumerate(portfolios))


def _parse_portfolio(item: Any, pointer: str) -> PortfolioRecord:
    """Read one client's line; an odd one refuses the whole run, because dropping it would hide a client."""
    portfolio_id = required_id(item, pointer, member="portfolio_id")
    portfolio_type = text_or_none(item.get("portfolio_type"))
    if not portfolio_type:
        raise refuse(f"{pointer}/portfolio_type", "is missing or no text")
    return PortfolioRecord(
        portfolio_type=portfolio_type,
        portfolio_id=portfolio_id,
        portfolio_name=text_or_none(item.get("portfolio_name")),
        file_id=optional_id(item, "file_id", pointer),
        has_been_published=truth_or_none(item.get("has_been_published")),
    )


def parse_user(document: Document) -> UserRecord:
    """Read a user; names and flags are missing in some published samples, and in whole for some people."""
    pointer, item = required_item(document)
    attributes = attributes_of(item, pointer)
    return UserRecord(
        user_id=required_id(item, pointer),
        first_name=text_or_none(attributes.get("first_name")),
        last_name=text_or_none(attributes.get("last_name")),
        email=text_or_none(attributes.get("email")),
        admin_access=truth_or_none(attributes.get("admin_access")),
        all_data_access=truth_or_none(attributes.get("all_data_access")),
        raw=item,
    )


def parse_file(document: Document) -> FileRecord | None:
    """Read a file's metadata; None where `data` is null, as for a run without a zip (quirk 22)."""
    found = single_item(document)
    if found is None:
        return None
    pointer, item = found
    attributes = attributes_of(item, pointer)
    size = integer_or_none(attributes.get("bytes"))
    return FileRecord(
        file_id=required_id(item, pointer),
        name=text_or_none(attributes.get("name")),
        content_type=text_or_none(attributes.get("content_type")),
        size_bytes=size if size is not None and size >= 0 else None,
        created_at=parse_moment(attributes.get("created_at")),
        raw=item,
    )


def parse_required_file(document: Document) -> FileRecord:
    """Read a file's metadata where there must be some."""
    record = parse_file(document)
    if record is None:
        raise refuse("/data", "is null where a file belongs")
    return record


def parse_reports(document: Document) -> list[ReportRecord]:
    """Read report definitions, with the names of the table or of the sample, which differ (section 10)."""
    return [_parse_report(item, pointer, document) for pointer, item in list_items(document)]


def _parse_report(item: Any, pointer: str, document: Document) -> ReportRecord:
    if document.has_unreadable_numbers:
        refuse_unreadable(item, pointer)
    report_id = required_id(item, pointer)
    found = attributes_of(item, pointer)
    count = found.get("num_associated_perspectives", found.get("num_associated_portfolios"))
    return ReportRecord(
        report_id=report_id,
        name=text_or_none(found.get("name", found.get("report_name"))),
        portfolio_count=integer_or_none(count),
        created_at=parse_moment_or_date(found.get("created_at", found.get("created_on_date"))),
        modified_at=parse_moment_or_date(found.get("modified_at", found.get("last_update_date"))),
        raw=item,
    )


def parse_linkage(document: Document) -> str | None:
    """Read the id a relationship document names, or None where it names nothing.

    The linkage's type is not used: `files` and `archive/files` both occur for the same zip (quirk 1).
    """
    found = single_item(document)
    return None if found is None else required_id(found[1], found[0])


def refuse_unreadable(value: Any, pointer: str) -> None:
    """Refuse a resource that holds a number Python cannot keep as it came.

    Raises: MalformedDocument with the pointer of the first one.
    """
    waiting = [(pointer, value)]
    while waiting:
        at, node = waiting.pop()
        if isinstance(node, UnreadableNumber):
            raise refuse(at, f"is a number that cannot be stored exactly ({node[:20]})")
        if isinstance(node, dict):
            waiting += [
                (f"{at}/{name.replace('~', '~0').replace('/', '~1')}", child) for name, child in node.items()
            ]
        elif isinstance(node, list):
            waiting += [(f"{at}/{index}", child) for index, child in enumerate(node)]
