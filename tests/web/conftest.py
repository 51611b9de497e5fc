"""A configured firm and people who are signed in, for every test of a page."""

from typing import Any

import pytest
from django.test import Client

from reports_app.models import User
from tests.factories import make_user


@pytest.fixture(autouse=True)
def configured_firm(settings: Any) -> None:
    """Name a firm; nothing listens at its address."""
    settings.ADDEPAR_BASE_URL = "http://127.0.0.1:9/api"
    settings.ADDEPAR_FIRM_ID = "1"
    settings.ADDEPAR_API_KEY = "key-of-the-tests"
    settings.ADDEPAR_API_SECRET = "secret-of-the-tests"
    settings.CELERY_BROKER_URL = "memory://"
    settings.FIRM_TIME_ZONE = "America/New_York"
    settings.SYNC_INTERVAL_SECONDS = 300
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ingrid(db: None) -> User:
    """Give an admin."""
    return make_user("ingrid", first_name="Ingrid", last_name="Valderrama-Koh")


@pytest.fixture
def tobias(db: None) -> User:
    """Give an advisor, who has no clients yet."""
    return make_user("tobias", is_staff=False, first_name="Tobias", last_name="Ferncastle")


@pytest.fixture
def staff(ingrid: User) -> Client:
    """Give a browser in which the admin is signed in."""
    client = Client()
    client.force_login(ingrid)
    return client


@pytest.fixture
def advisor(tobias: User) -> Client:
    """Give a browser in which the advisor is signed in."""
    client = Client()
    client.force_login(tobias)
    return client
