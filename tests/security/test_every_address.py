"""S-08: every address of the product, for every kind of person, with the answer written by hand.

An address that is not in the table fails the test: nobody adds one without saying who may open it.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import make_portfolio, make_run, make_stored_zip, make_user

HIDDEN, SIGN_IN, ADMIN_SIGN_IN = 404, "/sign-in/", "/admin/login/"
# route: anonymous, advisor without clients, staff without permissions, admin. A text is where it leads.
PAGES = {
    "": (SIGN_IN, 200, 200, 200),
    "account/": (SIGN_IN, 200, 200, 200),
    "design/": (SIGN_IN, 403, 200, 200),
    "health/live": (200, 200, 200, 200),
    "health/ready": (200, 200, 200, 200),
    "runs/": (SIGN_IN, 200, 200, 200),
    "runs/<path:run_id>/": (SIGN_IN, HIDDEN, 200, 200),
    "runs/<path:run_id>/zip/": (405, 405, 405, 405),
    "runs/<path:run_id>/zip/download/": (SIGN_IN, HIDDEN, 200, 200),
    "runs/<path:run_id>/zip/state/": (SIGN_IN, HIDDEN, 200, 200),
    "search/": (SIGN_IN, 200, 200, 200),
    "sign-in/": (200, "/", "/", "/"),
    "sign-out/": (405, 405, 405, 405),
    "sync-now/": (405, 405, 405, 405),
    "sync-now/state/": (SIGN_IN, 403, 200, 200),
    "welcome/": (SIGN_IN, HIDDEN, HIDDEN, 200),
    "welcome/check/": (405, 405, 405, 405),
    "welcome/progress/": (SIGN_IN, HIDDEN, HIDDEN, 200),
    "welcome/progress/state/": (SIGN_IN, HIDDEN, HIDDEN, 200),
    "welcome/sample/": (405, 405, 405, 405),
}
POSTS = {
    "runs/<path:run_id>/zip/": (SIGN_IN, HIDDEN, "/runs/", "/runs/"),
    "sync-now/": (SIGN_IN, 403, "/", "/"),
    "welcome/check/": (SIGN_IN, HIDDEN, HIDDEN, "/welcome/"),
    "sign-out/": ("/sign-in/", "/sign-in/", "/sign-in/", "/sign-in/"),
}
WHO = ("anonymous", "advisor", "staff", "admin")


def routes(patterns=None, prefix=""):
    """Yield every route of the product; the admin's own are closed as one, below."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != "admin/":
                yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern)


def admin_names():
    [admin] = [each for each in get_resolver().url_patterns if str(each.pattern) == "admin/"]
    return [f"/admin/{each.pattern}" for each in admin.url_patterns if isinstance(each, URLPattern)]


@pytest.fixture(autouse=True)
def firm(settings):
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = "http://127.0.0.1:9/api", "1"
    settings.ADDEPAR_API_KEY, settings.ADDEPAR_API_SECRET = "k", "s"


@pytest.fixture
def run(db):
    made = make_run(generated=[make_portfolio()], zipped_file_id="61")
    make_stored_zip(made)
    return made


@pytest.fixture
def browsers(db):
    people = {
        "advisor": make_user("advisor", is_staff=False),
        "staff": make_user("staff", is_superuser=False),
        "admin": make_user("admin"),
    }
    found = {"anonymous": Client()}
    for name, person in people.items():
        found[name] = Client()
        found[name].force_login(person)
    return found


def answer_of(response):
    """Return the status, or where a redirect leads without its query."""
    if response.streaming:
        b"".join(response.streaming_content)
    if response.status_code in (301, 302):
        target = response.headers["Location"].partition("?")[0]
        return "/runs/" if target.startswith("/runs/") else target
    return response.status_code


def test_every_address_is_in_the_table():
    assert sorted(routes()) == sorted(PAGES)


@pytest.mark.parametrize("route", PAGES)
def test_each_person_gets_what_the_table_says(route, browsers, run):
    path = "/" + route.replace("<path:run_id>", run.upstream_id)

    answers = tuple(answer_of(browsers[who].get(path)) for who in WHO)

    assert answers == PAGES[route]


@pytest.mark.parametrize("route", POSTS)
def test_each_person_may_change_what_the_table_says(route, browsers, run):
    path = "/" + route.replace("<path:run_id>", run.upstream_id)

    answers = tuple(answer_of(browsers[who].post(path)) for who in WHO)

    assert answers == POSTS[route]


@pytest.mark.parametrize("route", POSTS)
def test_s24_a_post_without_a_token_changes_nothing(route, run, browsers):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browsers["admin"].cookies
    path = "/" + route.replace("<path:run_id>", run.upstream_id)

    assert strict.post(path).status_code == 403


@pytest.mark.parametrize("who", ["anonymous", "advisor"])
def test_s37_the_admin_is_closed_to_who_is_not_staff(who, browsers, run):
    fixed = [path for path in admin_names() if "<" not in path and "(?" not in path]
    records = [f"/admin/reports_app/generatedreport/{run.pk}/change/", "/admin/reports_app/user/"]
    open_to_all = {ADMIN_SIGN_IN, "/admin/logout/", "/admin/jsi18n/"}

    for path in {*fixed, *records} - open_to_all:
        assert answer_of(browsers[who].get(path)) in (ADMIN_SIGN_IN, SIGN_IN, 404, 405), path


@pytest.mark.parametrize(
    "path", ["/", "/runs/", "/sign-in/", "/nowhere/", "/health/live", "/admin/login/", "/search/?q=a"]
)
@pytest.mark.parametrize("who", ["anonymous", "admin"])
def test_s22_every_answer_carries_the_headers(path, who, browsers, run):
    headers = browsers[who].get(path).headers

    policy = headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"):
        assert directive in policy
    assert ("unsafe" in policy) == path.startswith("/admin/")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_s36_sign_in_leads_nowhere_else(target, db):
    make_user("ingrid")

    answer = Client().post(
        f"/sign-in/?next={target}",
        {"username": "ingrid", "password": "correct horse battery staple", "next": target},
    )

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
