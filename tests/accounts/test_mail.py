"""Mail: once, in the person's language, to the person alone."""

from datetime import date

import pytest
from django.core import mail as box
from django.db import IntegrityError, transaction

from tests import factories
from training.core import clock, mail, outbox
from training.core.models import Delivery, Owed

pytestmark = pytest.mark.django_db
CONTEXT = {"what": "3기", "on": date(2026, 12, 1), "link": "/learn/"}


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "test.note.subject.txt").write_text(
        "{% load i18n %}{% get_current_language as l %}{% if l == 'ko' %}{{ what }} 합격\n{% else %}Accepted: {{ what }}{% endif %}"
    )
    (folder / "test.note.txt").write_text(
        '{% extends "mail/base.txt" %}{% load core %}{% block news %}{{ what }} {{ on|date_words }}{% endblock %}'
    )
    (folder / "test.note.html").write_text('{% extends "mail/base.html" %}{% block news %}{{ what }}{% endblock %}')
    templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    settings.TEMPLATES = templates


def send(person, complex, now, key="note:1", **context):
    return mail.send("test.note", to=person, context={**CONTEXT, **context}, complex=complex, now=now, key=key)


def test_mail_is_owed_and_then_sent(person, complex):
    delivery = send(person, complex, clock.now())
    assert (delivery.state, box.outbox) == ("owed", [])

    assert outbox.perform(Owed.objects.get(kind="core.mail", subject=str(delivery.pk)).pk)

    delivery.refresh_from_db()
    assert [delivery.state, delivery.address, delivery.language] == ["sent", person.email, "ko"]
    message = box.outbox[0]
    assert [message.to, message.cc, message.bcc, message.attachments] == [[person.email], [], [], []]
    assert message.subject == delivery.subject == "[충북 이차전지 특화단지] 3기 합격"
    assert message.body == delivery.text
    assert message.body.splitlines()[:3] == ["김하늘 님,", "", "3기 2026. 12. 1.(화)"]
    assert "http://localhost/learn/" in message.body
    assert message.alternatives[0][0] == delivery.html
    assert "<img" not in delivery.html


def test_mail_in_the_other_language(complex, now):
    person = factories.UserFactory(name="Kim <b>Sky</b>", language="en")
    mail.deliver(send(person, complex, now).pk, now=now)
    message = box.outbox[0]
    assert message.subject == "[Chungbuk battery complex] Accepted: 3기"
    assert message.body.splitlines()[:3] == ["Dear Kim <b>Sky</b>,", "", "3기 1 Dec 2026 (Tue)"]
    assert "Kim &lt;b&gt;Sky&lt;/b&gt;" in message.alternatives[0][0]
    assert message.from_email == "Chungbuk battery complex <no-reply@ochang.example>"


def test_language_is_that_of_the_moment_of_sending(person, complex, now):
    delivery = send(person, complex, now)
    person.language = "en"
    person.save()
    mail.deliver(delivery.pk, now=now)
    assert box.outbox[0].subject == "[Chungbuk battery complex] Accepted: 3기"


def test_delivering_twice_sends_once(person, complex, now):
    delivery = send(person, complex, now)
    assert [mail.deliver(delivery.pk, now=now), mail.deliver(delivery.pk, now=now)] == [True, False]
    assert len(box.outbox) == 1


def test_same_key_is_owed_once_and_another_is_another(person, complex, now):
    assert send(person, complex, now) == send(person, complex, now)
    send(person, complex, now, key="note:2")
    assert [Delivery.objects.count(), Owed.objects.filter(kind="core.mail").count()] == [2, 2]


def test_same_key_for_two_people_is_two_mails_and_neither_shows_the_other(person, complex, now):
    other = factories.UserFactory(name="이바다")
    for someone in (person, other):
        mail.deliver(send(someone, complex, now).pk, now=now)
    assert [message.to for message in box.outbox] == [[person.email], [other.email]]
    assert other.email not in str(box.outbox[0].message())
    assert person.email not in str(box.outbox[1].message())


def test_mail_of_a_failed_transaction_is_not_owed(person, complex, now):
    def fail():
        with transaction.atomic():
            send(person, complex, now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Delivery.objects.exists()
    assert not Owed.objects.filter(kind="core.mail").exists()


def test_failure_is_kept_and_tried_again(person, complex, now, settings):
    delivery = send(person, complex, clock.now())
    owed = Owed.objects.get(kind="core.mail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.nowhere.EmailBackend"
    assert not outbox.perform(owed.pk)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert delivery.failure.startswith("ModuleNotFoundError")

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail.deliver(delivery.pk, now=now)
    delivery.refresh_from_db()
    assert [delivery.state, delivery.failure] == ["sent", ""]


def test_subject_stays_one_line(person, complex, now):
    mail.deliver(send(person, complex, now, what="3기\r\nBcc: all@example.com").pk, now=now)
    assert box.outbox[0].subject == "[충북 이차전지 특화단지] 3기 Bcc: all@example.com 합격"


def test_sender_is_the_complexs_own_address(person, complex, now):
    complex.sender_email, complex.support_email = "edu@cbtp.example", "help@cbtp.example"
    complex.save()
    mail.deliver(send(person, complex, now).pk, now=now)
    assert box.outbox[0].from_email.endswith("<edu@cbtp.example>")
    assert box.outbox[0].reply_to == ["help@cbtp.example"]


def test_sent_without_instant_is_refused_by_the_database(person, complex, now):
    delivery = send(person, complex, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(state="sent")


def test_second_delivery_under_one_key_is_refused_by_the_database(person, complex, now):
    send(person, complex, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(complex=complex, user=person, kind="x", key="note:1", created_at=now)
