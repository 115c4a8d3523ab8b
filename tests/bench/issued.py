"""A cohort that completed, its batch, and what became of it: read again and again through faults of the database."""

import time
from datetime import date

from django.db import DatabaseError, connection
from django.db.models import Max

from certificates.models import Certificate, CertificateFile, IssueBatch, LogEntry
from certificates.services import batches, downloads
from certificates.states import CertificateState, LogEvent
from enrollment.models import Cohort, Decision, Enrollment
from enrollment.states import EnrollmentState
from tests import factories as ground
from tests.certificates import factories
from training.accounts.models import User
from training.core import clock
from training.core.models import Delivery

SURNAMES, FIRST = "김이박최정강조윤장임", "서연민준하윤지호도현수빈예은시우"


def begin(many: int) -> IssueBatch:
    """So many people with a decision in force, and the batch with its trial owed."""
    cohort = factories.finished_cohort(seats=many)
    operator = ground.UserFactory(name="담당자")
    completed(cohort, many, by=operator)
    return batches.start(cohort, by=operator, now=clock.now())


def completed(cohort: Cohort, many: int, *, by: User) -> list[Decision]:
    """So many people of the cohort, each with a decision in force."""
    policy = cohort.program.policies.get()
    people = User.objects.bulk_create(
        User(
            email=f"holder{number}@example.com",
            name=SURNAMES[number % 10] + FIRST[number % 16] + FIRST[(number // 16) % 16],
            birth_date=date(1999, 1 + number % 12, 1 + number % 28),
        )
        for number in range(many)
    )
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(
            complex=cohort.complex,
            cohort=cohort,
            trainee=person,
            enrolled_at=ground.NOW,
            state=EnrollmentState.COMPLETED,
        )
        for person in people
    )
    return Decision.objects.bulk_create(
        Decision(
            complex=cohort.complex, enrollment=enrollment, number=1, outcome=EnrollmentState.COMPLETED, policy=policy,
            evidence={"days": 40}, evidence_sha256="e" * 64, decided_at=ground.NOW, decided_by=by,
        )
        for enrollment in enrollments
    )  # fmt: skip


def after_trial(batch: IssueBatch) -> None:
    """Wait for the trial, look at it, then let the rest go on, as an operator does."""
    wait(1, 300)
    downloads.take(batch.certificates.get(), by=batch.started_by, now=clock.now())
    batches.go_on(IssueBatch.objects.get(pk=batch.pk), by=batch.started_by, now=clock.now())


def done() -> int:
    """How many are issued; -1 while the database does not answer."""
    try:
        return Certificate.objects.filter(state=CertificateState.ISSUED).count()
    except DatabaseError:
        connection.close()
        return -1


def wait(many: int, seconds: float) -> float:
    """Until so many are issued, or the time is over. Returns when that was."""
    until = time.monotonic() + seconds
    while done() < many and time.monotonic() < until:
        time.sleep(0.5)
    return time.monotonic()


def wait_for_mails(many: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while Delivery.objects.filter(sent_at__isnull=False).count() < many and time.monotonic() < until:
        time.sleep(0.5)


def counted() -> dict[str, int]:
    """What there is, and what there would be twice."""
    numbers = Certificate.objects.all()
    return {
        "numbers": numbers.count(),
        "different numbers": numbers.values("register", "number").distinct().count(),
        "number of the last": numbers.aggregate(last=Max("number"))["last"],
        "issued": numbers.filter(state=CertificateState.ISSUED).count(),
        "files": CertificateFile.objects.filter(number=1).values("certificate").distinct().count(),
        "files in all": CertificateFile.objects.count(),
        "leaves": LogEntry.objects.filter(event=LogEvent.ISSUE).values("certificate").distinct().count(),
        "leaves in all": LogEntry.objects.count(),
        "mails": Delivery.objects.filter(sent_at__isnull=False).count(),
        "batches unfinished": IssueBatch.objects.open().count(),
    }
