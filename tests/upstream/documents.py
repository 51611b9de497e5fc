"""Write the documents of the contract from the pretend firm, member by member as the published samples.

It decides no status and reads no query. Links are paths without host and without /api.
"""

import copy
from typing import Any

from tests.upstream.firm import Creator, Run, StoredFile
from tests.upstream.moments import write_file_moment

# In the samples a zip is called archive/files inside lists and files elsewhere, under the same id.
LISTED, SINGLE = "archive/files", "files"


def run_resource(run: Run, *, zip_type: str) -> dict[str, Any]:
    """Write one generated report; it has no links of its own."""
    creator = None if run.creator is None else {"type": "users", "id": run.creator.user_id}
    return {
        "type": "generated_reports",
        "id": run.run_id,
        "attributes": copy.deepcopy(run.attributes),
        "relationships": {
            "creator": {"data": creator, "links": _run_links(run, name="creator")},
            "zipped_file": {
                "data": _zip_identifier(run, zip_type=zip_type),
                "links": _run_links(run, name="zipped_file"),
            },
            **copy.deepcopy(run.extra_relationships),
        },
        **copy.deepcopy(run.extra_members),
    }


def linkage_document(run: Run, *, name: str) -> dict[str, Any]:
    """Write the answer of a relationship route; name is creator or zipped_file."""
    relationship = run_resource(run, zip_type=SINGLE)["relationships"][name]
    return {"links": relationship["links"], "data": relationship["data"]}


def _zip_identifier(run: Run, *, zip_type: str) -> dict[str, str] | None:
    return None if run.zipped_file is None else {"type": zip_type, "id": str(run.zipped_file.file_id)}


def _run_links(run: Run, *, name: str) -> dict[str, str]:
    base = f"/v1/generated_reports/{run.run_id}"
    return {"self": f"{base}/relationships/{name}", "related": f"{base}/{name}"}


def user_document(creator: Creator) -> dict[str, Any]:
    """Write a user; assigned_role has no links in the sample."""
    base = f"/v1/users/{creator.user_id}"
    resource = {
        "id": creator.user_id,
        "type": "users",
        "attributes": {
            "first_name": creator.first_name,
            "last_name": creator.last_name,
            "two_factor_auth_enabled": False,
            "admin_access": True,
            "all_data_access": True,
            "login_method": "email_password",
            "email": creator.email,
        },
        "relationships": {
            "permissioned_entities": _related(base, "permissioned_entities", data=[]),
            "assigned_role": {"data": None},
            "permissioned_groups": _related(base, "permissioned_groups", data=[]),
        },
        "links": {"self": base},
    }
    return {"data": resource, "included": []}


def file_resource(file: StoredFile) -> dict[str, Any]:
    """Write a file, live or archived; the type stays files, the links follow the route that serves it."""
    base = f"/v1/files/{file.file_id}" if file.archived_at is None else f"/v1/archive/files/{file.file_id}"
    attributes: dict[str, Any] = {
        "content_type": file.content_type,
        "bytes": len(file.content),
        "name": file.name,
        "created_at": write_file_moment(file.created_at),
    }
    if file.archived_at is not None:
        attributes["deleted_at"] = write_file_moment(file.archived_at)
    return {
        "id": str(file.file_id),
        "type": "files",
        "attributes": attributes,
        "relationships": {
            "associated_groups": _related(base, "associated_groups", data=_owners(file, "group", "groups")),
            "associated_entities": _related(
                base, "associated_entities", data=_owners(file, "entity", "entities")
            ),
        },
        "links": {"self": base},
    }


def _owners(file: StoredFile, portfolio_type: str, resource_type: str) -> list[dict[str, str]]:
    if file.owner is None or file.owner[0] != portfolio_type:
        return []
    return [{"type": resource_type, "id": str(file.owner[1])}]


def _related(base: str, name: str, *, data: list[dict[str, str]]) -> dict[str, Any]:
    return {"links": {"self": f"{base}/relationships/{name}", "related": f"{base}/{name}"}, "data": data}
