"""Keys at rest: sealed for one firm, opened by the right secrets only, resealed when a secret is replaced."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports_app import conf
from reports_app.access.secrets import FirmKey, SealBroken, Sealer
from reports_app.models import Firm
from tests.factories import NOON, make_firm

KEY = FirmKey(api_key="canary-key", api_secret="canary-secret")
FIRM = {"base_url": "https://acme.addepar.com/api", "firm_id": "7"}


def test_what_was_sealed_is_opened_again() -> None:
    sealer = Sealer(["a secret"])

    assert sealer.open(sealer.seal(KEY, **FIRM), **FIRM) == KEY


def test_an_access_token_is_sealed_as_well() -> None:
    sealer = Sealer(["a secret"])
    token = FirmKey(access_token="canary-token")

    assert sealer.open(sealer.seal(token, **FIRM), **FIRM) == token


def test_a_seal_shows_nothing_and_is_another_one_each_time() -> None:
    sealer = Sealer(["a secret"])

    seals = {sealer.seal(KEY, **FIRM) for _ in range(3)}

    assert len(seals) == 3
    assert not any("canary" in seal or "acme" in seal for seal in seals)


def test_another_secret_opens_nothing() -> None:
    sealed = Sealer(["a secret"]).seal(KEY, **FIRM)

    with pytest.raises(SealBroken):
        Sealer(["another secret"]).open(sealed, **FIRM)


@pytest.mark.parametrize("sealed", ["", "canary-key", "gAAAAA", "é"])
def test_what_is_no_seal_is_not_opened(sealed: str) -> None:
    with pytest.raises(SealBroken):
        Sealer(["a secret"]).open(sealed, **FIRM)


@pytest.mark.parametrize("moved", [{"base_url": "https://evil.example/api"}, {"firm_id": "8"}])
def test_a_seal_opens_for_no_other_address_or_firm(moved: dict[str, str]) -> None:
    sealer = Sealer(["a secret"])
    sealed = sealer.seal(KEY, **FIRM)

    with pytest.raises(SealBroken, match="another firm"):
        sealer.open(sealed, **(FIRM | moved))


def test_an_earlier_secret_still_opens_until_the_key_is_resealed() -> None:
    sealed = Sealer(["old"]).seal(KEY, **FIRM)
    both = Sealer(["new", "old"])

    resealed = both.reseal(sealed)

    assert both.open(sealed, **FIRM) == KEY
    assert Sealer(["new"]).open(resealed, **FIRM) == KEY
    with pytest.raises(SealBroken):
        Sealer(["old"]).open(resealed, **FIRM)


def test_a_key_is_in_no_repr_and_no_traceback_of_its_seal() -> None:
    sealer = Sealer(["a secret"])

    with pytest.raises(SealBroken) as broken:
        sealer.open(sealer.seal(KEY, **FIRM), base_url="https://x.addepar.com", firm_id="7")

    assert "canary" not in f"{KEY!r} {sealer!r} {broken.value!r} {broken.value.__cause__!r}"


def _connected(settings: Any, *, secret: str, base_url: str = "https://acme.addepar.com/api") -> Firm:
    sealed = Sealer([secret]).seal(KEY, base_url=base_url, firm_id="7")
    return make_firm(base_url=base_url, addepar_firm_id="7", sealed_key=sealed, connected_at=NOON)


@pytest.mark.django_db
def test_rotate_secrets_makes_the_earlier_secret_needless(settings: Any) -> None:
    firm = _connected(settings, secret="old")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    out = StringIO()

    call_command("rotate_secrets", stdout=out)

    settings.SECRET_KEY_FALLBACKS = []
    firm.refresh_from_db()
    assert out.getvalue() == "1 stored keys sealed with the newest SECRET_KEY.\n"
    assert conf.sealer().open(firm.sealed_key, **FIRM) == KEY


@pytest.mark.django_db
def test_rotate_secrets_changes_nothing_when_one_key_cannot_be_opened(settings: Any) -> None:
    good = _connected(settings, secret="old")
    _connected(settings, secret="lost", base_url="https://other.addepar.com/api")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]

    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("rotate_secrets")

    assert Firm.objects.get(pk=good.pk).sealed_key == good.sealed_key


@pytest.mark.django_db
def test_a_replaced_secret_is_said_in_a_sentence_that_helps(settings: Any) -> None:
    firm = _connected(settings, secret="lost")

    with pytest.raises(conf.ConfigurationMissing, match="SECRET_KEY_FALLBACKS") as missing:
        conf.client_for(firm)

    assert "canary" not in str(missing.value)
