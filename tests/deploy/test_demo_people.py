"""Demo sign-ins belong to the sandbox: made once, never for a real firm, ended when one is named."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from reports_app.management.commands.create_demo_people import readable_password, reads_the_sandbox
from reports_app.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sandbox(settings: Any) -> None:
    settings.PORT = 8000
    settings.ADDEPAR_BASE_URL = "http://127.0.0.1:8001"


def create() -> dict[str, Any]:
    out = StringIO()
    call_command("create_demo_people", "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_the_printed_passwords_sign_an_admin_and_an_advisor_in() -> None:
    created = create()["created"]

    admin = authenticate(username="admin", password=created["admin"])
    advisor = authenticate(username="advisor", password=created["advisor"])
    assert isinstance(admin, User) and isinstance(advisor, User)
    assert (admin.is_staff, admin.is_superuser, admin.is_demo) == (True, True, True)
    assert (advisor.is_staff, advisor.is_superuser, advisor.is_demo) == (False, False, True)


def test_a_second_time_creates_nobody_and_changes_no_password() -> None:
    created = create()["created"]

    again = create()

    assert again == {"created": {}, "usable": ["admin", "advisor"]}
    assert authenticate(username="admin", password=created["admin"]) is not None


def test_a_real_person_called_admin_is_left_alone() -> None:
    User.objects.create_user("admin", password="their-own-words")

    created = create()["created"]

    assert set(created) == {"advisor"}
    assert not User.objects.get(username="admin").is_superuser


@pytest.mark.parametrize("base_url", ["https://acme.example", "http://127.0.0.1:9999", "http://127.0.0.1"])
def test_another_firm_gets_no_demo_sign_ins(settings: Any, base_url: str) -> None:
    settings.ADDEPAR_BASE_URL = base_url

    with pytest.raises(CommandError, match="Demo sign-ins are for the sandbox"):
        create()

    assert not User.objects.exists()


def test_a_real_firm_ends_the_demo_sign_ins_and_nobody_else() -> None:
    created = create()["created"]
    User.objects.create_user("ada", password="their-own-words")

    call_command("disable_demo_people", stdout=StringIO())

    assert authenticate(username="admin", password=created["admin"]) is None
    assert authenticate(username="ada", password="their-own-words") is not None


def test_coming_back_to_the_sandbox_enables_nobody() -> None:
    create()
    call_command("disable_demo_people", stdout=StringIO())

    assert create() == {"created": {}, "usable": []}


def test_passwords_are_long_different_and_readable() -> None:
    passwords = {readable_password() for _ in range(200)}

    assert len(passwords) == 200
    assert all(len(word) == 4 and word.isalpha() for password in passwords for word in password.split("-"))


def test_no_address_means_the_sandbox() -> None:
    assert reads_the_sandbox("", port=8000)
    assert reads_the_sandbox("http://localhost:8001/api", port=8000)
