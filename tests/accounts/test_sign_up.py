"""Sign-up: one transaction, one sentence per fault, and back to where the person was going."""

import logging
import re
import unicodedata

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests import factories
from training.accounts.models import Consent, User
from training.core.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

GOING = "/learn/"
REFUSED = "주민등록번호로 보이는 값은 저장하지 않았습니다. 생년월일만 입력해 주세요."
FILLED = {
    "email": "new@example.com",
    "password1": "correct-horse-battery",
    "name": "홍길동",
    "latin_name": "HONG Gildong",
    "birth_date": "19990517",
    "consent_training": "on",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(factories.NOW, tick=True):
        yield


def sign_up(client, language="ko", going="", **changed):
    address = "/account/signup/" + (f"?next={going}" if going else "")
    data = {name: value for name, value in {**FILLED, **changed}.items() if value is not None}
    return client.post(address, data, headers={"accept-language": language})


def link_in(message) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", message.body).group(1)


def words_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def sentences(response) -> list[str]:
    return [sentence for errors in response.context["form"].errors.values() for sentence in errors]


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "ko",
            "[충북 이차전지 특화단지] 이메일 주소를 확인해 주세요",
            "아래 링크를 열어 이메일 주소를 확인해 주세요. 3일 동안 쓸 수 있습니다.",
        ),
        (
            "en",
            "[Chungbuk battery complex] Confirm your address",
            "Open this link to confirm your e-mail address. It works for three days.",
        ),
    ],
)
def test_sign_up_confirms_and_signs_in_and_goes_on(client, language, subject, words):
    sent = sign_up(client, language, going=GOING)
    assert (sent.status_code, sent.url) == (302, "/account/confirm-email/")
    assert [message.to for message in mail.outbox] == [["new@example.com"]]
    assert mail.outbox[0].subject == subject
    assert words in mail.outbox[0].body
    assert "new@example.com" not in link_in(mail.outbox[0])

    confirmed = client.post(link_in(mail.outbox[0]))

    assert (confirmed.status_code, confirmed.url) == (302, GOING)
    user = User.objects.get(email="new@example.com")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [user.name, user.latin_name, user.birth_date.isoformat(), user.language] == [
        "홍길동",
        "HONG Gildong",
        "1999-05-17",
        language,
    ]


def test_confirmation_in_another_browser_leads_through_sign_in_to_where_they_were_going(client, django_client):
    sign_up(client, going="/cohorts/7/apply/")
    link = link_in(mail.outbox[0])

    page = django_client.get(link)
    assert 'name="next" value="/cohorts/7/apply/"' in page.content.decode()
    confirmed = django_client.post(link)
    assert (confirmed.status_code, confirmed.url) == (302, "/cohorts/7/apply/")
    signed_in = django_client.post(
        "/account/login/?next=/cohorts/7/apply/", {"login": "new@example.com", "password": FILLED["password1"]}
    )
    assert (signed_in.status_code, signed_in.url) == (302, "/cohorts/7/apply/")


def test_next_survives_from_sign_in_over_a_password_reset(client, person):
    client.get("/account/login/?next=/attend/4/abc/")
    client.post("/account/password/reset/", {"email": person.email})
    key = client.get(link_in(mail.outbox[0]))
    client.post(key.url, {"password1": "another-long-password"})
    signed_in = client.post("/account/login/", {"login": person.email, "password": "another-long-password"})
    confirmation = mail.outbox[-1]
    if signed_in.url == "/account/confirm-email/":  # the address was not confirmed yet
        signed_in = client.post(link_in(confirmation))

    assert signed_in.url == "/attend/4/abc/"


def test_next_to_another_site_is_not_followed(client):
    sign_up(client, going="https://evil.example/")
    assert client.post(link_in(mail.outbox[0])).url == "/learn/"


def test_sign_up_with_a_known_address_looks_the_same_and_tells_the_owner(client, django_client, person):
    fresh = sign_up(client)
    known = sign_up(django_client, email=person.email)

    assert (known.status_code, known.url) == (fresh.status_code, fresh.url)
    assert words_of(client.get(fresh.url)) == words_of(django_client.get(known.url)).replace(
        person.email, FILLED["email"]
    )
    assert mail.outbox[-1].to == [person.email]
    assert mail.outbox[-1].subject == "[충북 이차전지 특화단지] 이미 계정이 있습니다"
    assert User.objects.filter(email=person.email).count() == 1
    person.refresh_from_db()
    assert person.name == "김하늘"


def test_sign_up_records_each_consent_with_its_version(client, texts):
    sign_up(client, consent_marketing="on")
    user = User.objects.get(email="new@example.com")

    given = Consent.objects.filter(user=user).order_by("pk")
    assert [(c.consent_text_id, c.given_at >= factories.NOW) for c in given] == [
        (texts["training"].pk, True),
        (texts["marketing"].pk, True),
    ]
    assert [entry.facts for entry in AuditEntry.objects.filter(action="given").order_by("pk")] == [
        {"text": "training", "version": 1},
        {"text": "marketing", "version": 1},
    ]


def test_optional_consent_is_never_needed_nor_ticked(client):
    page = client.get("/account/signup/").content.decode()
    assert "checked" not in page
    assert "선택 동의를 하지 않아도 신청할 수 있습니다." in page
    assert sign_up(client).status_code == 302


def test_consent_that_fails_to_be_recorded_leaves_no_account(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("training.accounts.forms.sign_up.consents.give", fail)
    with pytest.raises(RuntimeError):
        sign_up(client)
    assert not User.objects.filter(email="new@example.com").exists()


BAD = {
    "no address": ({"email": ""}, "이메일 주소를 입력해 주세요.", "Enter your e-mail address."),
    "no address at all": ({"email": None}, "이메일 주소를 입력해 주세요.", "Enter your e-mail address."),
    "not an address": (
        {"email": "hong"},
        "이메일 주소를 name@example.com처럼 입력해 주세요.",
        "Enter an e-mail address such as name@example.com.",
    ),
    "long address": (
        {"email": "a@" + "b" * 60 + ("." + "c" * 60) * 4 + ".kr"},
        "주소가 너무 깁니다.",
        "The address is too long.",
    ),
    "no password": ({"password1": ""}, "비밀번호를 입력해 주세요.", "Enter the password."),
    "long password": ({"password1": "a8" * 200}, "256자 이하로 입력해 주세요.", "Use at most 256 characters."),
    "no name": (
        {"name": ""},
        "신분증에 적힌 이름을 입력해 주세요. 글자가 하나 이상 있어야 합니다.",
        "Enter your name as it stands on your papers, with at least one letter.",
    ),
    "control characters only": (
        {"name": "\u202e\u200f\x07"},
        "신분증에 적힌 이름을 입력해 주세요. 글자가 하나 이상 있어야 합니다.",
        "Enter your name as it stands on your papers, with at least one letter.",
    ),
    "blank letters only": (
        {"name": "\u3164\u200b"},
        "신분증에 적힌 이름을 입력해 주세요. 글자가 하나 이상 있어야 합니다.",
        "Enter your name as it stands on your papers, with at least one letter.",
    ),
    "Hangul as Latin name": (
        {"latin_name": "홍길동"},
        "여권처럼 로마자로 입력해 주세요. 예: HONG Gildong",
        "Enter this name in Latin letters, as in the passport: HONG Gildong.",
    ),
    "no birth date": (
        {"birth_date": ""},
        "생년월일을 19990517처럼 숫자 8자리로 입력해 주세요.",
        "Enter your date of birth with eight digits, such as 19990517.",
    ),
    "no such day": (
        {"birth_date": "19990230"},
        "생년월일을 19990517처럼 숫자 8자리로 입력해 주세요.",
        "Enter your date of birth with eight digits, such as 19990517.",
    ),
    "seven digits": (
        {"birth_date": "1999517"},
        "생년월일을 19990517처럼 숫자 8자리로 입력해 주세요.",
        "Enter your date of birth with eight digits, such as 19990517.",
    ),
    "in the future": (
        {"birth_date": "20270101"},
        "아직 오지 않은 날짜입니다. 생년월일을 입력해 주세요.",
        "This day has not come yet. Enter your date of birth.",
    ),
    "no required consent": (
        {"consent_training": None},
        "동의하지 않으면 계정을 만들 수 없습니다. 읽고 선택해 주세요.",
        "Without this consent we cannot open an account. Read it and tick the box.",
    ),
}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("fault", BAD)
def test_bad_input_is_refused_with_its_sentence_and_keeps_the_rest(client, fault, language):
    changed, korean, english = BAD[fault]
    response = sign_up(client, language, **changed)

    assert (response.status_code, sentences(response)) == (422, [korean if language == "ko" else english])
    page = response.content.decode()
    assert page.count(korean if language == "ko" else english) >= 2  # in the summary and beside the field
    assert ("<title>오류:" if language == "ko" else "<title>Error:") in page
    if "latin_name" not in changed:
        assert 'value="HONG Gildong"' in page
    assert User.objects.count() == 0
    assert mail.outbox == []


@pytest.mark.parametrize("field", ["email", "password1", "name", "latin_name", "birth_date"])
@pytest.mark.parametrize(
    "number", ["990517-1234567", "9905171234567", "９９０５１７－１２３４５６７", "990517-1******"]
)
def test_resident_number_is_refused_in_every_field_and_logged_nowhere(client, caplog, field, number):
    caplog.set_level(logging.DEBUG)
    response = sign_up(client, **{field: f"{number}@example.com" if field == "email" else number})

    assert response.status_code == 422
    assert list(response.context["form"].errors[field]).count(REFUSED) == 1
    if field in ("name", "latin_name", "birth_date"):
        assert sentences(response) == [REFUSED]
    assert User.objects.count() == 0
    assert number not in caplog.text


@pytest.mark.parametrize(
    ("birth_date", "status"),
    [("20121123", 302), ("20121124", 422), ("20111231", 302), ("2012-11-23", 302), ("2012. 11. 24.", 422)],
)
def test_fourteenth_birthday_is_old_enough_in_the_complex_zone(client, birth_date, status):
    with time_machine.travel("2026-11-22T15:00:00Z", tick=False):  # 23 November, 00:00 in Korea
        response = sign_up(client, birth_date=birth_date)
    assert response.status_code == status
    if status == 422:
        assert sentences(response) == ["만 14세가 되지 않아 가입할 수 없습니다. 보호자와 함께 운영팀에 문의해 주세요."]


NAMES = {
    "html": ("<b>홍</b> & <script>alert(1)</script>", "<b>홍</b> & <script>alert(1)</script>"),
    "quotes": ('O\'Brien "홍"', 'O\'Brien "홍"'),
    "emoji": ("홍길동 🔋", "홍길동 🔋"),
    "decomposed": (unicodedata.normalize("NFD", "홍길동"), "홍길동"),
    "right-to-left marks": ("홍\u202e길\u2069동", "홍길동"),
    "spaces": ("  홍 \u3000 길동\t", "홍 길동"),
    "NUL": ("홍\x00길동", "홍길동"),
    "100": ("가" * 100, "가" * 100),
    "100 decomposed": (unicodedata.normalize("NFD", "각" * 100), "각" * 100),
}


@pytest.mark.parametrize("kind", NAMES)
def test_name_is_stored_and_shown_as_it_is(client, kind):
    typed, stored = NAMES[kind]
    sign_up(client, name=typed)
    assert User.objects.get(email="new@example.com").name == stored

    client.post(link_in(mail.outbox[0]))
    page = client.get("/account/").content.decode()
    assert "<script>alert" not in page
    assert "<b>홍" not in page


def test_name_of_101_characters_is_refused(client):
    response = sign_up(client, name="가" * 101)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]


def test_removed_direction_marks_are_told(client):
    page = client.get(sign_up(client, name="홍\u202e길동").url).content.decode()
    assert "이름" in page
    assert "방향" in page


def test_bytes_that_are_no_text_are_refused(client):
    response = client.post(
        "/account/signup/", b"email=%ff%fe&name=%ff", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 422
    assert User.objects.count() == 0


def test_sign_up_twice_makes_one_account(client, django_client):
    sign_up(client)
    sign_up(django_client)
    assert User.objects.filter(email="new@example.com").count() == 1


def test_sign_up_is_closed_where_no_text_is_in_force(client, texts):
    type(texts["training"]).objects.all().delete()
    page = client.get("/account/signup/").content.decode()
    assert "아직 가입할 수 없습니다" in page
    assert '<form method="post" novalidate' not in page
    assert User.objects.count() == 0


@pytest.fixture
def django_client():

    return Client()
