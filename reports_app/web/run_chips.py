"""The filter chips and the views above the list of runs, as the parts want them."""

from datetime import date
from typing import Any

from reports_app.queries.run_choices import Choices
from reports_app.vocabulary import JobStatus, Outcome

from .run_address import RunAddress

OUTCOME_WORDS = {outcome.value: outcome.value.capitalize() for outcome in Outcome}
PUBLISHED_WORDS = {
    "published": "All published",
    "partly": "Partly published",
    "waiting": "None published",
    "unknown": "Not known",
    "nothing": "Nothing generated",
}
JOB_TYPE_WORDS = {"SCHEDULED": "Scheduled", "AD_HOC": "Ad hoc"}
Chip = dict[str, Any]


def chips(address: RunAddress, *, choices: Choices) -> list[Chip]:
    """Build every chip, each always at its place."""
    statuses = [*JobStatus, *choices.statuses, *address.filters.status]
    healed = [_choices(address, "healed", "Failures", words={"open": "Not healed"})]
    return [
        _choices(address, "outcome", "Outcome", words=OUTCOME_WORDS, states=True),
        _dates(address),
        _choices(address, "report", "Report", words=choices.reports),
        _client(address, client_name=choices.client_name),
        _choices(address, "creator", "Creator", words=choices.creators),
        _choices(address, "job_type", "Job type", words=JOB_TYPE_WORDS),
        _choices(address, "published", "Published", words=PUBLISHED_WORDS),
        _choices(address, "status", "Status", words={str(status): str(status) for status in statuses}),
        *(healed if address.filters.healed else []),
    ]


def _choices(
    address: RunAddress, name: str, label: str, *, words: dict[str, str], states: bool = False
) -> Chip:
    chosen = [value for value in address.query.getlist(name) if value in words]
    options = [
        {
            "value": value,
            "label": word,
            "state": value if states else "",
            "count": None,
            "is_checked": value in chosen,
        }
        for value, word in words.items()
    ]
    names = [words[value] for value in chosen]
    text = " or ".join(names) if len(names) <= 2 else f"{names[0]} or {len(names) - 1} others"
    return {
        "name": name,
        "label": label,
        "kind": "choices",
        "options": options,
        "is_set": bool(chosen),
        "value_text": text,
        "remove_url": address.url(**{name: None}),
    }


def _dates(address: RunAddress) -> Chip:
    since, until = address.filters.since, address.filters.until
    return {
        "name": "completed",
        "label": "Completed",
        "kind": "dates",
        "is_set": bool(since or until),
        "value_text": _range_words(since, until),
        "name_from": "from",
        "value_from": since.isoformat() if since else "",
        "name_to": "to",
        "value_to": until.isoformat() if until else "",
        "hint": "Days of the firm's calendar.",
        "remove_url": address.url(**{"from": None, "to": None}),
    }


def _client(address: RunAddress, *, client_name: str) -> Chip:
    return {
        "name": "client",
        "label": "Client",
        "kind": "text",
        "placeholder": "Part of the name, or entity-123",
        "value": address.client_text,
        "is_set": address.filters.names_client,
        "value_text": client_name or address.client_text,
        "remove_url": address.url(client=None),
    }


def _range_words(since: date | None, until: date | None) -> str:
    def words(day: date) -> str:
        return f"{day:%b} {day.day}, {day.year}"

    if since and until:
        return f"{words(since)} to {words(until)}"
    return f"from {words(since)}" if since else f"until {words(until)}" if until else ""
