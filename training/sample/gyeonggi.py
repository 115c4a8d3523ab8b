"""The second sample complex: its own curriculum, staff, cohorts, keys, register and log, on the same platform."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from certificates.services import designs
from certificates.states import DesignKind
from courses.models import Course
from courses.services import authors, curriculum
from enrollment.models import Cohort
from enrollment.states import CohortState
from training.accounts.models import Organization, User
from training.accounts.services import consents
from training.core import clock
from training.core.models import Complex
from training.sample import attendance, awards, calendar, cohorts, directory, people, site

DAYS = 10  # two weeks
VENUE = {
    "name_ko": "반도체 공정 실습실(견본)",
    "name_en": "Semiconductor process laboratory (sample)",
    "address_ko": "경기도(견본을 위한 주소)",
    "address_en": "Gyeonggi (address for the sample)",
}
OFFICE = {"ko": "견본을 위해 지어낸 운영기관입니다.", "en": "An operating office invented for this sample."}


def load(*, now: datetime) -> None:
    """Load it once; a second load changes nothing."""
    complex = site.complex_at_base_url(site.GYEONGGI)
    members = people.organizations(complex, people.GYEONGGI_ORGANIZATIONS)
    accounts = people.accounts(complex, members, people.GYEONGGI_ACCOUNTS, now=now)
    if not Cohort.objects.of(complex).exists():
        _everything(complex, members, accounts, now=now)


@transaction.atomic
def _everything(
    complex: Complex, members: dict[str, Organization], accounts: dict[str, User], *, now: datetime
) -> None:
    day = clock.day_of(now, complex.zone)
    first = calendar.starts(day)
    site.pages(complex, site.GYEONGGI, today=day)
    directory.pages(complex, members, said=OFFICE)
    consents.ship(complex, now=cohorts.at_time(first[1] - timedelta(weeks=8), time(9), complex.zone))
    folder = settings.BASE_DIR / "training" / "sample" / "curriculum_gyeonggi"
    curriculum.load(complex, folder, by=accounts["lead"], now=now)
    for mailbox in ("lead", "instructor", "operator"):
        authors.set_staff(accounts[mailbox], complex)
    ended, _open = _cohorts(complex, first, by=accounts["operator"], now=now)
    _awarded(ended, accounts, now=now)


def _cohorts(complex: Complex, first: dict[int, date], *, by: User, now: datetime) -> list[Cohort]:
    """One that has ended, one that is open for applications."""
    course = Course.objects.of(complex).get()
    program = cohorts.programs(complex, first_day=first[1])["card"]
    at = cohorts.places(complex, VENUE)
    states = [(1, first[1], CohortState.ENDED), (2, first[3], CohortState.OPEN)]
    return [
        cohorts.cohort(
            number,
            course=course,
            program=program,
            at=at,
            first=starts,
            by=by,
            now=now,
            state=state,
            length=DAYS,
        )
        for number, starts, state in states
    ]


def _awarded(cohort: Cohort, accounts: dict[str, User], *, now: datetime) -> None:
    """Three people completed; each has a certificate of the complex's own keys, register and log."""
    trainees = [accounts["trainee"], *people.crowd(2, people.GYEONGGI_DOMAIN)]
    enrolled = cohorts.seat_people(cohort, trainees, now=now)
    cohorts.teach(cohort, [accounts["instructor"]], by=accounts["operator"], now=cohort.opens_at)
    after = clock.end_of(cohort.ends_on, cohort.complex.zone)
    attendance.ledger(cohort, enrolled, {}, before=after.date(), by=accounts["operator"])
    decided = after + timedelta(days=6, hours=10)
    issued_at = decided + timedelta(days=3)
    design = designs.current(cohort.complex, kind=DesignKind.COMPLETION, now=issued_at)
    for decision in awards.settle(cohort, by=accounts["operator"], now=decided):
        awards.issue(decision, design, accounts["operator"], issued_at)
