"""Which firm is mirrored, and with whose key: the settings' firm, the connected one, or the sample."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from reports_app import conf
from reports_app.access.secrets import FirmKey
from reports_app.models import Firm
from reports_app.sandbox import credentials as sandbox
from tests.factories import NOON, make_firm

pytestmark = pytest.mark.django_db
SAMPLE_URL = "http://127.0.0.1:8001"


@pytest.fixture(autouse=True)
def nothing_in_settings(settings: Any) -> None:
    settings.PORT = 8000
    for name in ("BASE_URL", "FIRM_ID", "API_KEY", "API_SECRET", "ACCESS_TOKEN"):
        setattr(settings, f"ADDEPAR_{name}", "")


def name_in_settings(settings: Any, base_url: str, firm_id: str) -> None:
    settings.ADDEPAR_BASE_URL, settings.ADDEPAR_FIRM_ID = base_url, firm_id
    settings.ADDEPAR_API_KEY, settings.ADDEPAR_API_SECRET = "settings-key", "settings-secret"


def connect_real(base_url: str = "https://acme.addepar.com/api") -> Firm:
    key = FirmKey(api_key="stored-key", api_secret="stored-secret")
    sealed = conf.sealer().seal(key, base_url=base_url, firm_id="7")
    return make_firm(base_url=base_url, addepar_firm_id="7", sealed_key=sealed, connected_at=NOON)


def connect_sample() -> Firm:
    return make_firm(base_url=SAMPLE_URL, addepar_firm_id="1001", is_sample=True, connected_at=NOON)


def test_without_any_firm_pages_find_none_and_a_command_takes_the_sandbox() -> None:
    assert (conf.is_firm_configured(), conf.find_firm()) == (False, None)

    firm = conf.current_firm()

    assert (firm.base_url, firm.is_sample) == (conf.sample_base_url(), True)
    assert conf.find_firm() == firm


def test_a_firm_that_was_never_connected_is_no_firm() -> None:
    make_firm()

    assert not conf.is_firm_configured()


def test_a_connected_firm_is_the_current_one_and_its_stored_key_is_used() -> None:
    firm = connect_real()

    assert conf.is_firm_configured()
    assert conf.current_firm() == firm
    assert conf.client_for(firm)


def test_a_real_firm_wins_over_the_sample_whichever_came_last() -> None:
    real = connect_real()
    connect_sample()

    assert conf.current_firm() == real


def test_the_firm_of_the_settings_wins_over_every_connected_one(settings: Any) -> None:
    connect_real()
    name_in_settings(settings, "https://other.addepar.com/api/", "9")

    firm = conf.current_firm()

    assert (firm.base_url, firm.addepar_firm_id) == ("https://other.addepar.com/api", "9")


def test_a_connected_firm_wins_over_the_sandbox_that_make_up_starts(settings: Any) -> None:
    name_in_settings(settings, SAMPLE_URL, "1001")
    sample = conf.current_firm()
    real = connect_real()

    assert sample.base_url == SAMPLE_URL
    assert conf.current_firm() == real


def test_the_sandbox_of_make_up_wins_over_one_that_was_connected_on_another_port(settings: Any) -> None:
    make_firm(base_url="http://127.0.0.1:9001", addepar_firm_id="1001", is_sample=True, connected_at=NOON)
    name_in_settings(settings, SAMPLE_URL, "1001")

    assert conf.current_firm().base_url == SAMPLE_URL


@pytest.mark.parametrize("in_settings", ["", SAMPLE_URL, "https://other.addepar.com/api"])
def test_finding_the_firm_is_one_query(
    in_settings: str, settings: Any, django_assert_num_queries: Any
) -> None:
    connect_sample()
    if in_settings:
        name_in_settings(settings, in_settings, "1001")
    conf.find_firm()

    with django_assert_num_queries(1):
        assert conf.find_firm() is not None


def test_the_key_of_the_settings_goes_to_no_other_firm(settings: Any) -> None:
    name_in_settings(settings, "https://other.addepar.com/api", "9")

    with pytest.raises(conf.ConfigurationMissing, match="has no key"):
        conf.client_for(make_firm())


def test_the_key_of_the_sandbox_goes_to_the_sandbox_alone(settings: Any) -> None:
    sample = connect_sample()
    assert conf.client_for(sample)

    settings.PORT = 9000

    with pytest.raises(conf.ConfigurationMissing):
        conf.client_for(sample)


def test_the_stored_key_goes_to_no_address_that_was_written_over_the_old_one() -> None:
    firm = connect_real()
    Firm.objects.filter(pk=firm.pk).update(base_url="https://evil.example/api")
    firm.refresh_from_db()

    with pytest.raises(conf.ConfigurationMissing, match="sealed for another firm"):
        conf.client_for(firm)


def test_the_database_refuses_a_connected_firm_without_a_key() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_firm(connected_at=NOON)


def test_what_conf_knows_of_the_sandbox_is_true() -> None:
    assert sandbox.SANDBOX_FIRM_ID == conf.SAMPLE_FIRM_ID
    assert sandbox.SANDBOX_FIRM_NAME == conf.SAMPLE_FIRM_NAME
    assert FirmKey(sandbox.SANDBOX_API_KEY, sandbox.SANDBOX_API_SECRET) == conf.SAMPLE_KEY
