"""Recording who looked at, or took out, what belongs to others: written before the answer leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction

from training.accounts.models import AccessedPerson, AccessRecord, User
from training.accounts.ports import Due
from training.core.models import Complex

KEPT = timedelta(
    days=731
)  # two years: 안전성 확보조치 기준 §8①, where health data is held; the database refuses earlier


@dataclass(frozen=True)
class Why:
    """The reason of a download: one of `AccessReason`, and words where they were given."""

    reason: str
    words: str = ""


def viewed(subject: models.Model, *, what: str, people: Iterable[int], by: User, now: datetime) -> AccessRecord | None:
    """Record that a page about these people was looked at. One's own data is nobody's to record: None."""
    return _record(subject, what=what, people=people, why=None, by=by, now=now)


def taken(
    subject: models.Model, *, what: str, people: Iterable[int], why: Why, by: User, now: datetime
) -> AccessRecord | None:
    """Record that what belongs to these people was taken out, and why."""
    return _record(subject, what=what, people=people, why=why, by=by, now=now)


@transaction.atomic
def _record(
    subject: models.Model, *, what: str, people: Iterable[int], why: Why | None, by: User, now: datetime
) -> AccessRecord | None:
    others = set(people) - {by.pk}
    if not others:
        return None
    complex_id: int = subject.pk if isinstance(subject, Complex) else subject.complex_id  # type: ignore[attr-defined]  # what is owned
    record = AccessRecord.objects.create(
        complex_id=complex_id,
        actor=by,
        what=what,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        taken=why is not None,
        reason=why.reason if why else "",
        words=why.words if why else "",
        at=now,
    )
    AccessedPerson.objects.bulk_create([AccessedPerson(record=record, person_id=pk) for pk in sorted(others)])
    return record


def due(complex: Complex, now: datetime) -> Due:
    """Records older than they are kept, and when the next one will be."""
    rows = AccessRecord.objects.of(complex)
    over = rows.filter(at__lte=now - KEPT).aggregate(n=models.Count("pk"), oldest=models.Min("at"))
    coming = rows.filter(at__gt=now - KEPT).aggregate(first=models.Min("at"))["first"]
    oldest = over["oldest"] and over["oldest"] + KEPT
    return Due(over["n"], oldest, coming and coming + KEPT)


@transaction.atomic
def destroy_due(now: datetime, *, most: int = 500) -> int:
    """Destroy a number of them, with the names of whom they were about. The monthly reviews stay, which name only readers."""
    keys = list(
        AccessRecord.objects.filter(at__lte=now - KEPT).order_by("at", "pk").values_list("pk", flat=True)[:most]
    )
    AccessedPerson.objects.filter(record__in=keys).delete()
    AccessRecord.objects.filter(pk__in=keys).delete()
    return len(keys)
