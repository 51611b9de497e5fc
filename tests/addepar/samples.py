"""Documents as published, with neutral names, and builders of single runs for table tests."""

import copy
from typing import Any

RUN_ID = "11111111-1111-4111-8111-111111111111"


def run(run_id: Any = RUN_ID, **attributes: Any) -> dict[str, Any]:
    """Build one run as in the published list; attributes given replace or add to the sample's."""
    sample = copy.deepcopy(_RUN)
    sample["id"] = run_id
    sample["attributes"].update(attributes)
    return sample


def portfolio(**members: Any) -> dict[str, Any]:
    """Build one portfolio of a run."""
    return {"portfolio_type": "entity", "portfolio_id": 21, "portfolio_name": "Client A"} | members


_RUN: dict[str, Any] = {
    "type": "generated_reports",
    "id": RUN_ID,
    "attributes": {
        "report_id": 42,
        "report_name": "Quarterly Performance Report",
        "status": "ERROR",
        "started_at": "2021-02-14T10:15:30.00Z",
        "completed_at": "2021-02-14T14:25:45.00Z",
        "job_type": "AD_HOC",
        "generated_portfolios": [
            portfolio(file_id=101, has_been_published=False),
            portfolio(portfolio_type="group", portfolio_id=31, portfolio_name="Household A", file_id=102),
        ],
        "failed_portfolios": [portfolio(portfolio_id=22, portfolio_name="Client B")],
    },
    "relationships": {
        "creator": {"data": {"type": "users", "id": "84"}},
        "zipped_file": {"data": {"type": "archive/files", "id": "61"}},
    },
}

USER: dict[str, Any] = {
    "id": "84",
    "type": "users",
    "attributes": {
        "first_name": "Alex",
        "last_name": "Doe",
        "two_factor_auth_enabled": False,
        "admin_access": True,
        "all_data_access": True,
        "login_method": "email_password",
        "email": "alex.doe@example.com",
    },
    "relationships": {"assigned_role": {"data": None}},
    "links": {"self": "/v1/users/84"},
}

ZIP_FILE: dict[str, Any] = {
    "id": "61",
    "type": "files",
    "attributes": {
        "content_type": "application/zip",
        "bytes": 36599,
        "name": "Quarterly Performance Report at 05-15-2021.zip",
        "created_at": "2021-05-17T12:34:38Z",
    },
    "relationships": {"associated_groups": {"data": []}, "associated_entities": {"data": []}},
    "links": {"self": "/v1/files/61"},
}
