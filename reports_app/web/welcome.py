"""The first pages of an install: connect a firm, or the sample firm, and watch the first sync.

For superusers. The same page gives a connected firm a new key. Checking and keeping it is `connecting`'s.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports_app import conf, tasks
from reports_app.models import Firm, User
from reports_app.queries.first_sync import read_first_sync

from .connecting import connect, connect_sample
from .context import reading_of
from .welcome_forms import SECRET_FIELDS, FirmForm
from .welcome_words import words_of

View = Callable[..., HttpResponse]


def for_superusers(view: View) -> View:
    """Send who is signed out to sign in; for everybody else but superusers the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _user(request).is_superuser:
            raise Http404("There is no such page.")
        return view(request, *args, **kwargs)

    return login_required(guarded)


def first_run_redirect(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the first page, for a superuser of an install that has no firm yet; else None."""
    if getattr(request.user, "is_superuser", False) and reading_of(request).firm is None:
        return redirect("welcome")
    return None


@require_safe
@for_superusers
def welcome(request: HttpRequest) -> HttpResponse:
    """Show what connecting a firm takes, and the form."""
    firm = _connected_in_browser(request)
    known = {"base_url": firm.base_url, "firm_id": firm.addepar_firm_id, "name": firm.name} if firm else {}
    return _page(request, FirmForm(initial=known, host_suffixes=conf.host_suffixes()))


@sensitive_post_parameters(*SECRET_FIELDS)
@require_POST
@for_superusers
def welcome_check(request: HttpRequest) -> HttpResponse:
    """Check the key with one request; go on to the first sync, or say what to correct."""
    form = FirmForm(request.POST, host_suffixes=conf.host_suffixes())
    if _why_not(request):
        return redirect("welcome")
    if not form.is_valid():
        return _page(request, form)
    given = {name: form.cleaned_data[name] for name in ("base_url", "firm_id", "name")}
    refused = connect(form.key, user=_user(request), **given)
    return _page(request, form, refused=refused) if refused else redirect("welcome_progress")


@require_POST
@for_superusers
def welcome_sample(request: HttpRequest) -> HttpResponse:
    """Connect the sample firm, where no real one is."""
    if _why_no_sample(request):
        return redirect("welcome")
    refused = connect_sample(_user(request))
    if refused:
        messages.error(request, refused)
        return redirect("welcome")
    return redirect("welcome_progress")


@require_http_methods(["GET", "HEAD", "POST"])
@for_superusers
def welcome_progress(request: HttpRequest) -> HttpResponse:
    """Show how far the first sync is; a POST asks for it again."""
    firm = reading_of(request).firm
    if firm is None:
        return redirect("welcome")
    if request.method == "POST":
        tasks.request_sync(firm, requested_by=_user(request))
        return redirect("welcome_progress")
    return render(request, "reports_app/welcome/progress.html", _progress(request, firm))


@require_safe
@for_superusers
def welcome_progress_state(request: HttpRequest) -> HttpResponse:
    """Answer the page that watches with the same markup, as far as it is now."""
    firm = reading_of(request).firm
    if firm is None:
        raise Http404("No firm is connected.")
    return render(request, "reports_app/welcome/_progress.html", _progress(request, firm))


def _page(request: HttpRequest, form: FirmForm, *, refused: str = "") -> HttpResponse:
    context = {
        "form": form,
        "refused": refused,
        "why_not": _why_not(request),
        "offers_sample": not _why_no_sample(request),
        "firm": reading_of(request).firm,
        "connected": _connected_in_browser(request),
        "limits": conf.request_limits(),
        "looks_a_day": 86_400 // conf.sync_interval_seconds(),
        "is_token_open": bool(form.is_bound and form["access_token"].errors),
    }
    return render(request, "reports_app/welcome/welcome.html", context)


def _progress(request: HttpRequest, firm: Firm) -> dict[str, Any]:
    first = read_first_sync(reading_of(request).viewer, firm=firm)
    said = words_of(first) if first else ""
    return {"firm": firm, "first": first, "said": said, "limits": conf.request_limits()}


def _connected_in_browser(request: HttpRequest) -> Firm | None:
    """Return the real firm that was connected here and is the current one."""
    firm = reading_of(request).firm
    return firm if firm and firm.sealed_key and not conf.is_real_firm_in_settings() else None


def _why_not(request: HttpRequest) -> str:
    """Say why no firm can be connected here now: "settings", "demo", or nothing."""
    if conf.is_real_firm_in_settings():
        return "settings"
    return "demo" if _user(request).is_demo else ""


def _why_no_sample(request: HttpRequest) -> bool:
    """Say whether a real firm is there, or the settings name the sandbox already."""
    firm = reading_of(request).firm
    return conf.is_real_firm_in_settings() or bool(firm and not firm.is_sample)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
