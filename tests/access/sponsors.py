"""Rules of sponsored seats: the operator, the employer, the nominee and the trainee."""

from datetime import timedelta

from allauth.account.models import EmailAddress

from enrollment.models import Admission, Enrollment, Nomination, SeatAgreement, SeatPool, Share
from enrollment.states import ApplicantKind
from tests import factories
from tests.access.accounts import text_of
from tests.access.rules import SIGNED_IN, Rule, only
from tests.access.seats import OPERATORS, desk
from tests.cast import Cast
from training.accounts.models import Organization
from training.accounts.services import consents
from training.accounts.states import ConsentKey
from training.core import clock

EMPLOYER = only("employer")


def company(cast: Cast) -> Organization:
    return cast.employer.memberships.get().organization


def agreement(cast: Cast) -> SeatAgreement:
    """Seats of the cast's cohort, agreed with the employer."""
    found = SeatAgreement.objects.first()
    if found is None:
        Admission.objects.create(complex=cast.complex, program=cast.cohort.program, kinds=list(ApplicantKind.values))
        pool = SeatPool.objects.create(complex=cast.complex, cohort=cast.cohort, key="agreed-1-1", capacity=2)
        SeatPool.objects.filter(cohort=cast.cohort, key="").update(reserved=2)
        found = SeatAgreement.objects.create(
            complex=cast.complex, cohort=cast.cohort, organization=company(cast), pool=pool, seats=2, answer_days=7,
            nominate_until=clock.now() + timedelta(days=3), made_at=factories.NOW, made_by=cast.operator,
        )  # fmt: skip
    return found


def nomination(cast: Cast) -> int:
    """Of the applicant, by the employer; it waits for an answer."""
    found = Nomination.objects.first()
    if found is None:
        email = cast.applicant.email
        EmailAddress.objects.create(user=cast.applicant, email=email, verified=True, primary=True)
        found = Nomination.objects.create(
            complex=cast.complex, agreement=agreement(cast), cohort=cast.cohort, name="홍길동", email=email,
            invited_at=factories.NOW, invited_by=cast.employer, expires_at=clock.now() + timedelta(days=3),
        )  # fmt: skip
    return found.pk


def shared(cast: Cast) -> int:
    """The trainee's enrollment, which the employer sponsors and may see."""
    enrollment = Enrollment.objects.get(trainee=cast.trainee)
    if not Share.objects.exists():
        Enrollment.objects.filter(pk=enrollment.pk).update(sponsor=company(cast))
        [consent] = consents.give(cast.trainee, [text_of(cast, ConsentKey.SPONSOR)], now=factories.NOW)
        Share.objects.create(
            complex=cast.complex, person=cast.trainee, organization=company(cast), consent=consent,
            given_at=factories.NOW,
        )  # fmt: skip
    return enrollment.pk


def sponsor(cast: Cast) -> int:
    shared(cast)
    return company(cast).pk


RULES = {
    "enrollment:cohort_agreements": Rule(desk("agreements/"), OPERATORS),
    "enrollment:agree_seats": Rule(desk("agreements/new/"), OPERATORS, method="post"),
    "enrollment:change_agreement": Rule(
        lambda cast: f"/desk/agreements/{agreement(cast).pk}/change/", OPERATORS, method="post"
    ),
    "enrollment:withdraw_agreement": Rule(
        lambda cast: f"/desk/agreements/{agreement(cast).pk}/withdraw/", OPERATORS, method="post"
    ),
    "enrollment:partners": Rule(lambda cast: "/partners/", EMPLOYER),
    "enrollment:partners_file": Rule(lambda cast: "/partners/people.csv", EMPLOYER),
    "enrollment:partners_person": Rule(lambda cast: f"/partners/people/{shared(cast)}/", EMPLOYER),
    "enrollment:nominate": Rule(
        lambda cast: f"/partners/agreements/{agreement(cast).pk}/nominate/", EMPLOYER, method="post"
    ),
    "enrollment:nominate_sheet": Rule(
        lambda cast: f"/partners/agreements/{agreement(cast).pk}/sheet/", EMPLOYER, method="post"
    ),
    "enrollment:withdraw_nomination": Rule(
        lambda cast: f"/partners/nominations/{nomination(cast)}/withdraw/", EMPLOYER, method="post"
    ),
    "enrollment:nomination": Rule(lambda cast: f"/cohorts/nominations/{nomination(cast)}/", only("applicant")),
    "enrollment:decline_nomination": Rule(
        lambda cast: f"/cohorts/nominations/{nomination(cast)}/decline/", only("applicant"), method="post"
    ),
    "enrollment:sponsors": Rule(lambda cast: "/learn/sponsors/", SIGNED_IN),
    "enrollment:act_on_sponsor": Rule(lambda cast: f"/learn/sponsors/{sponsor(cast)}/hide/", only("trainee")),
}
