"""Where a person was going, who needs a second factor, and the status of a refused form."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from training.accounts import permissions
from training.accounts.adapters import keep_onward
from training.accounts.queries import consents
from training.core.requests import Request

Answer = Callable[[Request], HttpResponse]
CONSENTS_SEEN = "consents_seen"
DESKS = ("/desk/", "/teach/", "/cms/")


def remember_onward(get_response: Answer) -> Answer:
    """Keeps `next` for a stranger across sign-up, confirmation and password reset, in this browser."""

    def middleware(request: Request) -> HttpResponse:
        # Nowhere else: whoever reads a form here reads its files too, before a view can say how large they may be.
        if request.path.startswith("/account/") and not request.user.is_authenticated:
            address = request.GET.get("next") or request.POST.get("next")
            if address and get_adapter(request).is_safe_url(address):
                keep_onward(request, address)
        return get_response(request)

    return middleware


def remember_roles(get_response: Answer) -> Answer:
    """A request that only reads asks once which roles its person holds."""

    def middleware(request: Request) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            asked = request.user
            request.user = SimpleLazyObject(lambda: _remembering(asked))
        return get_response(request)

    return middleware


def _remembering(user: Any) -> Any:
    user.roles_remembered = {}
    user.answers_remembered = {}  # what apps above ask of this person more than once
    return user


def staff_second_factor(get_response: Answer) -> Answer:
    """Outside DEMO, staff reach their desks only with a second factor (PIPA §29, 안전성 확보조치 기준)."""

    def middleware(request: Request) -> HttpResponse:
        if _lacks_second_factor(request):
            messages.warning(
                request, _("Staff accounts need a second factor. Set up an authenticator app, then go on to your desk.")
            )
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return get_response(request)

    return middleware


def cms_for_editors(get_response: Answer) -> Answer:
    """Refuses Wagtail's admin with a sentence. Wagtail would send people who are signed in to sign-in, for ever."""

    def middleware(request: Request) -> HttpResponse:
        if (
            request.path.startswith("/cms/")
            and request.user.is_authenticated
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            raise PermissionDenied(
                _("Only people who write lessons or pages can open this. Ask the office for the role.")
            )
        return get_response(request)

    return middleware


def consents_of_today(get_response: Answer) -> Answer:
    """Before their own desk, people read a required text that was replaced since they agreed (PIPA §15②).

    Asked once for each sign-in and day, on the way to /learn/ alone: nobody is kept from a lesson or a check-in by it.
    """

    def middleware(request: Request) -> HttpResponse:
        if request.path == "/learn/" and request.method == "GET" and request.user.is_authenticated and request.complex:
            today = f"{request.now:%Y-%m-%d}"
            if request.session.get(CONSENTS_SEEN) != today:
                if consents.owed(request.user, request.complex, now=request.now):
                    return HttpResponseRedirect(reverse("accounts:agree_again"))
                request.session[CONSENTS_SEEN] = today
        return get_response(request)

    return middleware


def _lacks_second_factor(request: Request) -> bool:
    return (
        settings.STAFF_SECOND_FACTOR
        and request.path.startswith(DESKS)
        and request.user.is_authenticated
        and permissions.is_staff(request.user)
        and not is_mfa_enabled(request.user)
    )


class RefusedForms:
    """Sign-in pages answer 422 for a refused form, and 429 where a limit was reached."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: Request, response: TemplateResponse) -> TemplateResponse:
        context: dict[str, Any] = response.context_data or {}
        form = context.get("form")
        if (
            isinstance(form, BaseForm)
            and form.errors
            and request.method == "POST"
            and response.status_code == 200
            and request.path.startswith("/account/")
        ):
            response.status_code = 429 if form.has_error("__all__", "too_many_login_attempts") else 422
        return response
