"""An install mirrors the sandbox or the firm that is named, never a mixture."""

import pytest

from deploy import CannotStart
from deploy.upstream import choose_upstream
from reports_app.sandbox import credentials

REAL = {"ADDEPAR_BASE_URL": "https://acme.example", "ADDEPAR_FIRM_ID": "7"}


def test_without_settings_it_is_the_sandbox_on_the_next_port() -> None:
    upstream = choose_upstream({}, port=8000)

    assert upstream.is_sandbox
    assert upstream.environment == {
        "ADDEPAR_BASE_URL": "http://127.0.0.1:8001",
        "ADDEPAR_FIRM_ID": credentials.SANDBOX_FIRM_ID,
        "ADDEPAR_API_KEY": credentials.SANDBOX_API_KEY,
        "ADDEPAR_API_SECRET": credentials.SANDBOX_API_SECRET,
    }


@pytest.mark.parametrize(
    "key", [{"ADDEPAR_API_KEY": "k", "ADDEPAR_API_SECRET": "s"}, {"ADDEPAR_ACCESS_TOKEN": "t"}]
)
def test_a_named_firm_gets_no_value_of_the_sandbox(key: dict[str, str]) -> None:
    upstream = choose_upstream({**REAL, **key}, port=8000)

    assert not upstream.is_sandbox
    assert upstream.base_url == "https://acme.example"
    assert upstream.environment == {}


@pytest.mark.parametrize(
    "half",
    [
        REAL,
        {**REAL, "ADDEPAR_FIRM_ID": "", "ADDEPAR_ACCESS_TOKEN": "t"},
        {"ADDEPAR_ACCESS_TOKEN": "t"},
        {"ADDEPAR_FIRM_ID": "7"},
    ],
)
def test_half_a_firm_is_refused_without_repeating_a_secret(half: dict[str, str]) -> None:
    with pytest.raises(CannotStart) as refused:
        choose_upstream({**half, "ADDEPAR_API_SECRET": "very-secret"}, port=8000)

    assert refused.value.code == 2
    assert "very-secret" not in str(refused.value)


def test_empty_lines_count_as_absent() -> None:
    settings = {"ADDEPAR_BASE_URL": " ", "ADDEPAR_FIRM_ID": "", "ADDEPAR_API_KEY": ""}

    assert choose_upstream(settings, port=8000).is_sandbox
