"""Rules of people, roles and DEMO."""

from tests import factories
from tests.access.rules import EVERYONE, SIGNED_IN, Rule, only
from tests.cast import Cast
from training.accounts.models import Consent, ConsentText
from training.accounts.services import consents
from training.accounts.states import ConsentKey, Role


def text_of(cast: Cast, key: str) -> ConsentText:
    consents.ship(cast.complex, now=factories.NOW)
    return ConsentText.objects.filter(complex=cast.complex, key=key).latest("version")


def consent_of_trainee(cast: Cast) -> str:
    consents.give(cast.trainee, [text_of(cast, ConsentKey.MARKETING)], now=factories.NOW)
    consent = Consent.objects.filter(user=cast.trainee).latest("pk")
    return f"/account/consents/{consent.pk}/withdraw/"


def membership(cast: Cast) -> str:
    row = factories.MembershipFactory(complex=cast.complex, role=Role.INSTRUCTOR)
    return f"/desk/people/{row.pk}/revoke/"


RULES = {
    "accounts:profile": Rule(lambda cast: "/account/", SIGNED_IN),
    "accounts:withdraw_consent": Rule(consent_of_trainee, only("trainee"), method="post"),
    "accounts:give_consent": Rule(
        lambda cast: f"/account/consents/{text_of(cast, ConsentKey.MARKETING).pk}/give/", SIGNED_IN, method="post"
    ),
    "accounts:people": Rule(lambda cast: "/desk/people/", only("operator", "admin")),
    "accounts:grant_role": Rule(lambda cast: "/desk/people/grant/", only("operator", "admin"), method="post"),
    "accounts:revoke_role": Rule(membership, only("operator", "admin")),
    "accounts:cms_login": Rule(lambda cast: "/cms/login/", only()),
    "accounts:cms_account": Rule(lambda cast: "/cms/account/", only()),
    "accounts:demo": Rule(lambda cast: "/demo/", EVERYONE),
    "accounts:demo_mail": Rule(lambda cast: "/demo/mail/", EVERYONE),
}
