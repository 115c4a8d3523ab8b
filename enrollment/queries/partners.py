"""What an employer's manager may see: seats agreed, people nominated, and progress only of those who agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.models import LessonEdition
from enrollment.models import Cohort, Enrollment, LessonProgress, Nomination, Share
from enrollment.ports import certificate_states
from enrollment.queries import attendance
from enrollment.rules.attendance import Summary
from enrollment.rules.days import CREDITED
from enrollment.states import NominationState
from training.accounts.models import Membership, Organization, User
from training.accounts.states import ConsentKey, Role
from training.core import clock
from training.core.models import Complex

CONSENT = ConsentKey.SPONSOR
SHOWN_AFTER_END = timedelta(days=365)  # the text: at most one year after the training ends
CERTIFICATES_SINCE = 2  # the version of the text that names the state of the certificate
KINDS = {
    NominationState.INVITED: "warn",
    NominationState.ACCEPTED: "ok",
}


def organizations(user: Any, complex: Complex) -> list[Organization]:
    """The organizations for which this person is the manager now."""
    held = Membership.objects.holding(user, complex, Role.MANAGER).values("organization")
    return list(Organization.objects.of(complex).filter(pk__in=held))


def managers(organization: Organization) -> list[User]:
    """Who manages training for an organization now."""
    held = Membership.objects.current().filter(organization=organization, role=Role.MANAGER)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


@dataclass(frozen=True)
class Seen:
    """What one employer sees of one person who agreed to it. Reasons of absence, scores and papers never stand here."""

    summary: Summary
    lessons: int
    of_lessons: int
    completion: str
    certificate: str  # empty where the text agreed to does not name it

    @property
    def unit(self) -> str:
        return _("days") if self.summary.basis == "days" else _("hours")

    @property
    def attended(self) -> int:
        return self.summary.credited if self.summary.basis == "days" else self.summary.credited // 60

    @property
    def held(self) -> int:
        return self.summary.done if self.summary.basis == "days" else self.summary.done // 60


@dataclass(frozen=True)
class Row:
    """One nominee or sponsored trainee. `seen` is None without their consent."""

    name: str
    email: str
    cohort: Cohort
    organization: Organization
    state: str
    word: str
    nomination: Nomination | None
    enrollment: Enrollment | None
    seen: Seen | None

    @property
    def kind(self) -> str:
        return KINDS.get(NominationState(self.state), "plain")

    @property
    def may_withdraw(self) -> bool:
        return self.state == NominationState.INVITED


@dataclass(frozen=True)
class People:
    """Everybody an employer knows of, and how many it does not: who named it as sponsor and did not agree to be seen."""

    rows: list[Row]
    unnamed: int

    @property
    def shown(self) -> int:
        return sum(row.seen is not None for row in self.rows)


def people(theirs: list[Organization], *, now: datetime) -> People:
    """Nominees and sponsored trainees; the number of queries grows with the cohorts, not with the people."""
    nominations = list(
        Nomination.objects.filter(agreement__organization__in=theirs)
        .select_related("agreement__organization", "cohort__course", "cohort__complex", "person")
        .order_by("-cohort", "name", "pk")
    )
    enrollments = _enrollments(theirs)
    seen = _seen(enrollments, now=now)
    by_person = {(row.trainee_id, row.cohort_id, row.sponsor_id): row for row in enrollments}
    rows, known = [], set()
    for nomination in nominations:
        key = (nomination.person_id, nomination.cohort_id, nomination.agreement.organization_id)
        enrollment = by_person.get(key)  # type: ignore[arg-type]  # nobody's key is no key
        known.add(enrollment.pk if enrollment else 0)
        rows.append(_of_nomination(nomination, enrollment, seen.get(enrollment.pk) if enrollment else None))
    others = [row for row in enrollments if row.pk not in known]
    rows += [_of_enrollment(row, seen[row.pk]) for row in others if row.pk in seen]
    return People(rows, sum(row.pk not in seen for row in others))


def _enrollments(theirs: Iterable[Organization]) -> list[Enrollment]:
    rows = Enrollment.objects.filter(sponsor__in=theirs).select_related(
        "trainee", "sponsor", "cohort__course", "cohort__program", "cohort__complex"
    )
    return list(rows.order_by("-cohort", "trainee__name", "pk"))


def _of_nomination(nomination: Nomination, enrollment: Enrollment | None, seen: Seen | None) -> Row:
    erased = pgettext("name", "(erased)")
    return Row(
        name=nomination.name or erased,
        email=nomination.email,
        cohort=nomination.cohort,
        organization=nomination.agreement.organization,
        state=nomination.state,
        word=str(nomination.get_state_display()),
        nomination=nomination,
        enrollment=enrollment,
        seen=seen,
    )


def _of_enrollment(enrollment: Enrollment, seen: Seen) -> Row:
    """Somebody who named the employer when they applied, and agreed to be seen."""
    return Row(
        name=enrollment.trainee.name,
        email="",
        cohort=enrollment.cohort,
        organization=enrollment.sponsor,  # type: ignore[arg-type]  # asked for by sponsor
        state=NominationState.ACCEPTED,
        word=str(NominationState.ACCEPTED.label),
        nomination=None,
        enrollment=enrollment,
        seen=seen,
    )


def _agreed(enrollments: list[Enrollment], *, now: datetime) -> dict[int, int]:
    """The version of the text by which each enrollment is shown to its sponsor, by enrollment; others are left out."""
    shares = Share.objects.standing().filter(
        person__in=[row.trainee_id for row in enrollments], organization__in=[row.sponsor_id for row in enrollments]
    )
    versions = {
        (person, organization): version
        for person, organization, version in shares.values_list(
            "person_id", "organization_id", "consent__consent_text__version"
        )
    }
    return {
        row.pk: versions[row.trainee_id, row.sponsor_id]  # type: ignore[index]  # asked for by sponsor
        for row in enrollments
        if (row.trainee_id, row.sponsor_id) in versions and _is_in_time(row, now)
    }


def _is_in_time(enrollment: Enrollment, now: datetime) -> bool:
    today = clock.day_of(now, enrollment.cohort.complex.zone)
    return today <= enrollment.cohort.ends_on + SHOWN_AFTER_END


def _seen(enrollments: list[Enrollment], *, now: datetime) -> dict[int, Seen]:
    agreed = _agreed(enrollments, now=now)
    shown = [row for row in enrollments if row.pk in agreed]
    if not shown:
        return {}
    summaries: dict[int, Summary] = {}
    for cohort in {row.cohort for row in shown}:
        summaries |= attendance.summaries(cohort, now=now)
    lessons = _finished(shown)
    published = _published(shown)
    certificates = certificate_states.ask().of([row.pk for row in shown])
    return {
        row.pk: Seen(
            summary=summaries[row.pk],
            lessons=lessons.get(row.pk, 0),
            of_lessons=published.get(row.cohort.course_id, 0),
            completion=str(row.get_state_display()),
            certificate=_certificate(certificates.get(row.pk), agreed[row.pk]),
        )
        for row in shown
    }


def _certificate(word: str | None, version: int) -> str:
    return "" if version < CERTIFICATES_SINCE else word or _("none yet")


def _finished(enrollments: list[Enrollment]) -> dict[int, int]:
    rows = LessonProgress.objects.filter(enrollment__in=enrollments).order_by()
    return dict(rows.values_list("enrollment_id").annotate(n=Count("pk")))


def _published(enrollments: list[Enrollment]) -> dict[int, int]:
    courses = {row.cohort.course_id for row in enrollments}
    rows = LessonEdition.objects.filter(lesson__module__course__in=courses).order_by()
    return dict(rows.values_list("lesson__module__course_id").annotate(n=Count("lesson", distinct=True)))


@dataclass(frozen=True)
class Week:
    """One week of a person's attendance, from Monday."""

    monday: date
    held: int
    attended: int


@dataclass(frozen=True)
class Person:
    """One person's page, for the employer they agreed to."""

    enrollment: Enrollment
    seen: Seen
    weeks: list[Week]


def person(user: Any, complex: Complex, enrollment_id: int, *, now: datetime) -> Person | None:
    """None for anybody whom this manager does not sponsor, and for who did not agree or took it back."""
    found = [row for row in _enrollments(organizations(user, complex)) if row.pk == enrollment_id]
    seen = _seen(found, now=now)
    if not found or found[0].pk not in seen:
        return None
    return Person(found[0], seen[found[0].pk], weeks(seen[found[0].pk].summary))


def weeks(summary: Summary) -> list[Week]:
    """The days held so far, week by week; a recognized absence counts as attended, as it does everywhere."""
    held: dict[date, list[bool]] = {}
    for day in summary.days:
        if day.done:
            monday = day.date - timedelta(days=day.date.weekday())
            held.setdefault(monday, []).append(day.status in CREDITED)
    return [Week(monday, len(days), sum(days)) for monday, days in held.items()]


def table(found: People) -> list[list[str]]:
    """The same as rows of a file."""
    head = [
        _("Name"), _("Work e-mail"), _("Employer"), _("Course"), _("Cohort"), _("State"), _("Attendance rate (%)"),
        _("Attended"), _("Held"), _("Lessons finished"), _("Lessons"), _("Completion"), _("Certificate"),
    ]  # fmt: skip
    return [head, *(_line(row) for row in found.rows)]


def _line(row: Row) -> list[str]:
    seen = row.seen
    who = [row.name, row.email, str(row.organization), str(row.cohort.course), row.cohort.label, row.word]
    if seen is None:
        return [*who, *[""] * 7]
    numbers = [seen.attended, seen.held, seen.lessons, seen.of_lessons]
    return [*who, str(seen.summary.rate), *map(str, numbers), seen.completion, seen.certificate]
