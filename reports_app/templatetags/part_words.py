"""Words with a shape: icons, states and badges; and figures as people write them: counts and sizes.

STATES is the one list of what a state is called, drawn as and coloured; an unknown one is shown verbatim.
"""

from typing import NamedTuple

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


class Look(NamedTuple):
    """What a person sees of a state."""

    word: str
    icon: str
    tone: str


STATES = {
    # Outcomes of a run.
    "complete": Look("Complete", "complete", "good"),
    "partial": Look("Partial", "partial", "part"),
    "failed": Look("Failed", "failed", "bad"),
    "empty": Look("Empty", "empty", "idle"),
    "canceled": Look("Canceled", "canceled", "idle"),
    "unknown": Look("Unknown", "unknown", "idle"),
    # What a client has of a run.
    "generated": Look("Generated", "generated", "idle"),
    "published": Look("Published", "published", "good"),
    "not_published": Look("Not published", "generated", "idle"),
    "publish_unknown": Look("Publishing unknown", "unknown", "idle"),
    "missing": Look("Missing", "missing", "bad"),
    "healed": Look("Healed", "healed", "good"),
    # Kinds of failure.
    "new": Look("New", "new", "bad"),
    "chronic": Look("Chronic", "chronic", "bad"),
    "flapping": Look("Flapping", "flapping", "part"),
    "lapsed": Look("Lapsed", "missing", "idle"),
    # Time.
    "current": Look("Current", "complete", "good"),
    "late": Look("Late", "clock", "part"),
    "due": Look("Due", "clock", "idle"),
    # Work, sync runs and files.
    "queued": Look("Queued", "queued", "idle"),
    "running": Look("Running", "sync", "accent"),
    "done": Look("Done", "complete", "good"),
    "stopped": Look("Stopped early", "clock", "part"),
    "waited": Look("Waited", "clock", "part"),
    "busy": Look("Another sync was running", "clock", "idle"),
    "abandoned": Look("Abandoned", "missing", "bad"),
    "no_change": Look("No change", "generated", "idle"),
    "stored": Look("Stored", "complete", "good"),
    "damaged": Look("Damaged", "failed", "bad"),
}


def look_of(key: object, *, label: object = None) -> Look:
    """Find how a state looks; an unknown one keeps its own text, in the shape of the unknown."""
    look = STATES.get(str(key)) or Look(str(key), "unknown", "idle")
    return look._replace(word=str(label)) if label not in (None, "") else look


@register.simple_tag
def icon(name: str, label: str = "", tone: str = "") -> SafeString:
    """Draw an icon of the sprite; decoration unless it has a label."""
    naming = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    tone_class = f" is-{tone}" if tone else ""
    href = f"{static('reports_app/sprite.svg')}#{name}"
    return format_html('<svg class="icon{}" {}><use href="{}"/></svg>', tone_class, naming, href)


@register.simple_tag
def state(key: object, label: object = None) -> SafeString:
    """Print a state in the flow of text: shape and word. A word that is not ours may wrap."""
    look = look_of(key, label=label)
    wraps = " wraps" if len(look.word) > 24 else ""
    return format_html(
        '<span class="state is-{}{}">{}<span>{}</span></span>', look.tone, wraps, icon(look.icon), look.word
    )


@register.simple_tag
def badge(key: object, label: object = None) -> SafeString:
    """Print the one state a page is about, on a ground of its own."""
    look = look_of(key, label=label)
    return format_html('<span class="badge is-{}">{}{}</span>', look.tone, icon(look.icon), look.word)


@register.filter
def count(value: int | None) -> str:
    """Write a count: "1,284"; None as "unknown"."""
    return "unknown" if value is None else f"{int(value):,}"


@register.filter
def count_up_to(value: int | None, cap: int) -> str:
    """Write a count that was not counted past the cap: "more than 10,000"."""
    return f"more than {cap:,}" if value is not None and value > cap else count(value)


@register.filter(name="bytes")
def size(value: int | None) -> str:
    """Write a size in bytes: "512 B", "4.6 MB", "214 MB"; None as "unknown size"."""
    if value is None:
        return "unknown size"
    amount = float(value)
    if amount < 1000:
        return f"{amount:.0f} B"
    units = iter(("kB", "MB", "GB", "TB"))
    unit = next(units)
    amount /= 1000
    while amount >= 999.5 and unit != "TB":
        amount, unit = amount / 1000, next(units)
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:,.0f} {unit}"
