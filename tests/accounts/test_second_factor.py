"""The second factor: demanded of staff outside DEMO, kept encrypted."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from tests import factories

pytestmark = pytest.mark.django_db
DESKS = ["/desk/people/", "/cms/", "/teach/"]


@pytest.fixture
def enter(client):
    def enter(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.mark.parametrize("address", DESKS)
@pytest.mark.parametrize("role", ["operator", "admin", "instructor", "lead"])
def test_staff_without_one_are_led_to_set_it_up(enter, cast, settings, role, address):
    settings.STAFF_SECOND_FACTOR = True
    response = enter(getattr(cast, role)).get(address)
    if response.status_code != 403:  # no way into Wagtail at all
        assert (response.status_code, response.url) == (302, "/account/2fa/totp/activate/")


def test_staff_with_one_pass(enter, cast, settings):
    settings.STAFF_SECOND_FACTOR = True
    TOTP.activate(cast.operator, "A" * 32)
    assert enter(cast.operator).get("/desk/people/").status_code == 200


def test_staff_in_demo_pass(enter, cast):
    assert enter(cast.operator).get("/desk/people/").status_code == 200


@pytest.mark.parametrize("who", ["trainee", "applicant", "employer"])
def test_others_are_never_asked(enter, cast, settings, who):
    settings.STAFF_SECOND_FACTOR = True
    response = enter(getattr(cast, who)).get("/desk/people/")
    assert response.status_code == 403


def test_superuser_without_role_is_staff(enter, complex, settings):
    settings.STAFF_SECOND_FACTOR = True
    root = factories.UserFactory(is_superuser=True)
    assert enter(root).get("/cms/").url == "/account/2fa/totp/activate/"


def test_secret_is_not_in_the_clear(person):
    TOTP.activate(person, "A" * 32)
    row = Authenticator.objects.get(user=person)
    assert "A" * 32 not in str(row.data)
    assert row.wrap().validate_code(_code("A" * 32))


def test_sign_in_asks_for_the_code(client, person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, "A" * 32)
    first = client.post("/account/login/?next=/account/", {"login": person.email, "password": factories.PASSWORD})
    assert first.url == "/account/2fa/authenticate/"
    wrong = client.post(first.url, {"code": "000000"})
    assert (wrong.status_code, wrong.context["form"].errors["code"]) == (
        422,
        ["코드가 맞지 않습니다. 가장 새 코드를 입력해 주세요."],
    )
    right = client.post(first.url, {"code": _code("A" * 32)})
    assert right.url == "/account/"


@pytest.mark.django_db(transaction=True)
def test_whole_way_of_setting_it_up(client, person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.post("/account/login/", {"login": person.email, "password": factories.PASSWORD})
    asked = client.get("/account/2fa/totp/activate/")
    again = client.post(asked.url, {"password": factories.PASSWORD})
    assert again.url == "/account/2fa/totp/activate/"
    secret = client.get(again.url).context["form"].secret

    assert client.post(again.url, {"code": "000000"}).status_code == 422
    done = client.post(again.url, {"code": _code(secret)}, follow=True)
    assert done.redirect_chain[-1][0] == "/account/2fa/recovery-codes/"
    assert [str(message) for message in done.context["messages"]] == [
        "인증 앱을 켰습니다.",
        "복구 코드를 새로 만들었습니다.",
    ]
    for address in (
        "/account/2fa/",
        "/account/2fa/recovery-codes/",
        "/account/2fa/recovery-codes/generate/",
        "/account/2fa/totp/deactivate/",
    ):
        page = client.get(address)
        assert (page.status_code, page.content.count(b"<h1")) == (200, 1)
    assert len(client.get("/account/2fa/recovery-codes/download/").content.split()) == 10
    assert [message.subject for message in mail.outbox] == [
        "[충북 이차전지 특화단지] 인증 앱을 켰습니다",
    ]


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
