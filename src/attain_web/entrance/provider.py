"""Signing in with another provider (OIDC): its pages are left to allauth, and who comes in is decided here."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from attain_web.access.screens import ANYBODY, screen
from attain_web.actions.acting import Refused
from attain_web.actions.entering.subjects import account_of_subject
from attain_web.entrance.entering import come_in, come_in_wholly
from attain_web.entrance.slowing import slowed
from attain_web.entrance.views import shown_sign_in
from attain_web.shell.sending import Problem

WAY = "oidc"
FAILED = Problem("Signing in with your provider did not work", "Try again, or sign in with a password")


class KnownAlone(DefaultSocialAccountAdapter):
    """Allauth's door to who may come in: whoever has an account, and nobody whose account it would have to make."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let somebody in, or say why not; allauth itself goes no further."""
        raise ImmediateHttpResponse(_entered(request, sociallogin.account))

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say that it did not work, on the sign-in page."""
        del args, kwargs
        raise ImmediateHttpResponse(shown_sign_in(request, problem=FAILED, status=403))


@screen(ANYBODY)
@slowed
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the provider."""
    try:
        return views.login(request, provider_id)
    except (RequestException, KeyError, ValueError):
        return shown_sign_in(request, problem=FAILED, status=502)


@screen(ANYBODY)
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take whom the provider sends back."""
    try:
        return views.callback(request, provider_id)
    except (RequestException, KeyError, ValueError):
        return shown_sign_in(request, problem=FAILED, status=502)


def _entered(request: HttpRequest, found: Any) -> HttpResponse:
    said: dict[str, Any] = found.extra_data
    told, signed = said.get("userinfo") or {}, said.get("id_token") or {}
    if not signed or (told and told.get("sub") != signed.get("sub")):
        return shown_sign_in(request, problem=FAILED, status=403)  # what is told must be of whom was signed for
    known = signed | told
    mails = [str(known.get("email", ""))] if known.get("email_verified") in {True, "true"} else []
    try:
        account = account_of_subject(settings.OIDC_ID, str(signed["sub"]), mails)
    except Refused as refused:
        problem = Problem(refused.what[:1].upper() + refused.what[1:], refused.fix[:1].upper() + refused.fix[1:])
        return shown_sign_in(request, problem=problem, status=403)
    if settings.OIDC_IS_SECOND_FACTOR:
        return come_in_wholly(request, account, WAY, second=WAY)
    return come_in(request, account, WAY)
