"""How allauth speaks to our accounts: sentences, addresses, senders and secrets."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from training.accounts.queries import consents
from training.core import mail
from training.core.requests import Request

ONWARD = "onward"
ONWARD_SECONDS = 86_400


def keep_onward(request: Request, address: str) -> None:
    """Note in the session where a stranger was going when sign-in came in between."""
    request.session[ONWARD] = [address, request.now.timestamp()]


def take_onward(request: Request) -> str | None:
    """The noted address, once; None when there is none or it is older than a day."""
    kept = request.session.pop(ONWARD, None)
    if not kept or request.now.timestamp() - kept[1] > ONWARD_SECONDS:
        return None
    return str(kept[0])


class AccountAdapter(DefaultAccountAdapter):
    """Everybody may sign up; the role comes later, from an application or a membership."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask the office if this is a mistake."),
        "cannot_remove_primary_email": _("This is your main address. Make another address the main one first."),
        "duplicate_email": _("This address is already on your account."),
        "email_password_mismatch": _("The e-mail address and the password do not match an account."),
        "email_taken": _("This address belongs to another account."),
        "enter_current_password": _("Enter your current password."),
        "incorrect_code": _("The code is not right. Enter the newest one."),
        "incorrect_password": _("The password is not right."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "max_email_addresses": _("An account holds at most %d addresses. Remove one first."),
        "too_many_login_attempts": _(
            "Too many tries with this address. Try again in five minutes, or reset the password."
        ),
        "unverified_primary_email": _("Confirm this address first, then make it the main one."),
        "rate_limited": _("Too many tries. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: Request) -> bool:
        """Nobody's data is collected where no text to agree to is in force (PIPA §15②)."""
        return request.complex is not None and bool(consents.asked_at_sign_up(request.complex, now=request.now))

    def get_login_redirect_url(self, request: Request) -> str:
        return take_onward(request) or resolve_url(settings.LOGIN_REDIRECT_URL)

    def post_login(self, request: Request, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        take_onward(request)  # an address given along has gone first
        return response

    def get_email_confirmation_url(self, request: Request, emailconfirmation: Any) -> str:
        """The link carries where the person was going, for mail that is read on another device."""
        address = super().get_email_confirmation_url(request, emailconfirmation)
        going = get_next_redirect_url(request)
        return f"{address}?{urlencode({'next': going})}" if going else address

    def get_from_email(self) -> str:
        return mail.sender(context.request.complex)

    def format_email_subject(self, subject: str) -> str:
        return f"[{context.request.complex or settings.WAGTAIL_SITE_NAME}] {force_str(subject)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps secrets of authenticator apps encrypted; the key is derived from SECRET_KEY and its fallbacks."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("An account with a second factor keeps its addresses. Remove the second factor first."),
        "incorrect_code": _("The code is not right. Enter the newest one."),
        "unverified_email": _("Confirm your e-mail address first, then set up a second factor."),
    }

    def get_totp_issuer(self) -> str:
        return str(context.request.complex or settings.WAGTAIL_SITE_NAME)

    def encrypt(self, text: str) -> str:
        return _secrets().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _secrets().decrypt(encrypted_text.encode()).decode()


def _secrets() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(b"second factor:" + key.encode()).digest())) for key in keys])
