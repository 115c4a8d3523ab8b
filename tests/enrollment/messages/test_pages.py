"""The operator's list of messages, what mails say, and a person's own list."""

import pytest
from django.core import mail as box

from tests.enrollment.messages import build
from tests.factories import NOW
from training.core import mail
from training.core.models import Delivery, MessageTemplate

pytestmark = pytest.mark.django_db
WORDS = "/desk/messages/words/offer_made/ko/"


@pytest.fixture
def sent(cast):
    build.write(cast)
    delivery = Delivery.objects.get()
    mail.deliver(delivery.pk, now=NOW)
    return Delivery.objects.get()


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 1), ("state=sent", 1), ("state=bounced", 0), ("kind=cohort_notice", 1), ("kind=offer_made", 0),
        ("person=홍길", 1), ("person=nobody", 0), ("channel=text", 0), ("channel=mail", 1), ("state=nonsense", 1),
        ("notice=0", 1), ("cohort=x", 1), ("page=9", 1),
    ],
)  # fmt: skip
def test_filters_stand_in_the_address(cast, client, sent, query, n):
    page = build.enter(client, cast.operator).get(f"/desk/messages/?{query}")
    assert (page.status_code, len(page.context["rows"])) == (200, n)


def test_filters_by_cohort_and_notice(cast, client, sent):
    build.enter(client, cast.operator)
    other = cast.other_trainee.enrollments.get().cohort_id
    notice = sent.notice_recipient.notice_id
    found = [f"cohort={cast.cohort.pk}", f"cohort={other}", f"notice={notice}", f"notice={notice + 1}"]
    assert [len(client.get(f"/desk/messages/?{query}").context["rows"]) for query in found] == [1, 0, 1, 0]


def test_the_list_costs_the_same_for_one_and_for_three(cast, client, sent, django_assert_max_num_queries):
    build.enter(client, cast.operator)
    counts = []
    for n in (0, 2):
        for _ in range(n):
            build.write(cast)
        client.get("/desk/messages/")
        with django_assert_max_num_queries(20) as captured:
            client.get("/desk/messages/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_message_that_went_out_is_sent_again_beside_the_first(cast, client, sent):
    cast.trainee.email = "new@example.com"
    cast.trainee.save()
    answer = build.enter(client, cast.operator).post(f"/desk/messages/{sent.pk}/resend/")
    again = Delivery.objects.exclude(pk=sent.pk).get()
    assert answer["Location"] == f"/desk/messages/{again.pk}/"
    mail.deliver(again.pk, now=NOW)
    assert [message.to for message in box.outbox] == [[sent.address], ["new@example.com"]]
    assert len(build.enter(client, cast.trainee).get("/learn/notices/").context["notices"]) == 1


def test_a_message_that_failed_is_tried_again_itself(cast, client):
    build.write(cast)
    Delivery.objects.update(state="failed", failure="x")
    build.enter(client, cast.operator).post(f"/desk/messages/{Delivery.objects.get().pk}/resend/")
    assert Delivery.objects.get().state == "owed"


def test_a_neighbor_sees_neither_list_nor_message(cast, client, sent):
    build.enter(client, cast.neighbor)
    assert [client.get(path).status_code for path in ("/desk/messages/", f"/desk/messages/{sent.pk}/")] == [403, 403]


def test_words_are_previewed_saved_and_taken_back(cast, client):
    build.enter(client, cast.operator)
    words = {"subject": "{cohort} 안내", "body": "{course} <b>자리</b> {deadline}", "base": 0}
    shown = client.post(WORDS, words | {"preview": "1"})
    assert (shown.status_code, MessageTemplate.objects.count()) == (200, 0)
    assert "<b>자리</b>" in shown.context["sample"]["text"]
    assert "&lt;b&gt;자리" in shown.context["sample"]["html"]
    assert client.post(WORDS, words).status_code == 302
    assert client.post(WORDS, words).status_code == 409  # made on an older version
    assert client.get(WORDS).context["form"]["body"].value() == words["body"]
    assert client.post(WORDS + "restore/", {"base": "1"}).status_code == 302
    assert MessageTemplate.objects.count() == 2


@pytest.mark.parametrize("body", ["{nobody}", "{{ user.password }}", "{course}", "{% now 'Y' %}"])
@pytest.mark.parametrize("act", [{}, {"preview": "1"}])
def test_words_that_cannot_be_are_refused_at_their_field(cast, client, body, act):
    answer = build.enter(client, cast.operator).post(WORDS, {"subject": "x", "body": body, "base": 0} | act)
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["body"])
    assert not MessageTemplate.objects.exists()


@pytest.mark.parametrize("path", ["no_such/ko/", "offer_made/fr/"])
def test_other_kinds_and_languages_are_not_there(cast, client, path):
    assert build.enter(client, cast.operator).get(f"/desk/messages/words/{path}").status_code == 404


def test_what_was_read_is_no_longer_new_and_only_for_its_reader(cast, client, sent):
    build.enter(client, cast.other_trainee).get("/learn/notices/")
    build.enter(client, cast.trainee)
    assert [client.get("/learn/notices/").context["notices"][0].is_new for _ in range(2)] == [True, False]
