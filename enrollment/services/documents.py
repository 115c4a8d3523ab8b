"""Papers of applications: handed in, opened with a record, erased on time."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from enrollment.models import Admission, Application, Document
from enrollment.rules import requirements
from enrollment.services import private_files, uploads
from enrollment.states import ApplicationState, EnrollmentState
from training.core import audit
from training.core.errors import DomainError

MOST_PER_APPLICATION = 20
STALE_DRAFT = timedelta(days=30)


class Gone(DomainError):
    """The file is no longer what was handed in, or was erased."""

    status = 404


def hand_in(application: Application, key: str, *, name: str, raw: bytes, by: Any, now: datetime) -> Document:
    """Keep a clean copy of a paper while the application is a draft. A new one takes the place of the old."""
    _refuse_key(application, key)
    paper = uploads.clean(name, raw)
    path = private_files.keep(f"documents/{application.complex_id}", paper.content)
    with transaction.atomic():
        _refuse_unless_draft(application)
        for earlier in Document.objects.kept().filter(application=application, key=key):
            erase(earlier, by=by, now=now)
        document = Document.objects.create(
            complex_id=application.complex_id,
            application=application,
            key=key,
            name=paper.name,
            kind=paper.kind,
            size=len(paper.content),
            sha256=hashlib.sha256(paper.content).hexdigest(),
            path=path,
            uploaded_at=now,
        )
        audit.record(document, "handed in", by=by, at=now, facts={"key": key, "kind": paper.kind})
    return document


def _refuse_key(application: Application, key: str) -> None:
    asked = requirements.papers(Admission.of_program(application.cohort.program_id).documents)
    if key not in {paper.key for paper in asked}:
        raise DomainError(_("This paper is not asked for. Reload to see what is."))
    if Document.objects.filter(application=application).count() >= MOST_PER_APPLICATION:
        raise DomainError(_("So many files were sent already. Ask the office to take the paper another way."))


def _refuse_unless_draft(application: Application) -> None:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != ApplicationState.DRAFT:
        raise DomainError(_("Your application is submitted, so its papers stand. This page shows how it stands now."))


@transaction.atomic
def take_back(document: Document, *, by: Any, now: datetime) -> None:
    """An applicant removes a paper from a draft."""
    _refuse_unless_draft(document.application)
    erase(document, by=by, now=now)


def erase(document: Document, *, by: Any, now: datetime) -> None:
    """Erase a paper; the trail says which of the asked ones it was."""
    private_files.erase(document, by=by, now=now, facts={"key": document.key})


@transaction.atomic
def opened(document: Document, *, by: Any, now: datetime) -> bytes:
    """The bytes of a paper, for its applicant or an operator; that it was opened is recorded. Raises Gone."""
    if document.erased_at is not None:
        raise Gone(_("This paper was erased on schedule. Ask the applicant for it again if it is needed."))
    content = private_files.read(document.path, document.sha256)
    if content is None:
        raise Gone(_("This paper cannot be read as it was handed in. Ask the applicant to send it again."))
    audit.record(document, "opened", by=by, at=now, facts={"key": document.key})
    return content


def erase_due(*, now: datetime, most: int = 200) -> int:
    """Erase the papers whose time has come; a scheduled task asks daily. Returns how many.

    Papers serve the selection (PIPA §21): they go a program's number of days after the result, when an application is
    withdrawn, and with a draft that nobody touched for 30 days. Those of people in training stay until they leave or
    are decided about.
    """
    erased = 0
    rows = Document.objects.kept().select_related("application__cohort").order_by("pk")
    for document in rows.exclude(application__state=ApplicationState.APPLIED).iterator():
        if erased < most and is_due(document, now):
            erase(document, by=None, now=now)
            erased += 1
    return erased


def is_due(document: Document, now: datetime) -> bool:
    """Whether a paper's time has come."""
    application = document.application
    days = timedelta(days=Admission.of_program(application.cohort.program_id).document_days)
    if application.state == ApplicationState.DRAFT:
        return document.uploaded_at + STALE_DRAFT <= now and application.cohort.closes_at <= now
    if application.state == ApplicationState.WITHDRAWN:
        return True
    if application.state == ApplicationState.REJECTED:
        under_way = application.objections.filter(answered_at=None).exists()
        return not under_way and (application.decided_at or document.uploaded_at) + days <= now
    if application.state == ApplicationState.ENROLLED:
        return _training_over(application, days, now)
    return False


def _training_over(application: Application, days: timedelta, now: datetime) -> bool:
    training = application.cohort.enrollments.filter(trainee_id=application.applicant_id)
    under_way = Q(state=EnrollmentState.ENROLLED)
    ends_at = application.cohort.ends_on + days
    return not training.filter(under_way).exists() and now.date() >= ends_at
