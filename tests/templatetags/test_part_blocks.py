"""Blocks and lists keep what they are given safe, and wire their parts together for a screen reader."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.template import Context, Template

HOSTILE = "<img src=x onerror=alert(1)> שלום 🏛"


def _render(source: str, **values: Any) -> str:
    return Template("{% load parts %}" + source).render(Context(values))


class SignInForm(forms.Form):
    email = forms.EmailField(label="Work email", help_text="As in Addepar")
    keep = forms.BooleanField(required=False, label="Stay signed in")


def test_a_field_in_error_is_tied_to_its_hint_and_error() -> None:
    form = SignInForm({"email": "nobody"})

    html = _render("{% field form.email %}", form=form)

    assert '<label for="id_email">Work email</label>' in html
    assert 'aria-describedby="id_email-error id_email-hint"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email-error"' in html
    assert "Enter a valid email address." in html


def test_a_field_without_error_is_not_invalid() -> None:
    html = _render("{% field form.email %}", form=SignInForm())

    assert "aria-invalid" not in html
    assert 'aria-describedby="id_email-hint"' in html


def test_a_checkbox_stands_before_its_label() -> None:
    html = _render("{% field form.keep %}", form=SignInForm())

    assert html.index("<input") < html.index("<label")


def test_blocks_escape_what_they_are_given_and_keep_their_markup() -> None:
    html = _render(
        "{% stat name name unit=name url=name %}{{ name }}{% endstat %}"
        "{% note 'bad' %}<p>{{ name }}</p>{% endnote %}"
        "{% nothing 'runs' name %}<p>{{ name }}</p>{% endnothing %}"
        "{% dialog 'd' name %}<p>{{ name }}</p>{% enddialog %}",
        name=HOSTILE,
    )

    assert "<img" not in html
    assert html.count("<p>&lt;img") == 3


def test_a_dialog_is_named_by_its_title() -> None:
    html = _render("{% dialog 'rerun' 'Rerun 3 clients?' %}{% enddialog %}")

    assert (
        '<dialog id="rerun" aria-labelledby="rerun-title"><h2 id="rerun-title">Rerun 3 clients?</h2>' in html
    )


def test_a_job_under_way_says_where_to_ask_and_how_far_it_is() -> None:
    job = {
        "state": "running",
        "title": "Fetching the zip",
        "done": 138,
        "total": 214,
        "poll_url": "/zip/?fragment=1",
    }

    html = _render("{% job job %}", job=job)

    assert 'data-poll="/zip/?fragment=1"' in html
    assert '<progress max="214" value="138" aria-label="Fetching the zip">' in html


def test_a_job_that_ended_is_not_asked_for_again() -> None:
    html = _render("{% job job %}", job={"state": "failed", "title": HOSTILE, "detail": "Ask again."})

    assert "data-poll" not in html
    assert "<progress" not in html
    assert "<img" not in html


def test_a_job_by_post_carries_the_token_of_the_form() -> None:
    job = {
        "state": "failed",
        "title": "x",
        "action_url": "/zip/",
        "action_label": "Fetch again",
        "action_is_post": True,
    }

    html = _render("{% job job %}", job=job, csrf_token="a-token")

    assert (
        '<form method="post" action="/zip/"><input type="hidden" name="csrfmiddlewaretoken" value="a-token">'
        in html
    )


def test_a_set_filter_can_be_taken_off_and_an_unset_one_cannot() -> None:
    option = {"value": "failed", "state": "failed", "count": 1049, "is_checked": True}
    filters = [
        {"name": "outcome", "label": "Outcome", "kind": "choices", "is_set": True, "value_text": HOSTILE,
         "remove_url": "/runs/", "options": [option]},
        {"name": "client", "label": "Client", "kind": "text", "value": '"><script>'},
    ]  # fmt: skip

    html = _render(
        "{% filter_chips filters action='/runs/' hidden=hidden %}", filters=filters, hidden=[("sort", "x")]
    )

    assert html.count('class="chip-off"') == 1
    assert '<input type="checkbox" name="outcome" value="failed" checked>' in html
    assert '<span class="count">1,049</span>' in html
    assert '<input type="hidden" name="sort" value="x">' in html
    assert "<script>" not in html
    assert "<img" not in html


def test_a_sorted_column_says_its_direction() -> None:
    html = _render("{% sort_head 'Completed' url='?sort=x' direction='descending' num=True %}")

    assert html.startswith(
        '<th scope="col" class="num" aria-sort="descending"><a href="?sort=x">Completed<svg'
    )


def test_a_day_heads_its_group_across_all_columns() -> None:
    now = datetime(2026, 11, 17, 14, 42, tzinfo=UTC)

    html = _render("{% day_row day columns=7 note='3 of 14 runs match' %}", day=date(2025, 12, 31), now=now)

    assert 'scope="rowgroup" colspan="7"' in html
    assert '<time datetime="2025-12-31">Wednesday, December 31, 2025</time>' in html


def test_the_first_page_of_a_list_cannot_go_newer() -> None:
    html = _render("{% pager p %}", p={"text": "Rows 1 to 50", "newer_url": None, "older_url": "?after=x"})

    assert html.count('aria-disabled="true"') == 1
    assert '<a class="button" href="?after=x" rel="next">Older' in html
