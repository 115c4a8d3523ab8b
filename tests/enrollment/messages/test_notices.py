"""A notice to cohorts: shown with its readers, confirmed, and sent to each of them once."""

import json

import pytest
from django.core import mail as box

from enrollment.models import CohortNotice, NoticeRecipient
from enrollment.services import notices
from enrollment.states import ApplicationState
from tests import factories
from tests.enrollment.messages import build
from tests.factories import NOW
from training.core import outbox
from training.core.errors import DomainError
from training.core.models import Delivery, Owed

pytestmark = pytest.mark.django_db
PAGE = "/teach/notices/new/"


def work_off():
    """What a worker would do, until nothing is owed."""
    while owed := Owed.objects.open().filter(kind__in=("core.mail", notices.OWED)).first():
        outbox.perform(owed.pk)


def form(cast, **values):
    return {"cohorts": [cast.cohort.pk], "audience": ["trainees"], "token": "a" * 32} | build.WORDS | values


def test_each_gets_one_mail_of_their_own_in_their_language(cast):
    factories.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort, trainee__language="en")
    build.write(cast, subject_en="Workwear", text_en="Bring it.")
    work_off()
    assert sorted((len(mail.to), mail.cc, mail.bcc) for mail in box.outbox) == [(1, [], [])] * 2
    assert {mail.subject.partition("] ")[2].partition(": ")[2] for mail in box.outbox} == {"실습복 안내", "Workwear"}
    everybody = {mail.to[0] for mail in box.outbox}
    for message in box.outbox:
        whole = message.message().as_string()
        assert [address for address in everybody if address in whole] == message.to


def test_without_english_words_the_korean_ones_go_out(cast):
    factories.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort, trainee__language="en")
    build.write(cast)
    assert {row.context["text"] for row in Delivery.objects.all()} == {build.WORDS["text"]}


def test_chunks_follow_each_other_until_everybody_is_told(cast, monkeypatch):
    monkeypatch.setattr(notices, "CHUNK", 3)
    build.crowd(cast.cohort, 6)
    notice = build.write(cast)
    assert Delivery.objects.count() == 3
    assert notices.tell_next(notice.pk, now=NOW) == 3
    work_off()
    assert notices.tell_next(notice.pk, now=NOW) == 0
    assert NoticeRecipient.objects.filter(delivery=None).count() == 0
    assert len({mail.to[0] for mail in box.outbox}) == len(box.outbox) == 7


def test_who_is_in_two_cohorts_gets_one(cast):
    other = factories.CohortFactory(complex=cast.complex)
    factories.EnrollmentFactory(complex=cast.complex, cohort=other, trainee=cast.trainee)
    notice = build.write(cast, cast.cohort, other)
    assert notice.recipients == Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        (["trainees"], ["trainee"]),
        (["applicants"], ["applicant"]),
        (["instructors"], ["instructor"]),
        (["trainees", "applicants", "instructors"], ["applicant", "instructor", "trainee"]),
    ],
)
def test_a_notice_reaches_whom_it_names(cast, kinds, names):
    factories.ApplicationFactory(complex=cast.complex, cohort=cast.cohort, applicant=cast.applicant)
    gone = factories.ApplicationFactory(complex=cast.complex, cohort=cast.cohort, state=ApplicationState.WITHDRAWN)
    build.crowd(cast.cohort, 1, trainee__is_active=False)
    build.write(cast, kinds=kinds)
    told = set(Delivery.objects.values_list("user", flat=True))
    assert told == {getattr(cast, name).pk for name in names}
    assert gone.applicant_id not in told


def test_nobody_to_write_to_is_refused(cast):
    with pytest.raises(DomainError):
        build.write(cast, factories.CohortFactory(complex=cast.complex))


def test_the_page_asks_before_it_sends_and_a_form_sent_twice_is_one_notice(cast, client):
    build.enter(client, cast.operator)
    asked = client.post(PAGE, form(cast))
    assert (asked.status_code, Delivery.objects.count()) == (200, 0)
    confirmed = form(cast) | {"confirmed": "1", "fingerprint": asked.context["reached"].fingerprint}
    answers = [client.post(PAGE, confirmed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (CohortNotice.objects.count(), Delivery.objects.count()) == (1, 1)
    assert client.get(answers[0]["Location"]).context["progress"].total == 1


def test_a_list_that_changed_meanwhile_is_shown_again(cast, client):
    build.enter(client, cast.operator)
    seen = client.post(PAGE, form(cast)).context["reached"].fingerprint
    build.crowd(cast.cohort, 1)
    again = client.post(PAGE, form(cast) | {"confirmed": "1", "fingerprint": seen})
    assert (again.status_code, again.context["changed"], Delivery.objects.count()) == (409, True, 0)


@pytest.mark.parametrize(
    "wrong",
    [{"cohorts": []}, {"audience": []}, {"subject": ""}, {"text": ""}, {"subject_en": "x"}, {"text_en": "x"},
     {"text": "900101-1234567"}, {"audience": ["everybody"]}],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_sent(cast, client, wrong):
    build.enter(client, cast.operator)
    assert (client.post(PAGE, form(cast, **wrong)).status_code, Delivery.objects.count()) == (422, 0)


def test_an_instructor_writes_to_trainees_of_their_own_cohorts_only(cast, client):
    build.enter(client, cast.instructor)
    other = cast.other_trainee.enrollments.get().cohort_id
    assert client.post(PAGE, form(cast)).status_code == 200
    assert client.post(PAGE, form(cast, cohorts=[other])).status_code == 422
    assert client.post(PAGE, form(cast, audience=["applicants"])).status_code == 422
    notice = build.write(cast, factories.TeachingFactory(complex=cast.complex).cohort, kinds=["instructors"])
    assert client.get(f"/teach/notices/{notice.pk}/").status_code == 404


def test_urgent_notices_also_go_to_phones_that_were_given(cast, settings, tmp_path):
    settings.TEXT_GATEWAY, settings.TEXT_DIR = "training.core.texts.Folder", str(tmp_path)
    factories.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort, trainee__phone="010-1234-5678")
    build.write(cast, urgent=True)
    work_off()
    (file,) = tmp_path.iterdir()
    assert json.loads(file.read_text())["number"] == "010-1234-5678"
    assert sorted(Delivery.objects.values_list("channel", "state")) == [("mail", "sent")] * 2 + [("text", "sent")]


@pytest.mark.parametrize("urgent", [False, True])
def test_without_a_gateway_or_urgency_no_text_message_is_owed(cast, settings, tmp_path, urgent):
    settings.TEXT_GATEWAY = "" if urgent else "training.core.texts.Folder"
    factories.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort, trainee__phone="010-1234-5678")
    build.write(cast, urgent=urgent)
    assert not Delivery.objects.filter(channel="text").exists()


def test_the_list_costs_the_same_for_one_and_for_three(cast, client, django_assert_max_num_queries):
    build.enter(client, cast.operator)
    counts = []
    for n in (1, 2):
        for _ in range(n):
            build.write(cast)
        client.get("/teach/notices/")
        with django_assert_max_num_queries(20) as captured:
            client.get("/teach/notices/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
