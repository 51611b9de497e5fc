"""Every address of the product, in one list."""

from django.urls import path

from reports_app.admin import site as admin_site
from reports_app.web import (
    account,
    design,
    health,
    overview,
    run,
    run_zip,
    runs,
    search,
    sign_in,
    welcome,
)

handler500 = "reports_app.web.errors.server_error"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("sync-now/", overview.sync_now, name="sync_now"),
    path("sync-now/state/", overview.sync_state, name="sync_state"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/check/", welcome.welcome_check, name="welcome_check"),
    path("welcome/sample/", welcome.welcome_sample, name="welcome_sample"),
    path("welcome/progress/", welcome.welcome_progress, name="welcome_progress"),
    path("welcome/progress/state/", welcome.welcome_progress_state, name="welcome_progress_state"),
    path("runs/", runs.run_list, name="runs"),
    # A run id is whatever text Addepar sent: one with a slash must not break the pages that name it.
    path("runs/<path:run_id>/zip/state/", run_zip.run_zip_state, name="run_zip_state"),
    path("runs/<path:run_id>/zip/download/", run_zip.run_zip_download, name="run_zip_download"),
    path("runs/<path:run_id>/zip/", run_zip.run_zip, name="run_zip"),
    path("runs/<path:run_id>/", run.run_page, name="run"),
    path("search/", search.search, name="search"),
    path("account/", account.account, name="account"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("design/", design.design_sheet, name="design"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("admin/", admin_site.urls),
]
