"""Rules of the pages about personal data: the person's own, and the desk of those who answer for it."""

from datetime import date

from allauth.usersessions.models import UserSession

from tests import factories
from tests.access.accounts import text_of
from tests.access.rules import SIGNED_IN, Rule, only
from tests.cast import Cast
from training.accounts.models import BreachRecord, DataExport, KeptApart, PrivacyRequest
from training.accounts.services import apart, breaches, exports, requests
from training.accounts.states import ConsentKey
from training.core import clock

OPERATORS = only("operator", "admin")


def asked(cast: Cast, kind: str) -> int:
    """A request of the applicant, who has nothing under way."""
    found = PrivacyRequest.objects.filter(person=cast.applicant, kind=kind, state="open").first()
    if found is None:
        act = {
            "erasure": lambda: requests.ask_erasure(cast.applicant, cast.complex, text="", now=clock.now()),
            "correction": lambda: requests.ask_correction(
                cast.applicant, cast.complex, field="name", value="김새로", text="개명", now=clock.now()
            ),
        }
        found = act[kind]()
    return found.pk


def export(cast: Cast) -> int:
    found = DataExport.objects.filter(person=cast.trainee).first()
    if found is None:
        found = exports.ask(cast.trainee, cast.complex, now=clock.now())
        exports.make(found.pk, now=clock.now())
    return found.pk


def kept(cast: Cast) -> int:
    found = KeptApart.objects.first()
    if found is None:
        person = factories.UserFactory()
        found = apart.seal(person, cast.complex, law="§58", until=date(2099, 1, 1), now=clock.now())
    return found.pk


def session(cast: Cast) -> int:
    return UserSession.objects.create(user=cast.trainee, ip="192.0.2.1", session_key="k", user_agent="x").pk


def breach(cast: Cast) -> int:
    found = BreachRecord.objects.first()
    if found is None:
        now = clock.now()
        found = breaches.record(
            cast.complex,
            noticed_at=now,
            by=cast.operator,
            now=now,
            title="메일 오발송",
            happened="-",
            items="이름",
            people_count=1,
        )
    return found.pk


def pair(cast: Cast) -> str:
    first, second = sorted((cast.trainee.pk, cast.other_trainee.pk))
    return f"{first}/{second}"


RULES = {
    "accounts:breaches": Rule(lambda cast: "/desk/privacy/breaches/", OPERATORS),
    "accounts:record_breach": Rule(lambda cast: "/desk/privacy/breaches/new/", OPERATORS),
    "accounts:breach": Rule(lambda cast: f"/desk/privacy/breaches/{breach(cast)}/", OPERATORS),
    "accounts:duplicates": Rule(lambda cast: "/desk/people/duplicates/", OPERATORS),
    "accounts:compare_people": Rule(lambda cast: f"/desk/people/duplicates/{pair(cast)}/", OPERATORS),
    "accounts:tell_apart": Rule(
        lambda cast: f"/desk/people/duplicates/{pair(cast)}/different/", OPERATORS, method="post"
    ),
    "accounts:consent_texts": Rule(lambda cast: "/desk/privacy/consents/", OPERATORS),
    "accounts:consent_text": Rule(
        lambda cast: f"/desk/privacy/consents/{text_of(cast, ConsentKey.MARKETING).key}/", OPERATORS
    ),
    "accounts:privacy": Rule(lambda cast: "/account/privacy/", SIGNED_IN),
    "accounts:ask_export": Rule(lambda cast: "/account/privacy/export/", SIGNED_IN, method="post"),
    "accounts:export_file": Rule(lambda cast: f"/account/privacy/exports/{export(cast)}/", only("trainee")),
    "accounts:ask_correction": Rule(lambda cast: "/account/privacy/correction/", SIGNED_IN),
    "accounts:ask_erasure": Rule(lambda cast: "/account/privacy/erasure/", SIGNED_IN),
    "accounts:take_back_request": Rule(
        lambda cast: f"/account/privacy/requests/{asked(cast, 'correction')}/take-back/", only("applicant"), method="post"
    ),
    "accounts:agree_again": Rule(lambda cast: "/account/privacy/agree-again/", SIGNED_IN),
    "accounts:sessions": Rule(lambda cast: "/account/sessions/", SIGNED_IN),
    "accounts:end_session": Rule(
        lambda cast: f"/account/sessions/{(UserSession.objects.filter(session_key='k').delete() and session(cast))}/end/",
        only("trainee"), method="post",
    ),
    "accounts:end_other_sessions": Rule(lambda cast: "/account/sessions/end-others/", SIGNED_IN, method="post"),
    "accounts:privacy_desk": Rule(lambda cast: "/desk/privacy/", OPERATORS),
    "accounts:privacy_requests": Rule(lambda cast: "/desk/privacy/requests/", OPERATORS),
    "accounts:privacy_request": Rule(lambda cast: f"/desk/privacy/requests/{asked(cast, 'correction')}/", OPERATORS),
    "accounts:confirm_erasure": Rule(lambda cast: f"/desk/privacy/requests/{asked(cast, 'erasure')}/erase/", OPERATORS),
    "accounts:kept_apart": Rule(lambda cast: "/desk/privacy/kept-apart/", OPERATORS),
    "accounts:open_kept_apart": Rule(lambda cast: f"/desk/privacy/kept-apart/{kept(cast)}/", OPERATORS),
    "accounts:retention": Rule(lambda cast: "/desk/retention/", OPERATORS),
    "accounts:access": Rule(lambda cast: "/desk/privacy/access/", OPERATORS),
    "accounts:access_file": Rule(lambda cast: "/desk/privacy/access.csv", OPERATORS),
}  # fmt: skip
