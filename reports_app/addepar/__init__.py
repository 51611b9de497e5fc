"""Addepar as plain Python: ask a question, get records or one error of a tree. No Django, no database.

    credentials = BasicCredentials(api_key=..., api_secret=...)
    transport = Transport(base_url=..., firm_id=..., credentials=credentials, quota=UnlimitedQuota())
    page = AddeparClient(transport).list_page(ReportQuery(page_size=500))

What is listed here is all that other rooms may use.
"""

from reports_app.addepar.client import AddeparClient
from reports_app.addepar.credentials import BasicCredentials, BearerCredentials, Credentials
from reports_app.addepar.download import Download
from reports_app.addepar.errors import (
    AddeparError,
    ContentRefused,
    CredentialsRefused,
    ForeignLink,
    MalformedDocument,
    NotFound,
    NotJson,
    PaginationLoop,
    PermissionRefused,
    QuotaExhausted,
    RateLimited,
    RedirectRefused,
    RequestRefused,
    TooDeep,
    TooLarge,
    Truncated,
    Unreachable,
    UpstreamError,
    UpstreamTimeout,
    UpstreamUnusable,
)
from reports_app.addepar.filters import ReportQuery
from reports_app.addepar.limits import Priority, Quota, UnlimitedQuota
from reports_app.addepar.records import (
    FileRecord,
    GeneratedReportPage,
    GeneratedReportRecord,
    PortfolioRecord,
    RejectedItem,
    ReportRecord,
    UserRecord,
)
from reports_app.addepar.transport import Transport

__all__ = [
    "AddeparClient",
    "AddeparError",
    "BasicCredentials",
    "BearerCredentials",
    "ContentRefused",
    "Credentials",
    "CredentialsRefused",
    "Download",
    "FileRecord",
    "ForeignLink",
    "GeneratedReportPage",
    "GeneratedReportRecord",
    "MalformedDocument",
    "NotFound",
    "NotJson",
    "PaginationLoop",
    "PermissionRefused",
    "PortfolioRecord",
    "Priority",
    "Quota",
    "QuotaExhausted",
    "RateLimited",
    "RedirectRefused",
    "RejectedItem",
    "ReportQuery",
    "ReportRecord",
    "RequestRefused",
    "TooDeep",
    "TooLarge",
    "Transport",
    "Truncated",
    "UnlimitedQuota",
    "Unreachable",
    "UpstreamError",
    "UpstreamTimeout",
    "UpstreamUnusable",
    "UserRecord",
]
