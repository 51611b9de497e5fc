"""The sheet of parts is for staff, shows every part, and holds without inline style or script."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import RequestFactory

from reports_app.access.middleware import attach_viewer
from reports_app.templatetags.part_words import STATES
from reports_app.web.design import design_sheet
from reports_app.web.design_samples import HOSTILE_NAME, sample_context

STATIC = Path(__file__).resolve().parents[2] / "static"
ERROR_PAGES = ("403.html", "403_csrf.html", "404.html", "500.html")


class Page(HTMLParser):
    """Collects what the policy and a screen reader care about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.inline: list[str] = []
        self.files: list[str] = []
        self.headings: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        for name in ("for", "aria-labelledby", "aria-describedby", "data-opens"):
            self.refers += given.get(name, "").split()
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.files += [given[name] for name in ("src", "href") if given.get(name, "").startswith("/static/")]
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)


def _ask(user: Any) -> HttpResponse:
    request = RequestFactory().get("/design/")
    request.user = user
    return attach_viewer(design_sheet)(request)


@pytest.fixture
def sheet(db: None) -> str:
    staff = get_user_model().objects.create_user("ada", is_staff=True)
    return _ask(staff).content.decode()


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = _ask(AnonymousUser())

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/design/")


def test_an_advisor_is_refused(db: None) -> None:
    advisor = get_user_model().objects.create_user("grace")

    with pytest.raises(PermissionDenied, match="for staff"):
        _ask(advisor)


def test_the_sheet_shows_every_state_that_a_page_can_show(sheet: str) -> None:
    pattern = r'<span class="state is-[^"]*"><svg.*?</svg><span>(.*?)</span>'
    shown = set(re.findall(pattern, sheet))

    missing = {look.word for key, look in STATES.items() if key in sample_context()["states"]} - shown
    assert missing == set()
    assert "PAUSED_BY_VENDOR" in shown


PARTS = {
    "marks": ("state", "badge", "outcome", "outcome-wide", "streak", "spark", "legend"),
    "pictures": ("stat", "gauge", "day-chart", "behind"),
    "lists": ("views", "chip", "facet", "day", "pager", "facts", "listed"),
    "answers": ("job", "note", "toast", "empty", "field", "lede"),
}


@pytest.mark.parametrize("part", [part for parts in PARTS.values() for part in parts])
def test_the_sheet_shows_each_part(sheet: str, part: str) -> None:
    assert re.search(rf'class="(?:[^"]* )?{part}[ "]', sheet)


def test_the_sheet_holds_under_a_policy_without_inline_style_or_script(sheet: str) -> None:
    assert Page(sheet).inline == []


def test_every_file_the_sheet_asks_for_exists(sheet: str) -> None:
    files = {name.removeprefix("/static/").partition("#")[0] for name in Page(sheet).files}

    assert {name for name in files if not (STATIC / name).is_file()} == set()
    assert len(files) > 8


def test_every_icon_the_sheet_asks_for_is_drawn(sheet: str) -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "reports_app/sprite.svg").read_text()))

    asked = set(re.findall(r'sprite\.svg#([\w-]+)"', sheet))
    assert asked - drawn == set()
    assert drawn - asked == set(), "a drawing that the sheet does not show"


def test_names_and_labels_of_the_sheet_find_their_element_once(sheet: str) -> None:
    page = Page(sheet)

    assert sorted(set(page.refers) - set(page.ids)) == []
    assert sorted(name for name in set(page.ids) if page.ids.count(name) > 1) == []


def test_a_hostile_name_stays_text(sheet: str) -> None:
    assert HOSTILE_NAME.startswith("<script>")
    assert "<script>alert" not in sheet
    assert "&lt;script&gt;alert" in sheet


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_nothing_and_says_what_to_do(name: str) -> None:
    html = get_template(name).render({})

    page = Page(html)
    assert page.headings == ["h1"]
    assert page.inline == []
    assert html.count("<p>") >= 2
    assert "{{" not in html
