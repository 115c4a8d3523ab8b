"""An employer with its manager, a cohort with seats, and people at verified addresses."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress

from enrollment.models import Admission, Cohort, Nomination, SeatAgreement
from enrollment.rules.nominations import Nominee
from enrollment.services import agreements, nominations
from enrollment.states import ApplicantKind
from tests import factories
from tests.factories import NOW
from training.accounts.models import ConsentText, Organization, User
from training.accounts.services import consents
from training.accounts.states import ConsentKey, OrganizationKind, Role

DEADLINE = NOW + timedelta(days=5)
WEEK = timedelta(days=7)


@dataclass
class Company:
    """One employer and who manages its training."""

    organization: Organization
    manager: User


def company() -> Company:
    organization = factories.OrganizationFactory(kind=OrganizationKind.PARTNER)
    manager = factories.UserFactory()
    factories.MembershipFactory(organization=organization, user=manager, role=Role.MANAGER)
    return Company(organization, manager)


def cohort(seats: int = 5, **fields) -> Cohort:
    """An open cohort whose program takes everybody who is of age."""
    made = factories.CohortFactory(seats=seats, **fields)
    Admission.objects.get_or_create(
        program=made.program, defaults={"complex": made.complex, "kinds": list(ApplicantKind.values)}
    )
    return made


def agreement(cohort: Cohort, whose: Company, count: int = 3, *, until=DEADLINE, now=NOW) -> SeatAgreement:
    operator = factories.UserFactory()
    return agreements.agree(
        cohort, whose.organization, count=count, nominate_until=until, answer_days=7, by=operator, now=now
    )


def person(email: str | None = None) -> User:
    """Somebody who proved their address."""
    made = factories.UserFactory(**({"email": email} if email else {}))
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def nominated(agreement: SeatAgreement, whose: Company, *people: User, now=NOW) -> list[Nomination]:
    nominees = [Nominee(one.name, one.email) for one in people]
    return nominations.nominate(agreement, nominees, by=whose.manager, now=now)


def texts() -> dict[str, ConsentText]:
    """The texts in force, the newest of each matter, by key."""
    return {text.key: text for text in sorted(consents.ship(factories.ground(), now=NOW), key=lambda row: row.version)}


def required() -> frozenset[int]:
    return frozenset(text.pk for text in texts().values() if text.required)


def share_text() -> ConsentText:
    return texts()[ConsentKey.SPONSOR]
