"""Revoking several certificates at the desk: proposed by one, decided by another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.forms import ReasonForm, RevokeSeveralForm
from certificates.models import Certificate, Revocation
from certificates.queries import revocations as queries
from certificates.services import revocations
from certificates.states import CertificateState
from certificates.views.desk import cohort_of, operators_only
from training.core.requests import Request


@require_safe
def index(request: Request) -> HttpResponse:
    """What waits for a second person, and what was decided."""
    operators_only(request)
    return render(request, "certificates/desk/revocations.html", queries.board(request.complex))


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, cohort_id: int) -> HttpResponse:
    """Choose certificates of a cohort and say why; nothing is revoked before another operator agrees."""
    found = cohort_of(request, cohort_id)
    standing = Certificate.objects.filter(cohort=found, state=CertificateState.ISSUED).select_related("person")
    form = RevokeSeveralForm(request.POST or None, standing=list(standing))
    if request.method == "POST" and form.is_valid():
        made = revocations.propose(found, by=request.user, now=request.now, **form.cleaned_data)
        messages.success(request, _("Proposed. Nothing is revoked until another operator confirms it."))
        return redirect("certificates:revocation", made.pk)
    context = {"cohort": found, "form": form, "standing": standing, "tab": "certificates"}
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/desk/revoke_several.html", context, status=status)


@require_safe
def revocation(request: Request, revocation_id: int) -> HttpResponse:
    """One proposal: which certificates, the reasons, and what this reader may do."""
    found = _of(request, revocation_id)
    context = {"page": queries.page(found, request.user), "revocation": found, "form": ReasonForm()}
    return render(request, "certificates/desk/revocation.html", context)


@require_POST
def confirm(request: Request, revocation_id: int) -> HttpResponse:
    found = _of(request, revocation_id)
    revoked = revocations.confirm(found, by=request.user, now=request.now)
    said = ngettext("%(n)d certificate is revoked.", "%(n)d certificates are revoked.", len(revoked))
    messages.success(request, said % {"n": len(revoked)})
    return redirect("certificates:revocation", found.pk)


@require_POST
def decline(request: Request, revocation_id: int) -> HttpResponse:
    """With a reason, which the one who proposed it reads."""
    found = _of(request, revocation_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = {"page": queries.page(found, request.user), "revocation": found, "form": form}
        return render(request, "certificates/desk/revocation.html", context, status=422)
    revocations.decline(found, by=request.user, now=request.now, reason=form.cleaned_data["reason"])
    messages.success(request, _("Declined. Nothing was revoked."))
    return redirect("certificates:revocation", found.pk)


@require_POST
def withdraw(request: Request, revocation_id: int) -> HttpResponse:
    found = _of(request, revocation_id)
    revocations.withdraw(found, by=request.user, now=request.now)
    messages.success(request, _("Taken back. Nothing was revoked."))
    return redirect("certificates:revocation", found.pk)


def _of(request: Request, revocation_id: int) -> Revocation:
    operators_only(request)
    return get_object_or_404(queries.of_complex(request.complex), pk=revocation_id)
