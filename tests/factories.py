"""Rows for tests. Each belongs to the first complex unless told otherwise; people are invented."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Collection, Locale, Page, Site

from courses.models import Course, Lesson, LessonEdition, Module, ProcessBlock
from enrollment.models import (
    Application,
    Cohort,
    Enrollment,
    PolicyVersion,
    Program,
    Room,
    Seat,
    SeatPool,
    Session,
    Station,
    Teaching,
    Venue,
)
from enrollment.states import ApplicantKind, ApplicationState, CohortState
from training.accounts.models import Membership, Organization, User
from training.accounts.states import OrganizationKind, Role
from training.core.models import Complex, HomePage

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # Monday 09:00 in Korea
PASSWORD = "a-long-enough-password"


def ground() -> Complex:
    """The first complex with its site and home pages in both languages, made once per test."""
    return site_of(
        "chungbuk", "localhost", name_ko="충북 이차전지 특화단지", name_en="Chungbuk battery complex", word="충북"
    )


def site_of(key: str, host: str, *, name_ko: str, name_en: str, word: str) -> Complex:
    existing = Complex.objects.filter(key=key).first()
    if existing:
        return existing
    ko, _ = Locale.objects.get_or_create(language_code="ko")
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=ko)
    if Collection.get_first_root_node() is None:  # a test that emptied the tables ran before
        Collection.add_root(name="Root")
    home = root.add_child(instance=HomePage(title=name_ko, slug=key, locale=ko))
    first = not Complex.objects.exists()
    if first:
        Site.objects.update(is_default_site=False)
    Site.objects.filter(hostname=host).delete()
    site = Site.objects.create(hostname=host, port=80, root_page=home, is_default_site=first)
    return Complex.objects.create(
        key=key,
        name_ko=name_ko,
        name_en=name_en,
        site=site,
        issuer_ko="충북테크노파크",
        issuer_en="Chungbuk Technopark",
        register_word=word,
    )


class OwnedFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    complex = factory.LazyFunction(ground)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = "홍길동"
    latin_name = "HONG Gildong"
    birth_date = date(1999, 5, 17)
    password = factory.django.Password(PASSWORD)


class OrganizationFactory(OwnedFactory):
    class Meta:
        model = Organization

    kind = OrganizationKind.OPERATOR
    name_ko = factory.Sequence(lambda n: f"기관 {n}")
    name_en = factory.Sequence(lambda n: f"Organization {n}")


class MembershipFactory(OwnedFactory):
    class Meta:
        model = Membership

    organization = factory.SubFactory(OrganizationFactory, complex=factory.SelfAttribute("..complex"))
    user = factory.SubFactory(UserFactory)
    role = Role.OPERATOR
    granted_at = NOW


class CourseFactory(OwnedFactory):
    class Meta:
        model = Course

    key = factory.Sequence(lambda n: f"course-{n}")
    title_ko = "배터리 셀 제조공정 실무"
    title_en = "Practical battery cell manufacturing"


class ProcessBlockFactory(DjangoModelFactory):
    class Meta:
        model = ProcessBlock
        django_get_or_create = ("course", "key")

    course = factory.SubFactory(CourseFactory)
    key = "electrode"
    order = 1
    mark = "circle"
    title_ko = "전극"
    title_en = "Electrode"


class ModuleFactory(OwnedFactory):
    class Meta:
        model = Module

    course = factory.SubFactory(CourseFactory, complex=factory.SelfAttribute("..complex"))
    block = factory.SubFactory(ProcessBlockFactory, course=factory.SelfAttribute("..course"))
    key = factory.Sequence(lambda n: f"module-{n}")
    order = factory.Sequence(lambda n: n + 1)
    title_ko = "슬러리 믹싱"
    title_en = "Slurry mixing"
    theory_hours = 8
    practice_hours = 8


class LessonFactory(OwnedFactory):
    class Meta:
        model = Lesson

    module = factory.SubFactory(ModuleFactory, complex=factory.SelfAttribute("..complex"))
    key = factory.Sequence(lambda n: f"lesson-{n}")
    order = factory.Sequence(lambda n: n + 1)
    title_ko = "슬러리 믹싱: 순서와 점도"
    title_en = "Slurry mixing: order and viscosity"


class LessonEditionFactory(DjangoModelFactory):
    class Meta:
        model = LessonEdition

    lesson = factory.SubFactory(LessonFactory)
    language = "ko"
    number = factory.Sequence(lambda n: n + 1)
    sha256 = "0" * 64
    content = "{}"
    title = "슬러리 믹싱"
    published_at = NOW


class ProgramFactory(OwnedFactory):
    class Meta:
        model = Program

    key = factory.Sequence(lambda n: f"program-{n}")
    name_ko = "국민내일배움카드"
    name_en = "National learning card"


class PolicyVersionFactory(OwnedFactory):
    class Meta:
        model = PolicyVersion

    program = factory.SubFactory(ProgramFactory, complex=factory.SelfAttribute("..complex"))
    number = 1
    in_force_on = date(2020, 1, 1)


class VenueFactory(OwnedFactory):
    class Meta:
        model = Venue

    name_ko = "배터리 제조·검증지원센터"
    name_en = "Battery manufacturing center"


class RoomFactory(OwnedFactory):
    class Meta:
        model = Room

    venue = factory.SubFactory(VenueFactory, complex=factory.SelfAttribute("..complex"))
    name_ko = "실습 2실"
    name_en = "Practice room 2"
    capacity = 20


class StationFactory(OwnedFactory):
    class Meta:
        model = Station

    room = factory.SubFactory(RoomFactory, complex=factory.SelfAttribute("..complex"))
    name_ko = factory.Sequence(lambda n: f"글로브박스 {n}")
    name_en = factory.Sequence(lambda n: f"Glove box {n}")
    places = 10


class CohortFactory(OwnedFactory):
    """An open cohort that starts in two weeks, with a policy and a pool of `seats`."""

    class Meta:
        model = Cohort
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory, complex=factory.SelfAttribute("..complex"))
    program = factory.SubFactory(ProgramFactory, complex=factory.SelfAttribute("..complex"))
    venue = factory.SubFactory(VenueFactory, complex=factory.SelfAttribute("..complex"))
    # A process makes more than a thousand cohorts in one run, and forms take numbers up to 999.
    number = factory.Sequence(lambda n: n % 999 + 1)
    state = CohortState.OPEN
    starts_on = date(2026, 12, 7)
    ends_on = date(2027, 1, 29)
    opens_at = NOW - timedelta(days=10)
    closes_at = NOW + timedelta(days=7)

    @factory.post_generation
    def seats(self, create: bool, extracted: int | None, **kwargs: Any) -> None:
        SeatPool.objects.create(complex=self.complex, cohort=self, capacity=20 if extracted is None else extracted)

    @factory.post_generation
    def policy(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if not self.program.policies.exists():
            PolicyVersionFactory(program=self.program, complex=self.complex, **(extracted or {}))


class TeachingFactory(OwnedFactory):
    class Meta:
        model = Teaching

    cohort = factory.SubFactory(CohortFactory, complex=factory.SelfAttribute("..complex"))
    instructor = factory.SubFactory(UserFactory)
    granted_at = NOW


class SessionFactory(OwnedFactory):
    """Today from 09:00 to 18:00 in Korea."""

    class Meta:
        model = Session

    cohort = factory.SubFactory(CohortFactory, complex=factory.SelfAttribute("..complex"))
    room = factory.SubFactory(RoomFactory, complex=factory.SelfAttribute("..complex"))
    title_ko = "슬러리 믹싱 실습"
    title_en = "Slurry mixing practice"
    day = date(2026, 11, 23)
    starts_at = NOW
    ends_at = NOW + timedelta(hours=9)


class ApplicationFactory(OwnedFactory):
    class Meta:
        model = Application

    cohort = factory.SubFactory(CohortFactory, complex=factory.SelfAttribute("..complex"))
    applicant = factory.SubFactory(UserFactory)
    kind = ApplicantKind.JOB_SEEKER
    state = ApplicationState.APPLIED
    applied_at = NOW


class EnrollmentFactory(OwnedFactory):
    """A person in training, with a held seat in the cohort's pool."""

    class Meta:
        model = Enrollment

    cohort = factory.SubFactory(CohortFactory, complex=factory.SelfAttribute("..complex"))
    trainee = factory.SubFactory(UserFactory)
    enrolled_at = NOW

    @factory.lazy_attribute
    def seat(self) -> Seat:
        pool = SeatPool.objects.get(cohort=self.cohort, key="")
        SeatPool.objects.filter(pk=pool.pk).update(taken=pool.taken + 1)
        return Seat.objects.create(complex=self.complex, pool=pool, person=self.trainee, held_at=NOW)
