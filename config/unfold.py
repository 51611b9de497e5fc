"""What django-unfold is told: names, navigation, files, and a palette read from tokens.css.

The palette is the product's own: each colour is looked up by its token, so the two cannot drift apart.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy

TOKENS_CSS = Path(__file__).resolve().parent.parent / "static" / "reports_app" / "css" / "tokens.css"
COLOR_LINE = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);")

# step of Unfold's scale -> (token, 0 for its light value, 1 for its dark one)
BASE_STEPS = {
    "50": ("paper", 0),
    "100": ("sunken", 0),
    "200": ("line", 0),
    "300": ("line-firm", 0),
    "400": ("ink-3", 1),
    "500": ("ink-3", 0),
    "600": ("ink-2", 0),
    "700": ("line-firm", 1),
    "800": ("line", 1),
    "900": ("surface", 1),
    "950": ("paper", 1),
}
PRIMARY_STEPS = {
    "50": ("accent-soft", 0),
    "100": ("accent-soft", 0),
    "200": ("accent-pale", 0),
    "300": ("accent-mid", 0),
    "400": ("accent-hover", 1),
    "500": ("accent", 1),
    "600": ("accent", 0),
    "700": ("accent-hover", 0),
    "800": ("accent-hover", 0),
    "900": ("accent-soft", 1),
    "950": ("accent-soft", 1),
}
FONT_STEPS = {
    "subtle-light": ("ink-3", 0),
    "subtle-dark": ("ink-3", 1),
    "default-light": ("ink-2", 0),
    "default-dark": ("ink-2", 1),
    "important-light": ("ink", 0),
    "important-dark": ("ink", 1),
}


def read_tokens(css: str) -> dict[str, tuple[str, str]]:
    """Read the colours of tokens.css. Shape: name -> (light, dark), as #rrggbb."""
    return {name: (light, dark) for name, light, dark in COLOR_LINE.findall(css)}


def _scale(steps: dict[str, tuple[str, int]], tokens: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {step: tokens[name][theme] for step, (name, theme) in steps.items()}


def _may(*permissions: str) -> Callable[[HttpRequest], bool]:
    return lambda request: all(request.user.has_perm(permission) for permission in permissions)


def _entry(title: str, icon: str, model: str, *, app: str = "reports_app") -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{model}_changelist"),
        "permission": _may(f"{app}.view_{model}"),
    }


_tokens = read_tokens(TOKENS_CSS.read_text(encoding="utf-8"))

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Runledger",
    "SITE_HEADER": "Runledger",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("reports_app/favicon.svg"),
        }
    ],
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "COLORS": {
        "base": _scale(BASE_STEPS, _tokens),
        "primary": _scale(PRIMARY_STEPS, _tokens),
        "font": _scale(FONT_STEPS, _tokens),
    },
    "SIDEBAR": {
        "navigation": [
            {
                "title": "Mirror",
                "items": [
                    {"title": "Home", "icon": "overview", "link": reverse_lazy("admin:index")},
                    _entry("Runs", "runs", "generatedreport"),
                    _entry("Reports", "reports", "report"),
                    _entry("Clients", "clients", "portfolio"),
                    _entry("Creators", "person", "creator"),
                    _entry("Stored files", "files", "storedfile"),
                ],
            },
            {
                "title": "Machine",
                "items": [
                    _entry("Sync runs", "sync", "syncrun"),
                    _entry("Work", "clock", "workitem"),
                    _entry("Quarantine", "unknown", "quarantineditem"),
                    _entry("Requests", "up", "requestledgerentry"),
                ],
            },
            {
                "title": "People",
                "items": [
                    _entry("Users", "key", "user"),
                    _entry("Groups", "lock", "group", app="auth"),
                ],
            },
        ],
    },
}
