"""A configured firm, a signed-in admin and what is known of the database, for every test of the admin."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from reports_app.models import User
from tests.factories import make_user

READ_ONLY = (
    "generatedreport",
    "report",
    "portfolio",
    "creator",
    "storedfile",
    "syncrun",
    "workitem",
    "quarantineditem",
    "requestledgerentry",
)
"""The models that the admin shows and does not write."""


@pytest.fixture(autouse=True)
def configured_firm(settings: Any, tmp_path: Path) -> None:
    """Name a firm; nothing listens at its address."""
    settings.ADDEPAR_BASE_URL = "http://127.0.0.1:9/api"
    settings.ADDEPAR_FIRM_ID = "1"
    settings.ADDEPAR_API_KEY = "key-of-the-tests"
    settings.ADDEPAR_API_SECRET = "secret-of-the-tests"
    settings.CELERY_BROKER_URL = "memory://"
    settings.FIRM_TIME_ZONE = "America/New_York"
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ingrid(db: None) -> User:
    """Give a superuser."""
    return make_user("ingrid")


@pytest.fixture
def admin(client: Client, ingrid: User) -> Client:
    """Give a client signed in as a superuser."""
    client.force_login(ingrid)
    return client


@pytest.fixture
def reader(db: None) -> Client:
    """Give a client signed in as staff who may read everything and ask for nothing."""
    user = make_user("tobias", is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user)
    return client
