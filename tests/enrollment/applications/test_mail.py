"""What applicants read in their mail, in their language."""

from datetime import timedelta

import pytest
from django.core import mail as sent

from enrollment.models import Application, Cohort, Enrollment
from enrollment.services import applications, enrollments, offers
from enrollment.states import Selection
from tests import factories
from tests.factories import NOW
from training.core import mail
from training.core.models import Delivery

pytestmark = pytest.mark.django_db


def apply(cohort, person):
    return applications.apply(cohort, applicant=person, kind="employed", now=NOW)


@pytest.fixture
def people(complex):
    """Every mail there is, to a person who reads this language."""

    def all_mails(language: str):
        course = factories.CourseFactory(complex=complex)
        cohort = factories.CohortFactory(complex=complex, course=course, number=3, seats=1)
        first, second = (factories.UserFactory(name="김<가>람", language=language) for _ in range(2))
        apply(cohort, first), apply(cohort, second)
        enrollments.withdraw(Enrollment.objects.get(trainee=first), by=first, reason="취업", now=NOW)
        later = NOW + timedelta(hours=48)
        for offer in Application.objects.get(applicant=second).offers.all():
            offers.expire(offer, now=later)
        reviewed = factories.CohortFactory(complex=complex, selection=Selection.REVIEWED, number=4)
        application = apply(reviewed, factories.UserFactory(name="이나래", language=language))
        Cohort.objects.filter(pk=reviewed.pk).update(selection=Selection.FIRST_COME)  # so that one is decided alone
        applications.reject(application, by=None, reason="자격 요건 미달", now=NOW)
        for delivery in Delivery.objects.order_by("pk"):
            mail.deliver(delivery.pk, now=NOW)
        return {
            delivery.kind: message
            for delivery, message in zip(Delivery.objects.order_by("pk"), sent.outbox, strict=True)
        }

    return all_mails


NAME = "배터리 셀 제조공정 실무 3기"


def test_korean_mail_says_the_news_first(people):
    found = people("ko")

    assert {kind: message.subject.split("] ")[1] for kind, message in found.items()} == {
        "seat_given": "3기 합격: 2026. 12. 7.(월) 개강합니다",
        "waitlisted": "3기 대기 1번입니다",
        "offer_made": "3기 자리가 났습니다: 2026. 11. 25.(수) 09:00까지 수락해 주세요",
        "offer_expired": "3기 자리 제안 기한이 지났습니다",
        "application_received": "4기 신청 접수: 2026. 12. 7.(월) 전에 알려 드립니다",
        "not_selected": "4기 신청 결과",
    }
    assert (
        f"{NAME}에 자리를 받았습니다. 2026. 12. 7.(월) 배터리 제조·검증지원센터에서 개강합니다."
        in found["seat_given"].body
    )
    assert f"{NAME} 자리를 2026. 11. 25.(수) 09:00까지 비워 둡니다." in found["offer_made"].body
    assert "사유: 자격 요건 미달" in found["not_selected"].body


def test_english_mail_says_the_same(people):
    found = people("en")

    assert {kind: message.subject.split("] ")[1] for kind, message in found.items()} == {
        "seat_given": "Cohort 3: you have a seat, it begins on 7 Dec 2026 (Mon)",
        "waitlisted": "Cohort 3: you are number 1 in the queue",
        "offer_made": "Cohort 3: a seat is held for you until 25 Nov 2026 (Wed) 09:00",
        "offer_expired": "Cohort 3: the seat is no longer held for you",
        "application_received": "Cohort 4 application received: we answer before 7 Dec 2026 (Mon)",
        "not_selected": "Cohort 4: the result of your application",
    }


def test_each_mail_leads_to_the_application_and_escapes_names(people):
    found = people("ko")

    for message in found.values():
        (html, _type), *_rest = message.alternatives
        assert "/cohorts/applications/" in message.body
        assert "/cohorts/applications/" in html
        assert "<가>" not in html
    assert "김<가>람" in found["seat_given"].body
