"""The whole sample academy, loaded once, and what must be there every day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from certificates.models import Certificate
from certificates.rules import codes
from certificates.services import entries, vault
from certificates.states import CertificateState
from courses.models import Course
from courses.services import authors, curriculum
from enrollment.models import Cohort
from enrollment.services import applications
from enrollment.states import ApplicantKind, CohortState
from training.accounts.models import ConsentText, User
from training.accounts.services import consents
from training.core import clock
from training.core.models import Complex
from training.sample import (
    asked,
    assignments,
    attendance,
    awards,
    calendar,
    claimed,
    cohorts,
    demanded,
    directory,
    gathered,
    gyeonggi,
    labs,
    logs,
    people,
    planning,
    projects,
    quizzes,
    reported,
    site,
    skills,
    sponsored,
    theory,
    today,
)

APPLICANTS = 24
NEVER_ISSUED = "NEVER1SSEDC0DE2026"  # well formed; the chance that it is ever drawn is 2 to the power of -90


@dataclass(frozen=True)
class Load:
    """One load: where, as whom, and when."""

    complex: Complex
    accounts: dict[str, User]
    members: dict[str, Any]
    now: datetime

    @property
    def operator(self) -> User:
        return self.accounts["operator"]


def load(*, now: datetime) -> None:
    """Load what is missing. A second load changes nothing; on another day it adds that day's open session."""
    complex = site.complex_at_base_url(site.CHUNGBUK)
    members = people.organizations(complex)
    done = Load(complex, people.accounts(complex, members, now=now), members, now)
    if not Cohort.objects.of(complex).exists():
        _everything(done)
    entries.catch_up(complex, now=now)  # certificates of an academy that was loaded before there was a public log
    today.demonstration(_cohort(complex, 2), by=done.accounts["instructor"], now=now)
    gyeonggi.load(now=now)


@transaction.atomic
def _everything(done: Load) -> None:
    day = clock.day_of(done.now, done.complex.zone)
    first = calendar.starts(day)
    site.pages(done.complex, site.CHUNGBUK, today=day)
    consents.ship(done.complex, now=cohorts.at_time(first[1] - timedelta(weeks=8), time(9), done.complex.zone))
    folder = settings.BASE_DIR / "courses" / "curriculum"
    curriculum.load(done.complex, folder, by=done.accounts["lead"], now=done.now)
    for mailbox in ("admin", "lead", "instructor", "instructor2", "operator"):
        authors.set_staff(done.accounts[mailbox], done.complex)
    _cohorts(done, first)


def _cohorts(done: Load, first: dict[int, Any]) -> None:
    course = Course.objects.of(done.complex).get(key="cell-manufacturing")
    programs = cohorts.programs(done.complex, first_day=first[1])
    at = cohorts.places(done.complex)
    states = {1: CohortState.ENDED, 2: CohortState.RUNNING, 3: CohortState.OPEN}
    made = {
        number: cohorts.cohort(
            number,
            course=course,
            program=programs["card"],
            at=at,
            first=first[number],
            by=done.operator,
            now=done.now,
            state=state,
        )
        for number, state in states.items()
    }
    trainee, crowd = done.accounts["trainee"], people.crowd(38 + APPLICANTS + 1)
    _first(done, made[1], [trainee, *crowd[:19]])
    _second(done, made[2], [trainee, *crowd[19:38]])
    _third(done, made[3], crowd[38:-1], nominee=crowd[-1])
    for cohort in made.values():
        planning.deadlines_done(cohort, by=done.operator, now=done.now)
    labs.instruments_of(done.complex, at.venue, by=done.operator, now=done.now)
    labs.one_outage(labs.booked(made[2], by=done.operator, now=done.now), by=done.operator, now=done.now)
    directory.pages(done.complex, done.members)
    directory.agreed(done.members, by=done.operator, now=done.now)
    demanded.demands(course, done.members, done.accounts, now=done.now)
    projects.projects(course, done.members, by=done.operator, now=done.now)
    gathered.events(
        course, done.members, [*crowd[:19], trainee, done.accounts["employer"]], by=done.operator, now=done.now
    )
    gathered.outcomes(made[1], done.members["partner"], by=done.operator, now=done.now)
    reported.report(done.complex, by=done.operator, now=done.now)


def _first(done: Load, cohort: Cohort, trainees: list[User]) -> None:
    """Cohort 1: forty days, decisions a week after the end, certificates three days later."""
    enrolled = cohorts.seat_people(cohort, trainees, now=done.now)
    cohorts.teach(cohort, [done.accounts["instructor2"]], by=done.operator, now=cohort.opens_at)
    after = clock.end_of(cohort.ends_on, done.complex.zone)
    attendance.ledger(cohort, enrolled, attendance.COHORT_1, before=after.date(), by=done.operator)
    theory.studied(cohort, enrolled, now=after)
    decided = after + timedelta(days=6, hours=10)
    decisions = awards.settle(cohort, by=done.operator, now=decided)
    awards.award(decisions, by=done.operator, now=decided + timedelta(days=3))
    asked.survey(list(enrolled), now=after + timedelta(days=2, hours=11))


def _second(done: Load, cohort: Cohort, trainees: list[User]) -> None:
    """Cohort 2: in its fifth week; three of its people are sponsored, two of them agreed to be seen."""
    enrolled = cohorts.seat_people(cohort, trainees, now=done.now)
    teachers = [done.accounts["instructor"], done.accounts["instructor2"]]
    cohorts.teach(cohort, teachers, by=done.operator, now=cohort.opens_at)
    day = clock.day_of(done.now, done.complex.zone)
    attendance.ledger(cohort, enrolled, attendance.COHORT_2, before=day, by=done.operator)
    logs.written(cohort, by=done.accounts["instructor"], before=day)
    planning.rotations(cohort, by=done.accounts["instructor"], now=done.now)
    sponsored.in_training(
        enrolled[3:6],
        employer=done.members["partner"],
        manager=done.accounts["employer"],
        by=done.operator,
        consenting=2,
    )
    quizzes.tried(enrolled[0], now=done.now)
    theory.tried(cohort, enrolled[1:], now=done.now)
    sheet = assignments.offered(cohort, by=done.accounts["instructor"], now=done.now)
    assignments.handed_in(sheet, enrolled[1], now=done.now)
    skills.shown(cohort, enrolled, by=teachers, now=done.now)
    asked.questions(enrolled, instructor=done.accounts["instructor"], now=done.now)
    claimed.claims(enrolled, by=done.operator, now=done.now)


def _third(done: Load, cohort: Cohort, applicants: list[User], *, nominee: User) -> None:
    """Cohort 3: open, with more applicants than seats, some of which are kept for an employer."""
    agreement = sponsored.agreed(cohort, done.members["partner"], by=done.operator)
    agreed = list(ConsentText.objects.of(done.complex).filter(required=True).values_list("pk", flat=True))
    for index, person in enumerate(applicants):
        applications.apply(
            cohort,
            applicant=person,
            kind=ApplicantKind.EMPLOYED if index % 3 == 0 else ApplicantKind.JOB_SEEKER,
            motivation="전극 공정에서 일하며 셀 제조 전체를 배우고 싶습니다.",
            consents=agreed,
            now=min(cohort.opens_at + timedelta(hours=index, minutes=13), done.now),
        )
    sponsored.invited(agreement, nominee, manager=done.accounts["employer"], now=done.now)


def _cohort(complex: Complex, number: int) -> Cohort:
    return Cohort.objects.of(complex).select_related("complex__site", "course").get(number=number)


def addresses(*, now: datetime) -> dict[str, Any]:
    """Where a stranger's script finds the open session, the application, and one certificate of each truth."""
    complex = Complex.objects.select_related("site").get(key="chungbuk")
    session = today.open_session(_cohort(complex, 2), now=now)
    return {
        "session": {"id": session.pk, "projector": complex.address(f"/teach/sessions/{session.pk}/projector/")},
        "apply": complex.address(f"/cohorts/{_cohort(complex, 3).pk}/apply/"),
        "verify": {**_truths(complex, now), "never_issued": _never_issued(complex, now)},
    }


def _truths(complex: Complex, now: datetime) -> dict[str, dict[str, str]]:
    day = clock.day_of(now, complex.zone)
    of_complex = Certificate.objects.of(complex).order_by("pk")
    issued = of_complex.filter(state=CertificateState.ISSUED)
    found = {
        "valid": issued.filter(expires_on=None, supersedes=None).earliest("pk"),
        "revoked": of_complex.filter(state=CertificateState.REVOKED).earliest("pk"),
        "superseded": of_complex.filter(state=CertificateState.SUPERSEDED).earliest("pk"),
        "expired": issued.filter(expires_on__lt=day).earliest("pk"),
    }
    return {truth: _address(complex, certificate) for truth, certificate in found.items()}


def _address(complex: Complex, certificate: Certificate) -> dict[str, str]:
    code = vault.opened(certificate.code_sealed) or ""
    return {
        "url": complex.address(f"/verify/{code}/"),
        "code": codes.grouped(code),
        "number": certificate.register_number,
    }


def _never_issued(complex: Complex, now: datetime) -> dict[str, str]:
    code = NEVER_ISSUED + codes.check_letters(NEVER_ISSUED)
    year = clock.day_of(now, complex.zone).year
    return {
        "url": complex.address(f"/verify/{code}/"),
        "code": codes.grouped(code),
        "number": f"제{year}-{complex.register_word}-9999호",
    }
