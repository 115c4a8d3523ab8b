"""Whoever sends a notice is killed in the middle: nobody is left out, and nobody is written to twice."""

import pytest
from django.core import mail as box
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from enrollment.services import notices
from tests.enrollment.messages import build
from tests.factories import NOW
from training.core import mail, outbox
from training.core.models import Delivery, Owed

pytestmark = pytest.mark.django_db
PEOPLE = 40


class Killed(BaseException):
    """What the code above cannot catch and carry on from."""


class Deadly(EmailBackend):
    """Its process ends once, at the mail of that number: before or after it was handed over."""

    at, after = 0, False

    def send_messages(self, messages):
        dies = len(box.outbox) + 1 == Deadly.at
        if dies and not Deadly.after:
            Deadly.at = 0
            raise Killed
        sent = super().send_messages(messages)
        if dies:
            Deadly.at = 0
            raise Killed
        return sent


@pytest.fixture
def people(cast, settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Deadly"
    monkeypatch.setattr(notices, "CHUNK", 10)
    build.crowd(cast.cohort, PEOPLE - 1)
    return {enrollment.trainee.email for enrollment in cast.cohort.enrollments.select_related("trainee")}


def die(at, *, after=False):
    Deadly.at, Deadly.after = at, after


def work_until_done():
    """Workers that perform what is owed; one that is killed leaves its lease, and the next comes when it has run out."""
    while owed := Owed.objects.open().filter(kind__in=(mail.OWED, notices.OWED)).first():
        try:
            outbox.perform(owed.pk)
        except Killed:
            Owed.objects.filter(pk=owed.pk).update(lease_until=None)


@pytest.mark.parametrize("at", [1, 7, 25, PEOPLE])
def test_killed_before_a_mail_is_handed_over_each_gets_exactly_one(cast, people, at):
    build.write(cast)
    die(at)
    work_until_done()
    assert sorted(message.to for message in box.outbox) == sorted([email] for email in people)
    assert len({message.message()["Message-ID"] for message in box.outbox}) == PEOPLE


def test_killed_between_handing_over_and_noting_it_the_same_mail_goes_out_under_the_same_id(cast, people):
    """No sender can know whether it was taken: the mailbox sees one mail, since both have one Message-ID."""
    build.write(cast)
    die(7, after=True)
    work_until_done()
    assert len(box.outbox) == PEOPLE + 1
    assert len({message.message()["Message-ID"] for message in box.outbox}) == PEOPLE
    assert {message.to[0] for message in box.outbox} == people


def test_killed_between_two_chunks_of_people_the_rest_follow_once(cast, people, monkeypatch):
    notice = build.write(cast)
    with monkeypatch.context() as patch:
        patch.setattr(notices, "_told", killer(notices._told, at=4))
        with pytest.raises(Killed):
            notices.tell_next(notice.pk, now=NOW)
    work_until_done()
    assert Delivery.objects.count() == len(box.outbox) == PEOPLE


def killer(told, *, at):
    seen = []

    def act(*args, **kwargs):
        seen.append(1)
        if len(seen) == at:
            raise Killed
        return told(*args, **kwargs)

    return act


def test_a_loop_over_the_people_doubles_what_went_before(cast, people):
    """Teeth: what a sender without deliveries does when it is killed and tried again."""

    def naive():
        for email in sorted(people):
            EmailMessage("subject", "text", "a@example.com", [email]).send()

    die(7)
    with pytest.raises(Killed):
        naive()
    naive()
    assert len(box.outbox) == PEOPLE + 6
