"""Mirrored rows and rows of the machine: readable by those who may, writable by nobody."""

import pytest
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from reports_app.models import User
from tests.admin.conftest import READ_ONLY
from tests.factories import (
    make_creator,
    make_portfolio,
    make_quarantined_item,
    make_report,
    make_request,
    make_run,
    make_standing,
    make_stored_zip,
    make_sync_run,
    make_user,
    make_work_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(db: None) -> dict[str, Model]:
    """Give one row of each model that the admin shows read-only, tied together as in life."""
    creator, report, client = make_creator(), make_report(), make_portfolio()
    run = make_run(report, generated=[make_portfolio("Wayne Trust")], failed=[client], creator=creator)
    make_standing(report, client, failed=run)
    return {
        "generatedreport": run,
        "report": report,
        "portfolio": client,
        "creator": creator,
        "storedfile": make_stored_zip(run),
        "syncrun": make_sync_run(),
        "workitem": make_work_item(run),
        "quarantineditem": make_quarantined_item(),
        "requestledgerentry": make_request(),
    }


@pytest.mark.parametrize("model", READ_ONLY)
def test_a_row_is_listed_and_has_a_page(admin: Client, rows: dict[str, Model], model: str) -> None:
    listed = admin.get(reverse(f"admin:reports_app_{model}_changelist"))
    page = admin.get(reverse(f"admin:reports_app_{model}_change", args=[rows[model].pk]))

    assert (listed.status_code, page.status_code) == (200, 200)
    assert listed.context["cl"].result_count == (2 if model == "portfolio" else 1)
    assert b"As of" in page.content


@pytest.mark.parametrize("model", READ_ONLY)
def test_not_even_a_superuser_writes_it(admin: Client, rows: dict[str, Model], model: str) -> None:
    row, manager = rows[model], type(rows[model])._default_manager
    before = list(manager.values())

    statuses = [
        admin.get(reverse(f"admin:reports_app_{model}_add")).status_code,
        admin.post(reverse(f"admin:reports_app_{model}_add"), {}).status_code,
        admin.post(reverse(f"admin:reports_app_{model}_change", args=[row.pk]), {"name": "x"}).status_code,
        admin.post(reverse(f"admin:reports_app_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code,
    ]
    selection = {"action": "delete_selected", "index": "0", "_selected_action": [row.pk], "post": "yes"}
    admin.post(reverse(f"admin:reports_app_{model}_changelist"), selection)

    assert statuses == [403, 403, 403, 403]
    assert list(manager.values()) == before


@pytest.mark.parametrize("model", READ_ONLY)
def test_staff_without_the_permission_see_nothing_of_it(rows: dict[str, Model], model: str) -> None:
    client = Client()
    client.force_login(make_user("nobody", is_superuser=False))

    listed = client.get(reverse(f"admin:reports_app_{model}_changelist"))
    page = client.get(reverse(f"admin:reports_app_{model}_change", args=[rows[model].pk]))

    assert (listed.status_code, page.status_code) == (403, 403)


@pytest.mark.parametrize("model", [*READ_ONLY, "user"])
def test_a_page_that_nobody_signed_in_for_asks_to_sign_in(client: Client, model: str) -> None:
    answer = client.get(reverse(f"admin:reports_app_{model}_changelist"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


def test_a_clients_page_tells_what_stands_and_what_ran(admin: Client, rows: dict[str, Model]) -> None:
    page = admin.get(reverse("admin:reports_app_portfolio_change", args=[rows["portfolio"].pk]))

    assert "Not healed" in page.content.decode()
    assert "Quarterly Client Review" in page.content.decode()


def test_users_and_groups_are_written_here(admin: Client) -> None:
    words = "correct horse battery staple"
    data = {"username": "mate", "usable_password": "true", "password1": words, "password2": words}

    added = admin.post(reverse("admin:reports_app_user_add"), data)
    admin.post(reverse("admin:auth_group_add"), {"name": "Operators"})

    user = User.objects.get(username="mate")
    assert added["Location"] == reverse("admin:reports_app_user_change", args=[user.pk])
    assert Group.objects.get().name == "Operators"
    assert admin.get(added["Location"]).status_code == 200
    assert admin.get(reverse("admin:auth_group_changelist")).status_code == 200


def test_the_pages_that_django_brings_along_stand_in_our_frame(admin: Client, rows: dict[str, Model]) -> None:
    mate, run = make_user("mate"), rows["generatedreport"]
    addresses = [
        reverse("admin:app_list", args=["reports_app"]),
        reverse("admin:reports_app_generatedreport_history", args=[run.pk]),
        reverse("admin:reports_app_user_delete", args=[mate.pk]),
        reverse("admin:reports_app_user_history", args=[mate.pk]),
        reverse("admin:auth_user_password_change", args=[mate.pk]),
        reverse("admin:password_change"),
    ]

    for address in addresses:
        page = admin.get(address)
        assert page.status_code == 200, address
        assert b'aria-label="Admin"' in page.content, address
    assert admin.post(reverse("admin:logout")).status_code in {200, 302}
