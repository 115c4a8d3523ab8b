"""The operator's pages: issuing to a cohort (screen 23), and one certificate."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certificates.models import Certificate, IssueBatch
from certificates.queries import board, facts, revocations, trail
from certificates.services import batches, candidates, designs, issuing
from certificates.states import BatchState, CertificateState, DesignKind
from enrollment.models import Cohort
from training.accounts.permissions import is_operator
from training.accounts.services import access
from training.accounts.states import Evidence
from training.core import words
from training.core.errors import Refused
from training.core.requests import Request

DECIDED = (DesignKind.COMPLETION, DesignKind.PARTICIPATION)  # issued to a cohort on a decision


def operators_only(request: Request) -> None:
    if not is_operator(request.user, request.complex):
        raise Refused(_("Only operators can open this. If you are one, ask the office for the role."))


def cohort_of(request: Request, cohort_id: int) -> Cohort:
    operators_only(request)
    rows = Cohort.objects.of(request.complex).select_related("course", "program", "venue", "complex")
    return get_object_or_404(rows, pk=cohort_id)


def certificate_of(request: Request, certificate_id: int) -> Certificate:
    operators_only(request)
    rows = Certificate.objects.of(request.complex).select_related(
        "complex", "person", "cohort__course", "superseded_by", "revoked_by", "decision", "enrollment"
    )
    return get_object_or_404(rows, pk=certificate_id)


@require_safe
def cohort(request: Request, cohort_id: int) -> HttpResponse:
    """Preview before, progress during, the register after; htmx asks for the part that moves."""
    found = cohort_of(request, cohort_id)
    context = _board(request, found, kind_of(request))
    if request.htmx:
        part = "_spoken" if request.GET.get("part") == "spoken" else "_progress"
        return render(request, f"certificates/desk/{part}.html", context)
    return render(request, "certificates/desk/cohort.html", context)


@require_POST
def start(request: Request, cohort_id: int) -> HttpResponse:
    """The trial of one; a second press shows the same batch."""
    found = cohort_of(request, cohort_id)
    kind = kind_of(request)
    batches.start(found, by=request.user, now=request.now, kind=kind)
    messages.success(request, _("The trial certificate is being made. Look at it before you issue the rest."))
    return _back(found, kind)


def rest(request: Request, cohort_id: int) -> HttpResponse:
    """The page that asks, and the press that issues the rest."""
    found = cohort_of(request, cohort_id)
    batch = _open_batch(found, kind_of(request))
    if request.method == "POST":
        batches.go_on(batch, by=request.user, now=request.now)
        return _back(found, batch.kind)
    remaining = candidates.due(found, kind=batch.kind, besides=batch)
    context = {
        "cohort": found,
        "batch": batch,
        "kind": batch.kind,
        "remaining": remaining,
        "trial": batch.certificates.with_file().first(),
        "is_looked_at": batches.is_looked_at(batch, by=request.user),
    }
    return render(request, "certificates/desk/rest.html", context)


@require_POST
def pause(request: Request, cohort_id: int) -> HttpResponse:
    return _act(request, cohort_id, batches.pause)


@require_POST
def resume(request: Request, cohort_id: int) -> HttpResponse:
    return _act(request, cohort_id, batches.resume)


@require_POST
def retry_failed(request: Request, cohort_id: int) -> HttpResponse:
    return _act(request, cohort_id, batches.retry_failed)


@require_POST
def retry(request: Request, certificate_id: int) -> HttpResponse:
    """Another try of one certificate."""
    found = certificate_of(request, certificate_id)
    issuing.retry(found, by=request.user, now=request.now)
    return redirect("certificates:cohort", found.cohort_id)


@require_safe
def certificate(request: Request, certificate_id: int) -> HttpResponse:
    """One certificate with its trail and what may be done."""
    found = certificate_of(request, certificate_id)
    access.viewed(found, what=Evidence.CERTIFICATE, people=[found.person_id], by=request.user, now=request.now)
    context = {
        "certificate": found,
        "rows": facts.full(found),
        "file": found.files.order_by("number").first(),
        "trail": trail.of(found),
        "is_issued": found.state == CertificateState.ISSUED,
        "is_intended": found.state == CertificateState.INTENDED,
    }
    return render(request, "certificates/desk/certificate.html", context)


def _act(request: Request, cohort_id: int, act: Callable[..., Any]) -> HttpResponse:
    found = cohort_of(request, cohort_id)
    kind = kind_of(request)
    act(_open_batch(found, kind), by=request.user, now=request.now)
    return _back(found, kind)


def kind_of(request: Request) -> str:
    """Which paper the page is about, as its address says; what makes no sense is the certificate of completion."""
    asked = request.GET.get("kind", "")
    return asked if asked in DECIDED else DesignKind.COMPLETION


def _back(cohort: Cohort, kind: str) -> HttpResponse:
    return redirect(f"{reverse('certificates:cohort', args=[cohort.pk])}?kind={kind}")


def _open_batch(cohort: Cohort, kind: str) -> IssueBatch:
    return get_object_or_404(IssueBatch.objects.open(), cohort=cohort, kind=kind)


def _board(request: Request, found: Cohort, kind: str) -> dict[str, Any]:
    """Everything of the page: the batch if there is one, and where everybody of the cohort stands."""
    batch = board.latest(found, kind)
    people = candidates.of_cohort(found, kind=kind)
    served = set(batch.certificates.values_list("enrollment_id", flat=True)) if batch else set()
    due = [person for person in people if person.is_due]
    given = board.given(found)
    remaining = [person for person in due if person.enrollment.pk not in served]
    is_open = batch is not None and batch.state != BatchState.FINISHED
    progress = board.progress(batch, remaining=len(remaining) if is_open else 0) if batch else None
    return {
        "cohort": found,
        "kind": kind,
        "kinds": [(value, DesignKind(value).label) for value in DECIDED],
        "batch": batch,
        "is_open": is_open,
        "is_trial": batch is not None and batch.state == BatchState.TRIAL,
        "progress": progress,
        "sentence": board.sentence(progress, time=words.time24(request.now)) if progress else "",
        "due": due,
        "first": due[0] if due else None,
        "design": designs.latest(found.complex, kind=kind),
        "blocked": [person for person in people if person.obstacles],
        "standing": [person for person in people if person.certificate],
        "register": given,
        "is_standing": any(row.state == CertificateState.ISSUED for row in given),
        "revocations": revocations.open_of(found),
        "tab": "certificates",
    }
