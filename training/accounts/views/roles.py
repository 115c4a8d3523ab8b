"""Who works here: roles granted and revoked by operators, with their history."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from training.accounts import permissions
from training.accounts.forms import GrantForm, RevokeForm
from training.accounts.models import Membership
from training.accounts.queries import roles
from training.accounts.services import memberships
from training.core.errors import DomainError
from training.core.requests import Request


@require_safe
def people(request: Request) -> HttpResponse:
    permissions.demand_operator(request.user, request.complex)
    return _people(request, GrantForm(complex=request.complex, by=request.user))


@require_POST
def grant_role(request: Request) -> HttpResponse:
    permissions.demand_operator(request.user, request.complex)
    form = GrantForm(request.POST, complex=request.complex, by=request.user)
    if not form.is_valid():
        return _people(request, form, status=422)
    try:
        membership = memberships.grant(
            form.cleaned_data["email"],
            organization=form.cleaned_data["organization"],
            role=form.cleaned_data["role"],
            by=request.user,
            now=request.now,
        )
    except DomainError as error:
        form.add_error(error.field, str(error))
        return _people(request, form, status=error.status)
    messages.success(request, _("%(person)s: the role is granted.") % {"person": membership.user})
    return redirect("accounts:people")


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_role(request: Request, membership_id: int) -> HttpResponse:
    permissions.demand_operator(request.user, request.complex)
    membership = get_object_or_404(
        Membership.objects.of(request.complex).select_related("user", "organization__complex"), pk=membership_id
    )
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        memberships.revoke(membership, by=request.user, now=request.now, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(person)s: the role is taken away.") % {"person": membership.user})
        return redirect("accounts:people")
    context = {"form": form, "membership": membership}
    return render(request, "accounts/revoke.html", context, status=422 if form.is_bound else 200)


def _people(request: Request, form: GrantForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "memberships": roles.current(request.complex),
        "history": roles.history(request.complex),
    }
    return render(request, "accounts/people.html", context, status=status)
