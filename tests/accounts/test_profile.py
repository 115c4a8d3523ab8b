"""The person's own page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from training.accounts.models import Consent, User
from training.accounts.services import consents, people
from training.core.errors import Refused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
FILLED = {
    "name": "김하늘",
    "latin_name": "KIM Haneul",
    "birth_date": "1999-05-17",
    "phone": "010-1234-5678",
    "language": "ko",
}


@pytest.fixture
def own(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_details_are_saved_and_only_the_fields_are_noted(own, person):
    response = own.post("/account/", {**FILLED, "name": "김바다"}, follow=True)

    person.refresh_from_db()
    assert [person.name, person.latin_name, person.phone] == ["김바다", "KIM Haneul", "010-1234-5678"]
    assert AuditEntry.objects.get(action="details").facts == {"fields": ["name", "latin_name", "phone"]}
    assert [str(message) for message in response.context["messages"]] == [
        "저장했습니다.",
        "이미 발급한 수료증의 이름은 바뀌지 않습니다.",
    ]


def test_saving_nothing_new_notes_nothing(own):
    own.post("/account/", FILLED)
    own.post("/account/", FILLED)
    assert AuditEntry.objects.filter(action="details").count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"name": ""}, "name", "신분증에 적힌 이름을 입력해 주세요. 글자가 하나 이상 있어야 합니다."),
        ({"name": "\u202e"}, "name", "신분증에 적힌 이름을 입력해 주세요. 글자가 하나 이상 있어야 합니다."),
        ({"phone": "전화"}, "phone", "전화번호를 010-1234-5678처럼 입력해 주세요."),
        (
            {"phone": "990517-1234567"},
            "phone",
            "주민등록번호로 보이는 값은 저장하지 않았습니다. 생년월일만 입력해 주세요.",
        ),
        (
            {"birth_date": "20150101"},
            "birth_date",
            "만 14세가 되지 않아 가입할 수 없습니다. 보호자와 함께 운영팀에 문의해 주세요.",
        ),
        ({"latin_name": "김하늘"}, "latin_name", "여권처럼 로마자로 입력해 주세요. 예: HONG Gildong"),
    ],
)
def test_bad_details_change_nothing(own, person, changed, field, sentence):
    response = own.post("/account/", {**FILLED, **changed})
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    assert User.objects.get(pk=person.pk).phone == ""


def test_name_of_101_characters_is_refused(own):
    response = own.post("/account/", {**FILLED, "name": "가" * 101})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])


def test_unknown_language_is_refused(own):
    assert own.post("/account/", {**FILLED, "language": "fr"}).status_code == 422


def test_language_follows_the_choice(own):
    page = own.post("/account/", {**FILLED, "language": "en"}, follow=True).content.decode()
    assert "Your details are saved." in page
    assert '<html lang="en"' in page


def test_unknown_detail_is_a_programming_fault(person, now):
    with pytest.raises(TypeError):
        people.change_details(person, by=person, now=now, email="x@example.com")


def test_optional_consent_is_taken_back_and_given_again(own, person, texts, now):
    [consent] = consents.give(person, [texts["marketing"]], now=now)

    page = own.post(f"/account/consents/{consent.pk}/withdraw/", follow=True)
    assert [str(message) for message in page.context["messages"]] == ["동의를 거두었습니다."]
    assert own.post(f"/account/consents/{consent.pk}/withdraw/").status_code == 409
    own.post(f"/account/consents/{texts['marketing'].pk}/give/")

    assert [c.withdrawn_at is None for c in Consent.objects.filter(user=person).order_by("pk")] == [False, True]


def test_required_consent_is_not_taken_back_by_a_button(own, person, texts, now):
    [consent] = consents.give(person, [texts["training"]], now=now)
    response = own.post(f"/account/consents/{consent.pk}/withdraw/")
    assert response.status_code == 409
    assert "훈련에 꼭 필요한 동의입니다." in response.content.decode()
    assert Consent.objects.standing().get() == consent


def test_consent_of_another_is_not_found(own, cast, texts, now):
    [consent] = consents.give(cast.trainee, [texts["marketing"]], now=now)
    assert own.post(f"/account/consents/{consent.pk}/withdraw/").status_code == 404
    with pytest.raises(Refused):
        consents.withdraw(consent, by=cast.operator, now=now)


def test_replaced_text_is_not_agreed_to(own, texts):
    old = texts["marketing"].pk
    newer(texts["marketing"])
    assert own.post(f"/account/consents/{old}/give/").status_code == 409
    assert not Consent.objects.exists()


def test_page_asks_the_same_number_of_queries_for_one_and_three_consents(own, person, texts, now):
    counts = []
    for keys in (["training"], ["marketing", "provision"]):
        consents.give(person, [texts[key] for key in keys], now=now)
        with CaptureQueriesContext(connection) as queries:
            own.get("/account/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def newer(text):
    text.pk, text.version = None, text.version + 1
    text._state.adding = True
    text.save()
    return text
