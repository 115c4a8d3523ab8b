"""The person's own page: details, consents, what is held."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from training.accounts import ports
from training.accounts.forms import DetailsForm
from training.accounts.models import Consent, ConsentText
from training.accounts.queries import profile as queries
from training.accounts.services import consents, people
from training.core.clock import day_of
from training.core.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    """Show the person's details, and save what they change."""
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        today=day_of(request.now, request.complex.zone),
        is_recorded=ports.rests_on(request.user),
        initial={name: getattr(request.user, name) for name in people.DETAILS},
    )
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    context = {"form": form, **queries.page(request.user, request.complex, now=request.now)}
    return render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


def _saved(request: Request, form: DetailsForm) -> HttpResponse:
    changed = people.change_details(request.user, by=request.user, now=request.now, **form.cleaned_data)
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("Your details are saved.") if changed else _("Nothing was different."))
        if "name" in changed:
            messages.info(request, _("Certificates already issued keep the name they were issued with."))
        for notice in form.notices:
            messages.info(request, notice)
    response = redirect("accounts:profile")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=31_536_000, samesite="Lax"
    )
    return response


@require_POST
def withdraw_consent(request: Request, consent_id: int) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.of(request.complex), pk=consent_id, user=request.user)
    consents.withdraw(consent, by=request.user, now=request.now)
    messages.success(request, _("Your consent is taken back."))
    return redirect("accounts:profile")


@require_POST
def give_consent(request: Request, text_id: int) -> HttpResponse:
    text = get_object_or_404(ConsentText.objects.of(request.complex), pk=text_id)
    queries.demand_in_force(text, now=request.now)
    consents.give(request.user, [text], now=request.now)
    messages.success(request, _("Your consent is recorded."))
    return redirect("accounts:profile")
