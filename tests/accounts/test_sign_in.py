"""Signing in: limits that all processes share, answers that tell nothing, pages of our own."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client, email, password, **headers):
    return client.post("/account/login/", {"login": email, "password": password}, headers=headers or None)


def test_sign_in_goes_to_the_desk(client, confirmed):
    response = sign_in(client, confirmed.email, factories.PASSWORD)
    assert (response.status_code, response.url) == (302, "/learn/")


def test_wrong_password_and_unknown_address_get_the_same_answer(client, confirmed):
    answers = [
        sign_in(client, confirmed.email, "not-the-password"),
        sign_in(client, "nobody@example.com", "not-the-password"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert [answer.context["form"].non_field_errors() for answer in answers] == [
        ["이메일 주소와 비밀번호가 맞는 계정이 없습니다. 다시 확인해 주세요."]
    ] * 2


def test_sixth_failed_try_is_limited_for_every_process(confirmed, settings):
    assert settings.CACHES["default"]["BACKEND"] != "django.core.cache.backends.locmem.LocMemCache"
    statuses = [sign_in(Client(), confirmed.email, "wrong").status_code for _ in range(6)]

    assert statuses == [422, 422, 422, 422, 422, 429]
    limited = sign_in(Client(), confirmed.email, factories.PASSWORD)
    assert limited.status_code == 429
    assert limited.context["form"].non_field_errors() == [
        "이 주소로 여러 번 잘못 입력했습니다. 5분 뒤에 다시 시도하거나 비밀번호를 새로 정해 주세요."
    ]
    cache.clear()
    assert sign_in(Client(), confirmed.email, factories.PASSWORD).status_code == 302


@pytest.mark.parametrize(("language", "words"), [("ko", "시도가 너무 많습니다"), ("en", "Too many tries")])
def test_many_tries_from_one_address_get_the_page_in_our_frame(client, language, words):
    statuses = [sign_in(client, f"n{n}@example.com", "wrong", accept_language=language) for n in range(31)]

    assert statuses[-1].status_code == 429
    page = statuses[-1].content.decode()
    assert words in page
    assert 'id="main"' in page


def test_reset_tells_nobody_whether_an_address_has_an_account(client, confirmed):
    answers = [client.post("/account/password/reset/", {"email": who}) for who in (confirmed.email, "no@example.com")]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/account/password/reset/done/")] * 2
    assert [message.subject for message in mail.outbox] == [
        "[충북 이차전지 특화단지] 비밀번호 새로 정하기",
        "[충북 이차전지 특화단지] 이 주소로 만든 계정이 없습니다",
    ]


def test_closed_account_is_out_at_the_next_request(client, confirmed):
    client.force_login(confirmed, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/account/").status_code == 200
    confirmed.is_active = False
    confirmed.save()
    assert client.get("/account/").url == "/account/login/?next=/account/"


def test_unconfirmed_person_is_mailed_a_link_at_sign_in(client, person):
    assert sign_in(client, person.email, factories.PASSWORD).url == "/account/confirm-email/"
    assert [message.to for message in mail.outbox] == [[person.email]]


STRANGERS = [
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/done/",
    "/account/password/reset/key/1-nonsense/",
    "/account/confirm-email/",
    "/account/confirm-email/nonsense/",
    "/account/inactive/",
]
SIGNED_IN = [
    "/account/email/",
    "/account/password/change/",
    "/account/logout/",
    "/account/reauthenticate/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
]


def looked_at(response) -> str:
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert page.count('id="main"') == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)
    return re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main", 1)[0])


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("address", STRANGERS)
def test_page_for_strangers_is_ours(client, texts, address, language):
    words = looked_at(client.get(address, headers={"accept-language": language}))
    if language == "ko":
        assert not re.findall(r"[A-Za-z]{4,} [A-Za-z]{3,}", words.replace("HONG Gildong", ""))
    else:
        assert not re.search(r"[가-힣]", words.replace("(광고)", "").replace("국민내일배움카드 운영규정", ""))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("address", SIGNED_IN)
def test_page_for_people_is_ours(client, confirmed, address, language):
    sign_in(client, confirmed.email, factories.PASSWORD)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    type(confirmed).objects.filter(pk=confirmed.pk).update(language=language)
    words = looked_at(client.get(address))
    if language == "ko":
        assert not re.findall(r"[A-Za-z]{4,} [A-Za-z]{3,}", words)
    else:
        assert not re.search(r"[가-힣]", words)


def test_refused_new_password_says_why_beside_the_field(client, confirmed):
    sign_in(client, confirmed.email, factories.PASSWORD)
    response = client.post("/account/password/change/", {"oldpassword": "wrong", "password1": "short"})
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["oldpassword", "password1"]
