"""What those concerned are told when something published changes: one mail each, in their language."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from enrollment.models import Cohort
from enrollment.queries import feeds
from enrollment.queries.concerned import concerned, is_published
from enrollment.queries.timetable_words import Change, instructors, plan_lines
from training.accounts.models import User
from training.core import mail, words


def timetable_changed(cohort: Cohort, changes: Sequence[Change], *, key: object, now: datetime) -> int:
    """Tell everybody concerned what became of which sessions. Nobody is told of a plan that nobody saw."""
    if not is_published(cohort):
        return 0
    people = concerned(cohort, also=instructors(changes)).people  # type: ignore[arg-type]  # instructors are users
    lines = lambda: {"lines": [change.sentence for change in changes]}  # noqa: E731 - words are made per reader
    return tell("timetable_changed", cohort, people, facts=lines, key=key, now=now)


def plan_changed(before: Cohort, after: Cohort, *, key: object, now: datetime) -> int:
    """Tell everybody concerned of new days or another venue of a published cohort (운영규정 §27②)."""
    if not is_published(after) or not plan_lines(before, after):
        return 0
    lines = lambda: {"lines": plan_lines(before, after)}  # noqa: E731 - words are made per reader
    return tell("plan_changed", after, concerned(after).people, facts=lines, key=key, now=now)


def tell(
    kind: str,
    cohort: Cohort,
    people: Iterable[User],
    *,
    facts: Callable[[], dict[str, Any]],
    key: object,
    now: datetime,
    attach: Sequence[str] = feeds.ATTACHED,
) -> int:
    """Owe one mail to each; the same key again sends nothing. Returns to how many."""
    told = list(people)
    for person in told:
        with translation.override(person.language), timezone.override(cohort.complex.zone):
            context = {
                "name": str(person),
                "course": str(cohort.course),
                "cohort": cohort.label,
                "first_day": words.date_words(cohort.starts_on),
                "link": reverse("enrollment:public_timetable", args=[cohort.pk]),
                **facts(),
            }
        mail.send(
            kind, to=person, context=context, complex=cohort.complex, now=now, key=f"{kind}:{cohort.pk}:{key}",
            attach=attach,
        )  # fmt: skip
    return len(told)
