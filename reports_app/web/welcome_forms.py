"""The form that connects a firm. What was typed as a key is never printed again, not even in an error."""

from typing import Any

from django import forms

from reports_app.access.secrets import FirmKey

from .welcome_address import AddressRefused, read_address

SECRET_FIELDS = ("api_key", "api_secret", "access_token")


class SecretField(forms.CharField):
    """A value that is hidden on the screen and never rendered; no password manager is asked.

    It is needed unless the other way is taken: FirmForm.clean sees both ways.
    """

    def __init__(self, **options: Any) -> None:
        attributes = {
            "autocomplete": "off",
            "spellcheck": "false",
            "data-1p-ignore": "",
            "data-lpignore": "true",
        }
        widget = forms.PasswordInput(attrs=attributes, render_value=False)
        super().__init__(widget=widget, max_length=4000, **options)

    def validate(self, value: Any) -> None:
        """Let nothing pass as well."""


class AddressInput(forms.TextInput):
    """Prints what was typed, unless somebody wrote a password into the address."""

    def format_value(self, value: Any) -> str | None:
        """Return the text to print."""
        return None if "@" in str(value or "") else super().format_value(value)


class FirmForm(forms.Form):
    """Address, number and key of a firm. Give the host suffixes that a key may be sent to."""

    base_url = forms.CharField(
        label="Address of your firm at Addepar",
        max_length=300,
        help_text="What you see in the browser when you use Addepar: https://yourfirm.addepar.com.",
        error_messages={"required": "Write the address, for example https://yourfirm.addepar.com."},
        widget=AddressInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    firm_id = forms.RegexField(
        r"^[0-9]{1,20}$",
        label="Firm number",
        help_text="Addepar calls it the firm id, and shows it where an API key is made.",
        error_messages={
            "required": "Write the firm's number at Addepar.",
            "invalid": "The firm's number holds digits only, for example 1234.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label="Name of your firm",
        max_length=200,
        required=False,
        help_text="As your people should read it here.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    api_key = SecretField(label="API key")
    api_secret = SecretField(label="API secret", help_text="Addepar shows it once, when the key is made.")
    access_token = SecretField(label="Access token", help_text="The Bearer token of an OAuth application.")
    use_required_attribute = False

    def __init__(self, *args: Any, host_suffixes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._host_suffixes = host_suffixes

    def clean_base_url(self) -> str:
        """Return the base URL of the API."""
        try:
            return read_address(self.cleaned_data["base_url"], host_suffixes=self._host_suffixes)
        except AddressRefused as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean(self) -> dict[str, Any]:
        """Ask for one way to sign in to Addepar, whole."""
        given = {name: bool(self.cleaned_data.get(name)) for name in SECRET_FIELDS}
        if given["access_token"] and (given["api_key"] or given["api_secret"]):
            self.add_error("access_token", "Give the access token or the key with its secret, not both.")
        elif not given["access_token"]:
            if not given["api_key"]:
                self.add_error("api_key", "Enter the API key, or an access token instead.")
            if not given["api_secret"]:
                self.add_error("api_secret", "Enter the secret that belongs to the key.")
        return self.cleaned_data

    @property
    def key(self) -> FirmKey:
        """Return what was typed, of a valid form."""
        return FirmKey(**{name: self.cleaned_data[name] for name in SECRET_FIELDS})
