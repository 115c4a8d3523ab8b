"""One act on many applications: a notice, a tag, or the same decision for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Application, ApplicationTag, Cohort, CohortNotice
from enrollment.queries import applications as queries
from enrollment.queries.audience import Reader
from enrollment.services import notices
from training.core import audit
from training.core.errors import DomainError

MOST = 500


@dataclass(frozen=True)
class Outcome:
    """Who was done, and why the others were not."""

    done: list[Application]
    refused: list[tuple[Application, str]]


def _refuse_none_or_too_many(applications: Sequence[Application]) -> None:
    if not applications:
        raise DomainError(_("Nobody is chosen. Tick at least one person in the list."))
    if len(applications) > MOST:
        raise DomainError(_("More than %(most)d people at once. Filter the list first.") % {"most": MOST})


def refuse_under_review(applications: Sequence[Application]) -> None:
    """A decision about many reaches nobody whose review is open."""
    count = sum(queries.is_reviewed(application) for application in applications)
    if count:
        raise DomainError(
            ngettext(
                "%(n)d of those ticked is under review, and all results come out together. Decide on the selection page.",
                "%(n)d of those ticked are under review, and all results come out together. Decide on the selection page.",
                count,
            )
            % {"n": count}
        )


@transaction.atomic
def notify(
    cohort: Cohort, applications: Sequence[Application], *, subject: str, text: str, by: Any, now: datetime
) -> CohortNotice:
    """Write to these applicants: one mail each, kept with what it said."""
    _refuse_none_or_too_many(applications)
    readers = [Reader(application.applicant_id, cohort.pk) for application in applications]
    writing = notices.Writing(subject=subject, text=text)
    return notices.send([cohort], writing, readers=readers, by=by, now=now)


@transaction.atomic
def tag(
    cohort: Cohort, applications: Sequence[Application], *, tag: str, by: Any, now: datetime
) -> list[ApplicationTag]:
    """Put a word on these applications; who has it keeps it. Returns the new ones, which can be taken back."""
    _refuse_none_or_too_many(applications)
    have = set(
        ApplicationTag.objects.filter(application__in=applications, tag=tag).values_list("application", flat=True)
    )
    new = [
        ApplicationTag(complex=cohort.complex, application=application, tag=tag, added_at=now, added_by=by)
        for application in applications
        if application.pk not in have
    ]
    ApplicationTag.objects.bulk_create(new)
    audit.record(
        cohort, "tagged", by=by, at=now, facts={"tag": tag, "applications": [row.application_id for row in new]}
    )
    return new


@transaction.atomic
def untag(cohort: Cohort, *, tag: str, added_at: datetime, by: Any, now: datetime) -> int:
    """Take back what one act of tagging put on. Returns from how many."""
    rows = ApplicationTag.objects.filter(application__cohort=cohort, tag=tag, added_at=added_at, added_by=by)
    count = rows.delete()[0]
    if count:
        audit.record(cohort, "tags taken back", by=by, at=now, facts={"tag": tag, "count": count})
    return count


def decide(
    applications: Sequence[Application], service: Callable[..., Any], *, reason: str, by: Any, now: datetime
) -> Outcome:
    """The same decision for each, one after the other; who cannot be decided so stays as they are, with the sentence."""
    _refuse_none_or_too_many(applications)
    done, refused = [], []
    for application in applications:
        try:
            service(application, by=by, reason=reason, now=now)
            done.append(application)
        except DomainError as error:
            refused.append((application, str(error)))
    return Outcome(done, refused)
