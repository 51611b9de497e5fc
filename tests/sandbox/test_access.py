"""Who may ask: credentials, firm header, scopes and permission, in that order and before anything else."""

import pytest

from reports_app.sandbox import Limit, SandboxFirm, make_app
from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.generated_reports import GeneratedReport
from tests.sandbox.asking import NOW, ask, basic

Shown = tuple[GeneratedReport, ...]
LIST = "/v1/generated_reports?page[size]=1"


@pytest.mark.parametrize(
    "authorization",
    [
        *("", "Basic", "Basic !!!", "Basic c2FuZGJveC1rZXk=", "Bearer", "Bearer wrong", "Digest x"),
        *(basic(secret="wrong"), basic(key="wrong"), basic(key="sandbox-ké"), "Bearer sandbox-secret"),
    ],
)
def test_wrong_credentials_are_401(app: WsgiApp, authorization: str) -> None:
    reply = ask(app, LIST, authorization=authorization)

    assert reply.status == 401
    assert reply.document["errors"][0]["title"] == "Unauthorized"


@pytest.mark.parametrize("firm_id", [None, "", "1002", "01001"])
def test_a_wrong_or_missing_firm_header_is_401(app: WsgiApp, firm_id: str | None) -> None:
    assert ask(app, LIST, firm_id=firm_id).status == 401


@pytest.mark.parametrize("authorization", [basic(), "Bearer sandbox-token", "bearer sandbox-token"])
def test_a_key_with_its_secret_or_a_token_is_let_in(app: WsgiApp, authorization: str) -> None:
    assert ask(app, LIST, authorization=authorization).status == 200


def test_a_refusal_never_repeats_what_was_sent(app: WsgiApp) -> None:
    reply = ask(app, LIST, authorization=basic(secret="a-real-secret"), firm_id="77123")

    assert b"a-real-secret" not in reply.body
    assert b"77123" not in reply.body


def test_a_sandbox_without_a_token_lets_no_bearer_in(firm: SandboxFirm) -> None:
    app = make_app(firm, clock=lambda: NOW, limits=(), token="")

    assert ask(app, LIST, authorization="Bearer ").status == 401


@pytest.mark.parametrize(
    ("scopes", "allowed", "refused"),
    [
        ({"FILES"}, ["", "/zipped_file", "/relationships/creator"], ["/creator"]),
        ({"USERS"}, [], ["", "/creator", "/zipped_file/download", "/owner"]),
        ({"FILES", "USERS"}, ["", "/creator"], []),
        (set(), [], ["", "/creator"]),
    ],
)
def test_each_route_needs_its_scopes(
    firm: SandboxFirm, shown: Shown, scopes: set[str], allowed: list[str], refused: list[str]
) -> None:
    app = make_app(firm, clock=lambda: NOW, limits=(), scopes=scopes)
    run = next(one for one in shown if one.generated).run_id

    for statuses, routes in ((200, allowed), (403, refused)):
        for route in routes:
            assert ask(app, f"/v1/generated_reports/{run}{route}").status == statuses, route


def test_other_routes_have_scopes_of_their_own(firm: SandboxFirm) -> None:
    app = make_app(firm, clock=lambda: NOW, limits=(), scopes={"REPORTS_READ"})

    assert ask(app, "/v1/reports").status == 200
    assert ask(app, "/v1/users/me").status == 403
    assert "FILES" in ask(app, LIST).document["errors"][0]["detail"]


def test_without_admin_permission_runs_are_403_and_the_own_user_is_not(
    firm: SandboxFirm, shown: Shown
) -> None:
    app = make_app(firm, clock=lambda: NOW, limits=(), is_admin=False)
    run = shown[0].run_id

    for route in ("", f"/{run}", f"/{run}/creator", f"/{run}/zipped_file/download", f"/{run}/owner"):
        assert ask(app, f"/v1/generated_reports{route}").status == 403, route
    assert ask(app, "/v1/users/me").status == 200


def test_checks_come_in_the_order_of_upstream(firm: SandboxFirm) -> None:
    app = make_app(firm, clock=lambda: NOW, limits=(Limit(4, 900),), scopes={"USERS"}, firm_id="1001")
    bad = "/v1/generated_reports?include=creator"

    assert ask(app, bad, method="POST", firm_id="9").status == 401
    assert ask(app, bad, method="POST").status == 405
    assert ask(app, bad).status == 403
    assert ask(make_app(firm, clock=lambda: NOW, limits=()), bad).status == 400
    assert ask(app, "/v1/nowhere", method="POST").status == 404
    assert ask(app, bad).status == 403
    assert ask(app, bad, method="POST").status == 429


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_only_get_is_answered(app: WsgiApp, method: str) -> None:
    reply = ask(app, LIST, method=method)

    assert reply.status == 405
    assert reply.headers["allow"] == "GET"
