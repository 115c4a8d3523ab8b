"""Ticking deadlines off, and reminding of those that come: one mail a day, which names them all."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from enrollment.models import Cohort, DeadlineDone
from enrollment.queries import deadlines as queries
from training.accounts.models import Membership, User
from training.accounts.states import Role
from training.core import audit, mail, words
from training.core.errors import DomainError
from training.core.models import Complex

REMIND_FROM = time(8)  # in the complex's zone
REMIND_WITHIN = 3  # days


@transaction.atomic
def tick(cohort: Cohort, key: str, *, by: Any, now: datetime) -> DeadlineDone:
    """Say that what a deadline asks for is done. A second time changes nothing: the first person stands."""
    Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    _refuse_unknown(cohort, key, now=now)
    done, created = DeadlineDone.objects.get_or_create(
        cohort=cohort, key=key, defaults={"complex": cohort.complex, "done_at": now, "done_by": by}
    )
    if created:
        audit.record(cohort, "deadline done", by=by, at=now, facts={"deadline": key})
    return done


def _refuse_unknown(cohort: Cohort, key: str, *, now: datetime) -> None:
    if key not in {item.deadline.key for item in queries.of_cohorts([cohort], now=now)}:
        raise DomainError(_("This cohort has no such deadline any more. The calendar shows those that stand."))


@transaction.atomic
def untick(cohort: Cohort, key: str, *, by: Any, now: datetime) -> None:
    """Take a tick back; the records keep both."""
    if DeadlineDone.objects.filter(cohort=cohort, key=key).delete()[0]:
        audit.record(cohort, "deadline not done", by=by, at=now, facts={"deadline": key})


def remind(complex: Complex, *, now: datetime) -> int:
    """Mail each operator what is late or due within three days, once a day, from eight in the morning."""
    local = now.astimezone(complex.zone)
    if local.time() < REMIND_FROM:
        return 0
    due = queries.due(queries.of_cohorts(queries.live(complex), now=now), within=REMIND_WITHIN)
    if not due:
        return 0
    people = operators(complex)
    for person in people:
        with translation.override(person.language), timezone.override(complex.zone):
            context = {"lines": [_line(item) for item in due], "count": len(due), "link": reverse("enrollment:desk")}
        key = f"deadlines:{complex.pk}:{local.date().isoformat()}"
        mail.send("deadlines_due", to=person, context=context, complex=complex, now=now, key=key)
    return len(people)


def operators(complex: Complex) -> list[User]:
    """Who runs the cohorts day by day; the administrators where there is no operator."""
    held = Membership.objects.of(complex).current()
    for role in (Role.OPERATOR, Role.ADMIN):
        people = User.objects.filter(pk__in=held.filter(role=role).values("user_id"), is_active=True)
        if found := list(people.order_by("pk")):
            return found
    return []


def _line(item: queries.Item) -> str:
    facts = {
        "day": words.date_words(item.deadline.due_on),
        "until": item.until,
        "cohort": str(item.cohort),
        "sentence": item.sentence,
        "article": item.deadline.article,
    }
    return _("%(day)s (%(until)s) %(cohort)s: %(sentence)s %(article)s") % facts


def remind_all(*, now: datetime) -> int:
    """What beat calls: the operators of every complex."""
    return sum(remind(complex, now=now) for complex in Complex.objects.select_related("site"))
