"""A person's own settings: time zone, clock, colours, keys. Names and rights are an admin's business."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports_app import conf
from reports_app.models import User

AMERICAN_ZONES = (
    ("America/New_York", "Eastern, New York"),
    ("America/Chicago", "Central, Chicago"),
    ("America/Denver", "Mountain, Denver"),
    ("America/Phoenix", "Mountain without summer time, Phoenix"),
    ("America/Los_Angeles", "Pacific, Los Angeles"),
    ("America/Anchorage", "Alaska, Anchorage"),
    ("Pacific/Honolulu", "Hawaii, Honolulu"),
)
FIRMS_OWN = "firm"
# Old aliases and abbreviations ("EST5EDT", "Etc/GMT+5") only confuse; every place has a region's name.
REGIONS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def zone_choices() -> list[Any]:
    """List the zones to choose from: the firm's own, the American ones by name, then every place."""
    places = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS)
    return [
        (FIRMS_OWN, f"The firm's own, {str(conf.firm_zone()).replace('_', ' ')}"),
        ("United States", list(AMERICAN_ZONES)),
        ("Every place", [("UTC", "UTC")] + [(zone, zone.replace("_", " ")) for zone in places]),
    ]


class SettingsForm(forms.ModelForm):
    time_zone_name = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        help_text="Every time is printed with its zone.",
    )
    clock = forms.ChoiceField(label="Clock", choices=User.Clock.choices, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label="Colors", choices=User.Theme.choices, widget=forms.RadioSelect)
    has_single_key_shortcuts = forms.BooleanField(
        label="Keys without Ctrl or Alt",
        required=False,
        help_text="/ to find, g r for runs, j and k through rows. Off helps who types by voice or switch.",
    )

    class Meta:
        model = User
        fields = ("time_zone_name", "clock", "theme", "has_single_key_shortcuts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["time_zone_name"] = self.initial.get("time_zone_name") or FIRMS_OWN

    def clean_time_zone_name(self) -> str:
        """Keep nothing where the firm's zone is chosen, so that it follows when the firm's changes."""
        chosen = str(self.cleaned_data["time_zone_name"])
        return "" if chosen == FIRMS_OWN else chosen


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show a person's settings, and save them."""
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Settings saved.")
        return redirect("account")
    return render(request, "reports_app/account/account.html", {"form": form})
