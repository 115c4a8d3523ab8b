"""The shared cast that tries every permission."""

from dataclasses import dataclass

from tests import factories
from training.accounts.models import User
from training.accounts.states import OrganizationKind, Role
from training.core.models import Complex


@dataclass
class Cast:
    """One person of each kind, all in the first complex except the neighbor's operator."""

    complex: Complex
    cohort: object
    trainee: User  # in `cohort`
    other_trainee: User  # in another cohort
    applicant: User  # signed up, in nothing
    instructor: User  # teaches `cohort`
    other_instructor: User  # teaches another cohort
    lead: User
    operator: User
    admin: User
    employer: User
    neighbor: User  # operator of another complex

    def people(self) -> dict[str, User | None]:
        names = (
            "trainee other_trainee applicant instructor other_instructor lead operator admin employer neighbor".split()
        )
        return {"stranger": None, **{name: getattr(self, name) for name in names}}


def make() -> Cast:
    complex = factories.ground()
    neighbor_complex = factories.site_of(
        "gyeonggi", "gyeonggi.localhost", name_ko="경기 반도체 특화단지", name_en="Gyeonggi complex", word="경기"
    )
    cohort = factories.CohortFactory(complex=complex)
    other_cohort = factories.CohortFactory(complex=complex, course=cohort.course)
    home = factories.OrganizationFactory(complex=complex)
    company = factories.OrganizationFactory(complex=complex, kind=OrganizationKind.PARTNER)
    away = factories.OrganizationFactory(complex=neighbor_complex)

    def member(role: str, organization=home, name: str = "담당자") -> User:
        user = factories.UserFactory(name=name)
        factories.MembershipFactory(complex=organization.complex, organization=organization, user=user, role=role)
        return user

    instructor, other_instructor = member(Role.INSTRUCTOR), member(Role.INSTRUCTOR)
    factories.TeachingFactory(complex=complex, cohort=cohort, instructor=instructor)
    factories.TeachingFactory(complex=complex, cohort=other_cohort, instructor=other_instructor)
    return Cast(
        complex=complex,
        cohort=cohort,
        trainee=factories.EnrollmentFactory(complex=complex, cohort=cohort).trainee,
        other_trainee=factories.EnrollmentFactory(complex=complex, cohort=other_cohort).trainee,
        applicant=factories.UserFactory(),
        instructor=instructor,
        other_instructor=other_instructor,
        lead=member(Role.LEAD),
        operator=member(Role.OPERATOR),
        admin=member(Role.ADMIN),
        employer=member(Role.MANAGER, company),
        neighbor=member(Role.OPERATOR, away),
    )
