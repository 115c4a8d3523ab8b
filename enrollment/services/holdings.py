"""What this app does with a person's data when they ask: a copy, an erasure, and the merge of two accounts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Application, CalendarFeed, Document, Enrollment, Message, Seat
from enrollment.queries import held as queries
from enrollment.services import private_files
from training.accounts.ports import Copied, Files, Held
from training.core import audit
from training.core.clock import day_of
from training.core.models import Complex

ERASED = "–"  # the constraint wants a text, and the thread its order


class EnrollmentHoldings:
    """Applications, training and the papers of both."""

    def held(self, person: Any, complex: Complex, *, now: datetime) -> list[Held]:
        return queries.held(person, complex, now=now)

    def copied(self, person: Any, complex: Complex, *, now: datetime) -> Copied:
        return Copied("training", queries.copy(person, complex), lambda: _files(person, complex))

    def obstacles(self, person: Any, complex: Complex, *, now: datetime) -> list[str]:
        in_training, waits = queries.under_way(person, complex)
        return [
            *([_("The person is in training now. End the training first, with its reason.")] if in_training else []),
            *([_("An application waits for its answer. It must be withdrawn or decided first.")] if waits else []),
        ]

    @transaction.atomic
    def erase(self, person: Any, complex: Complex, *, by: Any, now: datetime) -> dict[str, int]:
        """Papers of applications, what was written in applications without training, questions, the calendar."""
        documents = Document.objects.of(complex).kept().filter(application__applicant=person)
        gone = {"documents": documents.count()}
        for document in documents:
            private_files.erase(document, by=by, now=now, facts={"key": document.key})
        gone["applications"] = _emptied(person, complex)
        texts = Message.objects.of(complex).filter(author=person, by_trainee=True).exclude(text=ERASED)
        gone["questions"] = texts.update(text=ERASED)
        CalendarFeed.objects.of(complex).filter(person=person, ended_at=None).update(ended_at=now)
        gone |= self._after_the_law(person, complex, by=by, now=now)
        return gone

    def _after_the_law(self, person: Any, complex: Complex, *, by: Any, now: datetime) -> dict[str, int]:
        """Files that prove training go too, where the five years are over."""
        until = queries.kept_until(person, complex)
        if until is not None and day_of(now, complex.zone) <= until:
            return {}
        standing = [row for _name, row in queries.files(person, complex)]
        for row in standing:
            private_files.erase(row, by=by, now=now)
        return {"papers": len(standing)}

    def rests_on(self, person: Any) -> bool:
        return Enrollment.objects.filter(trainee=person).exists()

    def people(self, complex: Complex) -> Iterable[int]:
        applied = Application.objects.of(complex).order_by().values_list("applicant", flat=True)
        trained = Enrollment.objects.of(complex).order_by().values_list("trainee", flat=True)
        return applied.union(trained)

    def clashes(self, stays: Any, goes: Any) -> list[str]:
        """Both in one cohort, or both applied to it: what happened to whom could not be told apart afterwards."""
        trained = Enrollment.objects.filter(trainee=goes).filter(cohort__enrollments__trainee=stays)
        applied = Application.objects.filter(applicant=goes).filter(cohort__applications__applicant=stays)
        seated = (
            Seat.objects.held().filter(person=goes).filter(pool__seats__person=stays, pool__seats__released_at=None)
        )
        found = []
        for cohort in sorted({*(row.cohort for row in _of(trained)), *(row.cohort for row in _of(applied))}, key=str):
            found.append(
                _("Both hold a seat in or applied to %(cohort)s. End one of the two there first.") % {"cohort": cohort}
            )
        if not found and seated.exists():
            found.append(_("Both hold a seat in the same pool. Give one of the two back first."))
        return found

    @transaction.atomic
    def move(self, stays: Any, goes: Any, *, by: Any, now: datetime) -> dict[str, int]:
        """Enrollments bring their ledger, lessons, quizzes and skills with them, since these hang on the enrollment."""
        for row in Enrollment.objects.filter(trainee=goes):
            audit.record(row, "moved to another account", by=by, at=now, facts={"from": goes.pk, "to": stays.pk})
        moved = {
            "applications": Application.objects.filter(applicant=goes).update(applicant=stays),
            "enrollments": Enrollment.objects.filter(trainee=goes).update(trainee=stays),
            "seats": Seat.objects.filter(person=goes).update(person=stays),
            "questions": Message.objects.filter(author=goes, by_trainee=True).update(author=stays),
        }
        CalendarFeed.objects.filter(person=goes).update(ended_at=now)
        return moved


def _files(person: Any, complex: Complex) -> Files:
    for name, row in queries.files(person, complex):
        content = private_files.content(row)
        if content is not None:
            yield name, content


def _emptied(person: Any, complex: Complex) -> int:
    """What somebody wrote about themselves in applications without training; that they applied stays, as a number."""
    rows = queries.untrained(person, complex).exclude(motivation="", card_number="", reason="")
    return rows.update(motivation="", card_number="", reason="")


def _of(rows: Any) -> Any:
    return rows.select_related("cohort__course").distinct()
