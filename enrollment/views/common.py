"""What several views begin and end with."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from enrollment.models import Cohort, Session
from enrollment.permissions.attendance import may_keep_roll
from enrollment.permissions.cohorts import may_run
from enrollment.queries.concerned import trainee_ids
from enrollment.services import attempts
from enrollment.services.sessions import only_instructors
from training.accounts.services import access
from training.accounts.views import reasons
from training.core.errors import DomainError, Refused
from training.core.requests import Request


def refuse_others(request: Request) -> None:
    """The operator's desk is for operators."""
    if not may_run(request.user, request.complex):
        raise Refused(_("Only operators can open this. If you are one, ask the office for the role."))


def cohort_or_404(request: Request, cohort_id: int) -> Cohort:
    """A cohort of this complex, for its operators."""
    refuse_others(request)
    rows = Cohort.objects.of(request.complex).select_related("course", "program", "venue", "complex__site")
    return get_object_or_404(rows, pk=cohort_id)


def taught_cohort(request: Request, cohort_id: int) -> Cohort:
    """A cohort of this complex, for who teaches it now or runs the complex; another instructor's try is recorded."""
    rows = Cohort.objects.of(request.complex).select_related("course", "program", "complex__site")
    cohort: Cohort = get_object_or_404(rows, pk=cohort_id)
    if not may_keep_roll(request.user, cohort):
        why = "does not teach this cohort"
        attempts.refused(cohort, why, by=request.user, now=request.now, action=attempts.ASSESSMENT_REFUSED)
        raise only_instructors()
    return cohort


def paper(content: bytes, name: str) -> HttpResponse:
    """A PDF that was drawn here, to be saved."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def looked_at(request: Request, subject: Model, what: str, people: Iterable[int]) -> None:
    """Record that a page about other people was read."""
    if request.method == "GET":
        access.viewed(subject, what=what, people=people, by=request.user, now=request.now)


def taking_of_cohort(
    request: Request, cohort: Cohort, what: str, give: Callable[[], HttpResponse], *, back: str
) -> HttpResponse:
    """A file about everybody of a cohort, once its reason was given and recorded."""
    return reasons.taking(request, cohort, what=what, people=trainee_ids(cohort), give=give, back=back)


@contextmanager
def traced(session: Session, request: Request) -> Iterator[None]:
    """A refusal inside is kept in the audit trail of the session, by its kind alone, and goes on."""
    try:
        yield
    except DomainError as error:
        attempts.refused(session, type(error).__name__, by=request.user, now=request.now, action=attempts.MARK_REFUSED)
        raise


def posted(request: Request) -> QueryDict | None:
    """What was posted, however little: an empty post is a post."""
    return request.POST if request.method == "POST" else None


def tried(form: BaseForm, act: Callable[[], Any]) -> int:
    """Do what a valid form asks. Returns 0, or the status of the refusal, which then stands on the form."""
    if not form.is_valid():
        return 422
    try:
        act()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return error.status
    return 0
