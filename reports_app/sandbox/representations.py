"""The sandbox's values as JSON:API resources, member by member as the published samples print them.

Small oddities are upstream's and are kept: the zip's linkage type differs between list and single document,
only generated reports lack `links`, `assigned_role` alone has none.
"""

from datetime import datetime
from typing import Any

from reports_app.jsonapi.documents import (
    Linkage,
    Resource,
    identifier,
    relationship,
    relationship_links,
    resource,
)
from reports_app.sandbox.definitions import Definition
from reports_app.sandbox.files import file_name
from reports_app.sandbox.firm import FirmFile
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.moments import print_hundredths, print_seconds
from reports_app.sandbox.people import Creator
from reports_app.sandbox.portfolios import Portfolio

ZIP_TYPE_IN_LIST = "archive/files"
ZIP_TYPE_ALONE = "files"
_FILE_GROUPS = {"associated_groups": ("group", "groups"), "associated_entities": ("entity", "entities")}
FILE_RELATIONSHIPS = tuple(_FILE_GROUPS)


def generated_report_resource(report: GeneratedReport, *, now: datetime, zip_type: str) -> Resource:
    """Represent one run as of a moment; `zip_type` is what the kind of document asks for."""
    attributes: dict[str, Any] = {
        "report_id": report.definition.report_id,
        "report_name": report.definition.name,
        "status": report.status,
        "started_at": print_hundredths(report.started_at),
        "completed_at": print_hundredths(report.completed_at),
    }
    if report.job_type is not None:
        attributes["job_type"] = report.job_type
    attributes["generated_portfolios"] = [
        _generated_portfolio(report, position=position, now=now) for position in range(len(report.generated))
    ]
    attributes["failed_portfolios"] = [_portfolio(portfolio) for portfolio in report.failed]
    path = f"/v1/generated_reports/{report.run_id}"
    linkages = {
        "creator": creator_linkage(report),
        "zipped_file": zip_linkage(report, zip_type=zip_type),
    }
    return resource(
        "generated_reports",
        resource_id=report.run_id,
        attributes=attributes,
        relationships={
            name: relationship(linkage, links=relationship_links(path, name=name))
            for name, linkage in linkages.items()
        },
    )


def creator_linkage(report: GeneratedReport) -> Linkage:
    """Name the user who started a run."""
    return identifier("users", resource_id=str(report.creator.user_id))


def zip_linkage(report: GeneratedReport, *, zip_type: str) -> Linkage:
    """Name the zip of a run; None where nothing was generated."""
    return identifier(zip_type, resource_id=str(report.zip_file_id)) if report.generated else None


def user_resource(creator: Creator) -> Resource:
    """Represent a user; names are left out where nobody entered them."""
    path = f"/v1/users/{creator.user_id}"
    attributes = {
        "first_name": creator.first_name,
        "last_name": creator.last_name,
        "two_factor_auth_enabled": False,
        "admin_access": creator.is_admin,
        "all_data_access": creator.is_admin,
        "login_method": "saml" if creator.uses_saml else "email_password",
        "email": creator.email,
        "saml_user_id": creator.email.partition("@")[0] if creator.uses_saml else None,
    }

    def permissioned(name: str) -> dict[str, Any]:
        return relationship([], links=relationship_links(path, name=name), links_first=True)

    return resource(
        "users",
        resource_id=str(creator.user_id),
        attributes={name: value for name, value in attributes.items() if value is not None},
        relationships={
            "permissioned_entities": permissioned("permissioned_entities"),
            "assigned_role": {"data": None},
            "permissioned_groups": permissioned("permissioned_groups"),
        },
        self_link=path,
        id_first=True,
    )


def file_resource(file: FirmFile, *, size_bytes: int) -> Resource:
    """Represent a zip or a PDF; an archived one lives under /v1/archive and says since when."""
    path = f"/v1/archive/files/{file.file_id}" if file.is_archived else f"/v1/files/{file.file_id}"
    attributes = {
        "content_type": "application/zip" if file.portfolio is None else "application/PDF",
        "bytes": size_bytes,
        "name": file_name(file),
        "created_at": print_seconds(file.report.completed_at),
    }
    if file.is_archived:
        attributes["deleted_at"] = print_seconds(file.archived_at)
    return resource(
        "files",
        resource_id=str(file.file_id),
        attributes=attributes,
        relationships={
            name: relationship(
                file_linkage(file, name=name), links=relationship_links(path, name=name), links_first=True
            )
            for name in FILE_RELATIONSHIPS
        },
        self_link=path,
        id_first=True,
    )


def file_linkage(file: FirmFile, *, name: str) -> Linkage:
    """Name the entities or groups of a file; a zip belongs to none, as in the sample."""
    kind, resource_type = _FILE_GROUPS[name]
    if file.portfolio is None or file.portfolio.kind != kind:
        return []
    return [identifier(resource_type, resource_id=str(file.portfolio.number))]


def report_resource(definition: Definition, *, portfolio_count: int) -> Resource:
    """Represent a report definition with the names of the sample body, not of the attribute table."""
    return resource(
        "reports",
        resource_id=str(definition.report_id),
        attributes={
            "name": definition.name,
            "created_at": print_seconds(definition.created_at),
            "modified_at": print_seconds(definition.modified_at),
            "num_associated_perspectives": portfolio_count,
        },
        self_link=f"/v1/reports/{definition.report_id}",
        id_first=True,
    )


def _generated_portfolio(report: GeneratedReport, *, position: int, now: datetime) -> dict[str, Any]:
    written = _portfolio(report.generated[position])
    written["file_id"] = report.pdf_file_id(position)
    published = report.publish_state(position, now=now)
    if published is not None:
        written["has_been_published"] = published
    return written


def _portfolio(portfolio: Portfolio) -> dict[str, Any]:
    return {
        "portfolio_type": portfolio.kind,
        "portfolio_id": portfolio.number,
        "portfolio_name": portfolio.name,
    }
