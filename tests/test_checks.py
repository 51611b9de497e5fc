"""System checks: a wrong setting is named, with an example."""

import pytest
from django.core.checks import run_checks

REAL = {
    "ADDEPAR_BASE_URL": "https://firm.addepar.com/api",
    "ADDEPAR_FIRM_ID": "1",
    "ADDEPAR_API_KEY": "k",
    "ADDEPAR_API_SECRET": "s",
}


def found(settings, **values):
    for name, value in {**REAL, **values}.items():
        setattr(settings, name, value)
    return [(message.id, message.msg) for message in run_checks() if message.id.startswith("runledger")]


def test_a_right_configuration_is_silent(settings):
    assert found(settings) == []


def test_an_install_without_a_firm_is_silent(settings):
    assert found(settings, **dict.fromkeys(REAL, "")) == []


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("ADDEPAR_BASE_URL", "http://firm.addepar.com/api", "runledger.E001"),
        ("ADDEPAR_BASE_URL", "firm.addepar.com", "runledger.E001"),
        ("ADDEPAR_BASE_URL", "https://key@firm.addepar.com", "runledger.E001"),
        ("ADDEPAR_FIRM_ID", "", "runledger.E002"),
        ("ADDEPAR_API_KEY", "", "runledger.E002"),
        ("ADDEPAR_API_SECRET", "", "runledger.E002"),
        ("ADDEPAR_REQUESTS_PER_DAY", 0, "runledger.E003"),
        ("ADDEPAR_RESERVED_PER_15_MINUTES", 50, "runledger.E003"),
        ("SYNC_INTERVAL_SECONDS", 5, "runledger.E004"),
        ("ADDEPAR_TIMEOUT_SECONDS", 0, "runledger.E005"),
        ("FIRM_TIME_ZONE", "Mars/Olympus", "runledger.E006"),
    ],
)
def test_f70_a_wrong_setting_is_named_with_an_example(settings, name, value, check):
    [(identifier, message)] = found(settings, **{name: value})

    assert identifier == check
    assert name in message


def test_plain_http_is_accepted_on_loopback(settings):
    assert found(settings, ADDEPAR_BASE_URL="http://127.0.0.1:8001") == []
