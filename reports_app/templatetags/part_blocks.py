"""Blocks of a page: stat, note, empty state, dialog, job, form field; and the links to a page's own files."""

from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .part_words import icon

register = template.Library()

NOTE_ICONS = {"info": "info", "part": "clock", "bad": "failed", "good": "complete"}


@register.simple_tag
def page_css(*names: str) -> SafeString:
    """Link style sheets of static/reports_app/css by their names."""
    rows = ((static(f"reports_app/css/{name}.css"),) for name in names)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', rows)


@register.simple_tag
def page_js(*names: str) -> SafeString:
    """Link scripts of static/reports_app/js by their names; modules wait for the page."""
    rows = ((static(f"reports_app/js/{name}.js"),) for name in names)
    return format_html_join("\n", '<script type="module" src="{}"></script>', rows)


@register.simple_tag
def keys(sequence: str) -> SafeString:
    """Print keys as caps: "g r" as two."""
    return format_html_join(" ", "<kbd>{}</kbd>", ((key,) for key in sequence.split()))


@register.simple_block_tag
def stat(content: SafeString, label: str, figure: object, url: str = "", unit: str = "") -> SafeString:
    """Print one figure of the strip: label, figure with its unit, one line of context."""
    shown = format_html("{}<small> {}</small>", figure, unit) if unit else format_html("{}", figure)
    linked = format_html('<a href="{}">{}</a>', url, shown) if url else shown
    return format_html(
        '<div class="stat"><dt>{}</dt><dd class="figure">{}</dd><dd>{}</dd></div>', label, linked, content
    )


@register.simple_block_tag
def note(content: SafeString, tone: str = "info", icon_name: str = "") -> SafeString:
    """Print a condition of the page; tone is info, part, bad or good. A link after the text is its action."""
    return format_html(
        '<div class="note is-{}">{}<div class="note-text">{}</div></div>',
        tone,
        icon(icon_name or NOTE_ICONS[tone], tone="" if tone == "info" else tone),
        content,
    )


@register.simple_block_tag
def nothing(content: SafeString, icon_name: str, title: str) -> SafeString:
    """Print what stands where a list has nothing: what would fill it, and the nearest full page."""
    return format_html('<div class="empty">{}<h3>{}</h3>{}</div>', icon(icon_name), title, content)


@register.simple_block_tag
def dialog(content: SafeString, name: str, title: str) -> SafeString:
    """Print a dialog, opened by an element with data-opens; its title is the question."""
    return format_html(
        '<dialog id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>{2}</dialog>',
        name,
        title,
        content,
    )


@register.inclusion_tag("reports_app/parts/_job.html")
def job(job: Any) -> dict[str, Any]:
    """Draw long work: .state queued, running, stored or failed; .title .detail .done .total .poll_url
    .action_label .action_url .action_is_post. While it has a poll_url, job.js asks there for the same markup.
    """
    return {"job": job}


@register.inclusion_tag("reports_app/parts/_field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Draw a form field: label, widget, hint and error, tied together for a screen reader."""
    hint = hint or str(bound.help_text or "")
    described = [f"{bound.auto_id}-error"] if bound.errors else []
    described += [f"{bound.auto_id}-hint"] if hint else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = bound.as_widget(attrs=attributes)
    is_check = getattr(bound.field.widget, "input_type", "") == "checkbox"
    return {"field": bound, "widget": widget, "hint": hint, "is_check": is_check}
