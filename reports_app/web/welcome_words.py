"""What the first pages say: why a key was not taken, and how far the first sync is."""

from reports_app.queries.first_sync import FirstSync, FirstSyncState
from reports_app.sync.key_check import KeyCheck
from reports_app.vocabulary import ReasonCode

NOT_ADDEPAR = (
    "{host} answered, but not as Addepar's API does: perhaps with a sign-in page or a notice. "
    "Check the address; it is the one you use Addepar at."
)
REFUSALS: dict[ReasonCode, str] = {
    ReasonCode.CREDENTIALS_REFUSED: (
        "Addepar refused the key (401). Check that key and secret were copied whole and belong together, "
        "and that {firm_id} is your firm's number: a wrong number is refused in the same way."
    ),
    ReasonCode.PERMISSION_REFUSED: (
        "Addepar knows the key, but does not let it ask whose it is (403). Its owner needs the permission "
        "“API Access”; a token of an OAuth application needs the scopes FILES and USERS."
    ),
    ReasonCode.NOT_FOUND: (
        "{host} has no such page (404). Check the address; it is the one you use Addepar at."
    ),
    ReasonCode.REDIRECT_REFUSED: (
        "{host} sends requests on to another place. That is never followed, because the key would go there "
        "too. Check the address; it is the one you use Addepar at."
    ),
    ReasonCode.UPSTREAM_ERROR: (
        "Addepar had trouble of its own. Nothing is said about the key; try again in a few minutes."
    ),
    ReasonCode.UPSTREAM_TIMEOUT: (
        "{host} did not answer in time. Nothing is said about the key; try again in a few minutes."
    ),
    ReasonCode.TRUNCATED: "The answer of {host} broke off. Nothing is said about the key; try again.",
    ReasonCode.REQUEST_REFUSED: (
        "{host} refused the question itself. Check the address; it is the one you use Addepar at."
    ),
    ReasonCode.NOT_JSON: NOT_ADDEPAR,
    ReasonCode.MALFORMED: NOT_ADDEPAR,
    ReasonCode.TOO_LARGE: NOT_ADDEPAR,
    ReasonCode.TOO_DEEP: NOT_ADDEPAR,
}

PROGRESS = {
    FirstSyncState.RUNNING: "First sync: reading, {stored:,} runs stored",
    FirstSyncState.QUEUED: "First sync: asked for",
    FirstSyncState.COMPLETE: "First sync complete: {stored:,} runs stored",
    FirstSyncState.STOPPED: "First sync: waits with {stored:,} runs stored, goes on by itself",
    FirstSyncState.FAILED: "First sync: ended early, {stored:,} runs stored",
    FirstSyncState.NOT_ASKED: "First sync: not asked for yet",
}


def words_of(first: FirstSync) -> str:
    """Say how far the first sync is, for who listens to the page."""
    return PROGRESS[first.state].format(stored=first.stored)


def refusal(check: KeyCheck, *, host: str, firm_id: str) -> str:
    """Say why a key was not taken and what to do; where the client's own sentence says it, that one."""
    return REFUSALS.get(check.reason_code, "{message}").format(
        host=host, firm_id=firm_id, message=check.message
    )
