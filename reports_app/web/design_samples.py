"""Sample data of the sheet of parts: every state, every length, every script of a name. None is real."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django import forms

from reports_app.vocabulary import Outcome

NOW = datetime(2026, 11, 17, 14, 42, tzinfo=UTC)
TODAY = date(2026, 11, 17)
HOSTILE_NAME = "<script>alert('x')</script> אחוזת לוי 🏛 " + "Unbreakable" * 9


WORDS = {
    "states": (
        "complete partial failed canceled empty unknown missing generated published not_published"
        " publish_unknown healed new chronic flapping late due queued running stopped busy no_change stored"
        " damaged"
    ),
    "icons": (
        "mark overview runs clients person reports failures periods files sync admin search download zip"
        " open next back up down close more key lock info clock queued"
    ),
    "colours": (
        "paper surface raised sunken line line-firm line-strong ink ink-2 ink-3 accent accent-soft good-fill"
        " part-fill bad-fill rest-fill"
    ),
}


@dataclass(frozen=True)
class SampleDay:
    """The runs of one day."""

    day: date
    complete: int
    partial: int
    failed: int
    other: int = 0


@dataclass(frozen=True)
class SampleRun:
    """One row of a list of runs; published None: Addepar did not say."""

    ended: datetime
    report: str
    outcome: str
    generated: int
    failed: int
    published: int | None
    seconds: int
    creator: str
    status: str = ""
    is_here: bool = False


class SampleForm(forms.Form):
    """Every kind of field, some of them in error."""

    email = forms.EmailField(label="Work email", initial="i.valderrama@fennimore-ash.example")
    mute_until = forms.DateField(label="Mute until", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.ChoiceField(
        choices=[("vendor", "Waiting on vendor"), ("none", "Client asked for no report")]
    )
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the case. Everyone who may see this client can read it.",
    )
    keep = forms.BooleanField(required=False, label="Keep the files after the case is closed")

    def clean_mute_until(self) -> date:
        """Refuse a day that has passed, as the page of a case does."""
        day: date = self.cleaned_data["mute_until"]
        if day <= TODAY:
            raise forms.ValidationError("Nov 10, 2026 has passed. Choose a day after today.")
        return day


def sample_days() -> list[SampleDay]:
    """Make ninety days: quiet weekends, a rush after the quarter's end, one bad day; always the same."""
    random = Random(7)  # noqa: S311 - a picture, not a secret
    days = []
    for back in range(89, -1, -1):
        day = TODAY - timedelta(days=back)
        busy = 26 if date(2026, 10, 5) <= day <= date(2026, 10, 27) else 9
        runs = random.randint(0, 2) if day.weekday() > 4 else random.randint(busy // 2, busy + 6)
        failed = 6 if day == date(2026, 11, 10) else min(runs, random.choice((0, 0, 0, 1, 2)))
        partial = min(max(runs - failed, 0), random.choice((0, 1, 1, 2, 3)))
        days.append(SampleDay(day, complete=max(runs - failed - partial, 0), partial=partial, failed=failed))
    return days


def _runs() -> list[dict[str, Any]]:
    day, before = NOW.replace(hour=14, minute=31), NOW.replace(day=16, hour=23, minute=58)
    ingrid, mate = "Ingrid Valderrama-Koh", "Máté Őszi-Lindgren"
    first = [
        SampleRun(day, "Quarterly Client Review", Outcome.PARTIAL, 116, 4, 96, 842, ingrid, is_here=True),
        SampleRun(day - timedelta(hours=1), "Monthly Flash, Top 40", Outcome.COMPLETE, 40, 0, 40, 190, mate),
        SampleRun(
            day - timedelta(hours=2), "Capital Statement", Outcome.FAILED, 0, 9, 0, 70, "Tobias Ferncastle"
        ),
        SampleRun(day - timedelta(hours=3), "Estate Summary", Outcome.EMPTY, 0, 0, None, 4, mate),
    ]
    second = [
        SampleRun(before, HOSTILE_NAME, Outcome.CANCELED, 12, 0, None, 3840, ingrid),
        SampleRun(
            before - timedelta(hours=4),
            "Net Worth",
            Outcome.UNKNOWN,
            3,
            0,
            3,
            95,
            mate,
            status="PAUSED_BY_VENDOR",
        ),
    ]
    return [
        {"day": TODAY, "runs": first, "note": "4 of 14 runs match"},
        {"day": TODAY - timedelta(days=1), "runs": second, "note": "2 of 11 runs match"},
    ]


def _option(
    value: str, count: int | None = None, *, is_checked: bool = False, state: str = ""
) -> dict[str, Any]:
    return {
        "value": value,
        "label": "" if state else value,
        "state": state,
        "count": count,
        "is_checked": is_checked,
    }


def _filters() -> list[dict[str, Any]]:
    outcomes = [
        _option(each.value, 1071 - 200 * place, is_checked=each in {"partial", "failed"}, state=each.value)
        for place, each in enumerate(Outcome)
    ]
    creators = [_option(name) for name in ("Ingrid Valderrama-Koh", "Tobias Ferncastle", HOSTILE_NAME)]
    away = {"remove_url": "#p-lists"}
    return [
        {"name": "outcome", "label": "Outcome", "kind": "choices", "is_set": True, "options": outcomes,
         "value_text": "partial or failed", **away},
        {"name": "completed", "label": "Completed", "kind": "dates", "is_set": True, **away,
         "value_text": "Aug 20 to Nov 17, 2026", "name_from": "from", "value_from": "2026-08-20",
         "name_to": "to", "value_to": "2026-11-17", "hint": "Days in Eastern time."},
        {"name": "report", "label": "Report", "kind": "text", "placeholder": "Part of its name"},
        {"name": "creator", "label": "Creator", "kind": "one", "options": creators},
    ]  # fmt: skip


def _failures() -> list[dict[str, Any]]:
    g, f, a = "good", "failed", "absent"
    rows = (
        (
            "Wetherby Orchard Holdings LLC",
            "Private Investments Capital Statement",
            "chronic",
            [g] * 3 + [f] * 7,
            "Sep 2",
        ),
        ("Estate of Cornelius Abernathy-Wray", "Quarterly Client Review", "new", [g] * 9 + [f], "Today"),
        (
            "Björnsdóttir-Castellanos Family LP",
            "Quarterly Client Review",
            "flapping",
            [g, f, g, g, f] * 2,
            "Nov 3",
        ),
        ("Étienne-Kowalczyk Household", "Annual Tax Package", "healed", [a] * 4 + [g] * 4 + [f, g], "Oct 1"),
    )
    return [dict(zip(("client", "report", "kind", "marks", "since"), row, strict=True)) for row in rows]


def _jobs() -> list[dict[str, Any]]:
    return [
        {"state": "queued", "title": "Zip asked for; it starts within seconds", "poll_url": ""},
        {"state": "running", "title": "Fetching the zip: 138 of 214 MB", "done": 138, "total": 214,
         "detail": "5.2 MB/s, about 15 s left. You may leave this page; the zip will wait here.",
         "action_label": "Cancel", "action_url": "#p-feedback"},
        {"state": "running", "title": "Fetching the zip: 12 MB", "detail": "Addepar did not say its size."},
        {"state": "stored", "title": "Stored: 214 MB, 116 PDFs", "detail": "Verified Nov 17, 9:44 AM EST",
         "action_label": "Download zip", "action_url": "#p-feedback"},
        {"state": "failed", "title": "The zip came cut short: 98 of 214 MB.", "action_label": "Fetch again",
         "detail": "Addepar closed the connection after 61 s. Nothing was stored.",
         "action_url": "#p-feedback"},
    ]  # fmt: skip


def sample_context() -> dict[str, Any]:
    """Make all that the sheet shows. `now` is fixed, so that ages and pictures stay the same."""
    form = SampleForm(
        {"email": "i.valderrama@fennimore-ash.example", "mute_until": "2026-11-10", "reason": "vendor"}
    )
    form.is_valid()
    return {
        "now": NOW,
        "today": TODAY,
        "days": sample_days(),
        "quota_left": [("accent", 612)],
        "quota_window": [("accent", 4), ("look", 3), ("out", 12)],
        "quota_day": [("accent", 121), ("look", 74), ("fill", 96), ("out", 97)],
        "states": tuple(WORDS["states"].split()),
        "badges": ("complete", "partial", "failed", "canceled", "chronic", "flapping", "running", "stored"),
        "streaks": [row["marks"] for row in _failures()],
        "durations": [16, 15.2, 15.6, 14, 14.4, 13.6, 14.2, 12.8, 13.2, 12.4, 12.9, 12],
        "run_ended": NOW.replace(minute=31),
        "last_year": datetime(2025, 7, 20, 14, 15, tzinfo=UTC),
        "filters": _filters(),
        "hidden": [("sort", "completed")],
        "groups": _runs(),
        "failures": _failures(),
        "pages": {"text": "Rows 1 to 6 of 207", "newer_url": None, "older_url": "#p-lists"},
        "jobs": _jobs(),
        "form": form,
        "icons": tuple(WORDS["icons"].split()),
        "colours": tuple(WORDS["colours"].split()),
    }
