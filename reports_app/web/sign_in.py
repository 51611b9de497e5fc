"""Signing in and out with a password. Single sign-on, second factors and lock-out are not here."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView


class SignInForm(AuthenticationForm):
    """The form of Django; it never says which of the two was wrong."""

    error_messages = {
        "invalid_login": "That username and password do not belong together. Capitals count in both.",
        "inactive": "This account is switched off. An admin can switch it on again.",
    }


# Django's view follows `next` only to this host, and takes sign-outs by POST only.
sign_in = LoginView.as_view(
    template_name="reports_app/sign_in/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
sign_out = LogoutView.as_view(next_page="sign_in")
