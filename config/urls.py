"""Every address of the product, in one list."""

from django.urls import path

from reports_app.admin import site as admin_site

urlpatterns = [
    path("admin/", admin_site.urls),
]
