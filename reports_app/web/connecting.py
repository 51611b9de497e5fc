"""Connecting a firm, or the sample firm: one request to check the key, then one transaction.

Each function returns why it was refused, in a sentence, or nothing. It renders nothing and keeps no key.
"""

import logging
from urllib.parse import urlsplit

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from reports_app import conf, tasks
from reports_app.access.connections import connect_firm, connect_sample_firm
from reports_app.access.secrets import FirmKey
from reports_app.models import Firm, User
from reports_app.sync.key_check import check_key

from .sample_firm import ensure_sandbox
from .welcome_words import refusal

log = logging.getLogger(__name__)


@sensitive_variables()
def connect(key: FirmKey, *, base_url: str, firm_id: str, name: str, user: User) -> str:
    """Check a key with one request; if Addepar takes it, store it sealed and ask for the first sync.

    A key that is refused is forgotten; the row of its firm stays, because it counts the request.
    """
    asked_at = conf.utc_now()
    firm, _ = Firm.objects.get_or_create(base_url=base_url, addepar_firm_id=firm_id)
    try:
        check = check_key(conf.client_to_check(firm, key=key))
    except ValueError as impossible:
        return str(impossible)
    if not check.is_accepted:
        return refusal(check, host=urlsplit(base_url).hostname or "", firm_id=firm_id)
    sealed = conf.sealer().seal(key, base_url=base_url, firm_id=firm_id)
    with transaction.atomic():
        connect_firm(
            firm, sealed_key=sealed, key_lacks=check.lacks, name=name, connected_by=user, now=asked_at
        )
        tasks.request_sync(firm, requested_by=user)
    log.info("Firm %d was connected by user %d.", firm.pk, user.pk)
    return ""


def connect_sample(user: User) -> str:
    """Start the sandbox if need be, prove that it is the sandbox, and ask for the first sync."""
    asked_at, base_url = conf.utc_now(), conf.sample_base_url()
    port = urlsplit(base_url).port or 0
    if not ensure_sandbox(port):
        return (
            f"The sample firm could not be started on port {port} of this machine. "
            "`manage.py run_sandbox` in a terminal says why."
        )
    firm, _ = Firm.objects.get_or_create(base_url=base_url, addepar_firm_id=conf.SAMPLE_FIRM_ID)
    check = check_key(conf.client_to_check(firm, key=conf.SAMPLE_KEY))
    if not check.is_accepted:
        return f"Something else than the sample firm answers on port {port} of this machine. {check.message}"
    with transaction.atomic():
        connect_sample_firm(firm, name=conf.SAMPLE_FIRM_NAME, connected_by=user, now=asked_at)
        tasks.request_sync(firm, requested_by=user)
    return ""
