"""The page for a fault of ours. Not found and not allowed are Django's own handlers over our templates."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import loader

from reports_app import conf


def server_error(request: HttpRequest) -> HttpResponse:
    """Render 500.html without asking anybody anything: the database may be what broke."""
    context = {"now": conf.utc_now(), "firm_time_zone": str(conf.firm_zone())}
    return HttpResponseServerError(loader.get_template("500.html").render(context))
