"""All that a person was ever enrolled in here, read once for the panels of their desk."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from enrollment.models import Dismissal, Enrollment, ThreadReading
from enrollment.models.people import STAYED
from enrollment.states import ThreadState
from training.core.models import Complex


def enrollments(user: Any, complex: Complex) -> list[Enrollment]:
    """The newest first, each with `stayed`, `has_dismissals` and its questions as `asked`, `waiting` and `unread`.

    One query, and none where the same reading request asked before.
    """
    remembered: dict[Any, list[Enrollment]] = getattr(user, "answers_remembered", {})
    key = ("own enrollments", complex.pk)
    if key not in remembered:
        remembered[key] = _asked(user, complex)
    return remembered[key]


def _asked(user: Any, complex: Complex) -> list[Enrollment]:
    read = ThreadReading.objects.filter(thread=OuterRef("threads__pk"), person=user).values("number")
    unread = Q(threads__last_number__gt=F("read_number"))
    rows = (
        Enrollment.objects.of(complex)
        .filter(trainee=user)
        .select_related("cohort__course", "cohort__complex", "sponsor")
    )
    counted = rows.alias(read_number=Coalesce(Subquery(read), Value(0))).annotate(
        stayed=STAYED,
        has_dismissals=Exists(Dismissal.objects.filter(enrollment=OuterRef("pk"))),
        asked=Count("threads"),
        waiting=Count("threads", filter=Q(threads__state=ThreadState.OPEN, threads__last_by_trainee=True)),
        unread=Count("threads", filter=unread),
    )
    return list(counted.order_by("-pk"))
