"""Small pictures in a line of text: outcome bar, streak, trend line, gauge. All SVG, sized by attributes.

Widths are percentages of the picture, so that a strict content policy needs no style attribute.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# A failure that is there is never drawn thinner than this.
LEAST_PERCENT = 4.0
# Between neighbours; the narrow one is for bars as wide as the page.
GAP_PERCENT, WIDE_GAP_PERCENT = 1.0, 0.3
STREAK_STEP, STREAK_WIDTH = 7, 5
# A failure stands tall, a good run lies low, an absent one is a tick: the shape speaks without its colour.
STREAK_BARS = {"good": ("good", 11, 5), "failed": ("bad", 2, 14), "absent": ("rest", 14, 2)}


class Span(NamedTuple):
    """One stretch of a bar; x and width in percent."""

    tone: str
    x: float
    width: float


def bar_spans(
    amounts: Sequence[tuple[str, float]],
    *,
    total: float,
    least: float = LEAST_PERCENT,
    between: float = GAP_PERCENT,
) -> list[Span]:
    """Lay parts of a total along a bar from left to right; what is left of the total stays empty.

    Shape: parts of zero are left out; every other one has `least` percent, which the widest gives up.
    A gap parts neighbours and is taken from the left one, so that each part begins where its figure says.
    """
    parts = [(tone, amount) for tone, amount in amounts if amount > 0]
    if not parts or total <= 0:
        return []
    widths = [max(least, amount / total * 100) for _, amount in parts]
    widths[widths.index(max(widths))] -= max(0, sum(widths) - 100)
    spans, x = [], 0.0
    for place, ((tone, _), width) in enumerate(zip(parts, widths, strict=True), start=1):
        gap = between if place < len(parts) and width > 2 * between else 0
        spans.append(Span(tone, x, width - gap))
        x += width
    return spans


def _draw(spans: Iterable[Span]) -> SafeString:
    rows = ((span.tone, f"{span.x:.1f}%", f"{span.width:.1f}%") for span in spans)
    return format_html_join("", '<rect class="b-{}" x="{}" width="{}" height="100%"/>', rows)


TRACK = SafeString('<rect class="b-idle" width="100%" height="100%"/>')


@register.simple_tag
def outcome_bar(generated: int, failed: int, total: int | None = None) -> SafeString:
    """Draw the bar alone, as wide as the page; the words stand beside it."""
    whole = total if total is not None else generated + failed
    spans = bar_spans([("good", generated), ("bad", failed)], total=whole, between=WIDE_GAP_PERCENT)
    return format_html('<svg class="outcome-wide" aria-hidden="true">{}{}</svg>', TRACK, _draw(spans))


@register.simple_tag
def outcome(generated: int, failed: int, total: int | None = None) -> SafeString:
    """Print "116 of 120" and its bar. A run without clients says so; all good is not bold."""
    whole = total if total is not None else generated + failed
    if whole == 0:
        return SafeString('<span class="quiet">no clients</span>')
    figure = format_html("<b>{}</b>" if generated != whole else "{}", f"{generated:,}")
    spans = bar_spans([("good", generated), ("bad", failed)], total=whole)
    return format_html(
        '<span class="outcome"><span>{} <span class="of">of {}</span></span>'
        '<svg aria-hidden="true">{}{}</svg></span>',
        figure,
        f"{whole:,}",
        TRACK,
        _draw(spans),
    )


@register.simple_tag
def streak(marks: Sequence[str], label: str = "Last 10 runs") -> SafeString:
    """Draw how a client fared in the last runs of a report, oldest left, and say it in words.

    Shape: marks are good, failed or absent, oldest first.
    """
    if not marks:
        return SafeString('<span class="quiet">no runs</span>')
    runs = ", then ".join(f"{len(list(same))} {mark}" for mark, same in groupby(marks))
    bars = format_html_join(
        "",
        '<rect class="b-{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (tone, place * STREAK_STEP, y, STREAK_WIDTH, height)
            for place, mark in enumerate(marks)
            for tone, y, height in [STREAK_BARS[mark]]
        ),
    )
    width = len(marks) * STREAK_STEP
    return format_html(
        '<svg class="streak" width="{}" viewBox="0 0 {} 18" role="img" aria-label="{}, oldest first: {}">'
        "{}</svg>",
        width,
        width,
        label,
        runs,
        bars,
    )


@register.simple_tag
def spark(values: Sequence[float], label: str) -> SafeString:
    """Draw a trend of two or more values, the newest marked; the label says what it shows."""
    if len(values) < 2:
        return SafeString("")
    low, reach = min(values), (max(values) - min(values)) or 1
    step = 92 / (len(values) - 1)
    points = [(place * step, 21 - (value - low) / reach * 18) for place, value in enumerate(values)]
    path = " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return format_html(
        '<svg class="spark" viewBox="0 0 96 24" role="img" aria-label="{}"><path d="M{}"/>'
        '<circle cx="92" cy="{}" r="2.5"/></svg>',
        label,
        path,
        f"{points[-1][1]:.1f}",
    )


@register.simple_tag
def gauge(
    segments: Sequence[tuple[str, float]],
    total: float,
    label: str = "",
    reserve: float | None = None,
    big: bool = False,
) -> SafeString:
    """Draw how much of a total is used and by what; a dashed mark shows where the reserve begins.

    Shape: segments are (tone, amount); tones accent, look, fill, out, good, part, bad. No label: decoration.
    """
    naming = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    mark = SafeString("")
    if reserve is not None and total:
        at = f"{reserve / total * 100:.1f}%"
        mark = format_html('<line class="gauge-mark" x1="{}" x2="{}" y1="0" y2="100%"/>', at, at)
    spans = bar_spans(
        [(tone, min(amount, total)) for tone, amount in segments],
        total=total,
        least=0.5,
        between=WIDE_GAP_PERCENT,
    )
    size = " is-big" if big else ""
    return format_html('<svg class="gauge{}" {}>{}{}{}</svg>', size, naming, TRACK, _draw(spans), mark)
