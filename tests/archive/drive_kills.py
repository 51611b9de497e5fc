"""Driver: kill -9 at every step of a fetch, one after the other, and look at what is there (F-51).

Arguments: the upstream's base URL and the run's id.
"""

import hashlib
import os
import signal
import sys
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection  # noqa: E402

from reports_app.addepar import AddeparClient, BasicCredentials, Transport, UnlimitedQuota  # noqa: E402
from reports_app.archive import ContentStore, FetchState, fetch_zip, verify_archive  # noqa: E402
from reports_app.conf import content_store  # noqa: E402
from reports_app.models import Firm, GeneratedReport, StoredFile  # noqa: E402
from tests.archive.rows import files_under, make_generated_report  # noqa: E402
from tests.archive.steps import ending_at  # noqa: E402
from tests.upstream import KEYS  # noqa: E402

FEWEST_STEPS, MOST_STEPS = 20, 400


def now() -> datetime:
    return datetime.now(UTC)


def fetch(generated_report: GeneratedReport, *, base_url: str) -> bool:
    credentials = BasicCredentials(KEYS.api_key, KEYS.api_secret)
    transport = Transport(
        base_url=base_url, firm_id=KEYS.firm_id, credentials=credentials, quota=UnlimitedQuota()
    )
    client = AddeparClient(transport)
    result = fetch_zip(generated_report, client=client, store=content_store(), now=now)
    return result.state is FetchState.STORED


def fetch_and_die(generated_report: GeneratedReport, *, base_url: str, step: int) -> bool:
    """Fetch in a child that is killed at a step; say whether it was killed rather than done."""
    connection.close()
    child = os.fork()
    if not child:
        with ending_at(step, end=lambda: os.kill(os.getpid(), signal.SIGKILL)):
            is_stored = fetch(generated_report, base_url=base_url)
        os._exit(0 if is_stored else 1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, -signal.SIGKILL):
        raise AssertionError(f"step {step}: the child ended with {code}")
    return code != 0


def judge(store: ContentStore) -> str | None:
    """Say what is wrong with what a killed fetch left: a row without its whole file, a file half written."""
    for row in StoredFile.objects.all():
        path = store.path_for(row.sha256)
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != row.sha256:
            return "a row names a file that is not whole"
    for sha256 in store.stored_hashes():
        if hashlib.sha256(store.path_for(sha256).read_bytes()).hexdigest() != sha256:
            return "a file in its place is not whole"
    return None


def recover(
    generated_report: GeneratedReport, *, base_url: str, store: ContentStore, firm: Firm
) -> str | None:
    """Sweep, fetch again, and say what is not as after a fetch that nobody disturbed."""
    store.sweep_temporary()
    if not fetch(generated_report, base_url=base_url):
        return "the next fetch failed"
    check = verify_archive(store=store, firm=firm, now=now())
    if (check.files, check.is_sound, check.orphans) != (1, True, 0) or len(files_under(store.root)) != 1:
        return f"the next fetch left {check} and {len(files_under(store.root))} files"
    StoredFile.objects.all().delete()
    for path in files_under(store.root):
        path.unlink()
    return None


def main(base_url: str, run_id: str) -> str | None:
    firm = Firm.objects.create(base_url=base_url, addepar_firm_id=KEYS.firm_id)
    generated_report = make_generated_report(firm, upstream_id=run_id, zipped_file_id="1")
    store = content_store()
    for step in range(1, MOST_STEPS):
        was_killed = fetch_and_die(generated_report, base_url=base_url, step=step)
        wrong = judge(store) or recover(generated_report, base_url=base_url, store=store, firm=firm)
        if wrong:
            return f"killed at step {step}: {wrong}"
        if not was_killed:
            return None if step > FEWEST_STEPS else f"only {step} steps were seen"
    return "the fetch never came to its end"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
