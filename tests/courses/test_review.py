"""Who hears of a review and of comments, the switch of review, and pages that go live or expire at their time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as letters
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, CommentReply, Page, PageLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from courses.models import Course, LessonEdition, LessonPage, Module
from courses.services import authors, scheduling
from courses.tasks import publish_scheduled
from tests import factories
from tests.courses.test_authoring import NEW_MODULE, decide, edit, form_of, sign_in, submit
from training.core import mail
from training.core.models import AuditEntry, Delivery

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def told(kind: str) -> list[str]:
    return sorted(row.user.name for row in Delivery.objects.filter(kind=kind))


def client_of(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(row: Delivery):
    letters.outbox.clear()
    mail.deliver(row.pk, now=NOON)
    (message,) = letters.outbox
    return message


# --- mail ----------------------------------------------------------------------------------------
def test_reviewers_hear_of_a_submission_once_and_wagtail_itself_writes_nothing(client, school):
    page = school.page("m1-1")
    factories.UserFactory(is_superuser=True)
    letters.outbox.clear()
    submit(sign_in(client, school.writer), page)
    assert told("review_submitted") == ["이검토", "최책임"]
    assert letters.outbox == []

    message = sent(Delivery.objects.get(user=school.second))
    assert "「차시 m1-1」 검토를 기다립니다" in message.subject
    assert "김작성 님이 「차시 m1-1」의 검토를 요청했습니다." in message.body
    assert f"/cms/pages/{page.pk}/edit/" in message.body


def waiting_link(page) -> str:
    """What the panel of reviews leads to; the list of messages may still name the lesson."""
    return f'href="/cms/pages/{page.pk}/edit/"'


def test_the_submitter_hears_of_a_return_with_the_comment_and_of_the_approval_after(client, school):
    type(school.writer).objects.filter(pk=school.writer.pk).update(language="en")
    page = school.page("m1-1")
    submit(sign_in(client, school.writer), page)
    decide(sign_in(client, school.second), page, "reject", comment="출처를 <적어> 주세요")
    assert told("review_returned") == ["김작성"]
    message = sent(Delivery.objects.get(kind="review_returned"))
    assert "came back with a comment" in message.subject
    assert "> 출처를 <적어> 주세요" in message.body
    assert "출처를 &lt;적어&gt; 주세요" in message.alternatives[0][0]
    desk = client_of(school.writer).get(reverse("enrollment:teach")).content.decode()
    assert page.title in desk
    assert "출처를 &lt;적어&gt; 주세요" in desk
    assert waiting_link(page) not in client_of(school.second).get(reverse("enrollment:teach")).content.decode()

    edit(sign_in(client, school.writer), page, summary="고친 요약")
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **{"action-restart-workflow": "1"}))
    assert told("review_submitted") == ["이검토", "이검토", "최책임", "최책임"]
    assert waiting_link(page) not in client_of(school.writer).get(reverse("enrollment:teach")).content.decode()
    decide(sign_in(client, school.lead), page, "approve", comment="좋습니다")
    assert told("review_approved") == ["김작성"]
    assert "> 좋습니다" in sent(Delivery.objects.get(kind="review_approved")).body
    assert told("review_returned") == ["김작성"]


def test_who_declined_such_mail_on_the_account_page_gets_none(client, school):
    UserProfile.objects.filter(pk=UserProfile.get_for_user(school.second).pk).update(submitted_notifications=False)
    submit(sign_in(client, school.writer), school.page("m1-1"))
    assert told("review_submitted") == ["최책임"]


# --- comments and locks ---------------------------------------------------------------------------
def comments(**data) -> dict:
    base = {
        "text": "이 값의 출처는?",
        "contentpath": "summary",
        "position": "",
        "id": "",
        "deleted": "",
        "resolved": "",
    }
    base |= {"replies-TOTAL_FORMS": "0", "replies-INITIAL_FORMS": "0"}
    base |= {"replies-MIN_NUM_FORMS": "0", "replies-MAX_NUM_FORMS": "1000"}
    return {f"comments-0-{key}": value for key, value in (base | data).items()} | {"comments-TOTAL_FORMS": "1"}


def test_a_comment_is_kept_and_its_followers_hear_of_it(client, school):
    page = school.page("m1-1")
    PageSubscription.objects.create(page=page, user=school.writer, comment_notifications=True)
    letters.outbox.clear()
    assert edit(sign_in(client, school.second), page, **comments()).status_code == 302
    comment = Comment.objects.get(page=page)
    assert (comment.text, comment.user) == ("이 값의 출처는?", school.second)
    assert (told("comments_made"), letters.outbox) == (["김작성"], [])
    assert "> 이 값의 출처는?" in sent(Delivery.objects.get(kind="comments_made")).body

    reply = {
        "replies-TOTAL_FORMS": "1",
        "replies-0-text": "가이드 3쪽입니다",
        "replies-0-id": "",
        "replies-0-deleted": "",
    }
    kept = {"id": comment.pk, **reply}
    edit(sign_in(client, school.writer), page, **comments(**kept), **{"comments-INITIAL_FORMS": "1"})
    assert CommentReply.objects.get().text == "가이드 3쪽입니다"
    assert told("comments_made") == ["김작성", "이검토"]  # who began the thread hears of its answer


def test_an_author_follows_the_comments_on_what_they_added(client, school):
    data = NEW_MODULE | {"block": school.course.blocks.get(key="electrode").pk}
    sign_in(client, school.writer).post(reverse("courses:add_module", args=[school.course.pk]), data)
    page = LessonPage.objects.get(lesson__key="gas-out")
    edit(sign_in(client, school.second), page, **comments())
    assert told("comments_made") == ["김작성"]


def test_an_instructor_locks_and_unlocks_in_the_own_course_only(client, school):
    page = school.page("m1-1")
    lock, unlock = (reverse(f"wagtailadmin_pages:{act}", args=[page.pk]) for act in ("lock", "unlock"))
    sign_in(client, school.outsider).post(lock)
    assert not Page.objects.get(pk=page.pk).locked
    sign_in(client, school.writer).post(lock)
    assert Page.objects.get(pk=page.pk).locked_by == school.writer
    before = page.revisions.count()
    edit(sign_in(client, school.second), page)
    client.post(unlock)
    assert (page.revisions.count(), Page.objects.get(pk=page.pk).locked) == (before, True)
    sign_in(client, school.writer).post(unlock)
    assert not Page.objects.get(pk=page.pk).locked


# --- the switch ----------------------------------------------------------------------------------
def test_an_administrator_switches_review_off_and_on_and_it_is_recorded(client, school):
    address = reverse("courses:review_rule")
    page = sign_in(client, school.admin).get(address).content.decode()
    assert "검토 끄기" in page
    assert "과정 2개, 3명" in page
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()

    for wish in ("off", "off", "on"):
        assert client.post(address, {"required": wish}).status_code == 302
        group = Course.objects.get(pk=school.course.pk).authors
        may = group.page_permissions.filter(permission__codename="publish_page").exists()
        assert may == (wish == "off")
    entries = AuditEntry.objects.filter(action="review").order_by("pk")
    assert [(e.from_state, e.to_state, e.actor, e.complex) for e in entries] == [
        ("on", "off", school.admin, school.complex),
        ("off", "on", school.admin, school.complex),
    ]


@pytest.mark.parametrize("name", ["writer", "lead", "outsider"])
def test_others_cannot_switch_it(client, school, name):
    response = sign_in(client, getattr(school, name)).post(reverse("courses:review_rule"), {"required": "off"})
    school.complex.refresh_from_db()
    assert (response.status_code, school.complex.review_required) == (403, True)


def test_without_review_a_new_module_is_published_by_its_instructor(client, school):
    authors.require_review(school.complex, required=False, by=school.admin, now=factories.NOW)
    data = NEW_MODULE | {"block": school.course.blocks.get(key="electrode").pk}
    sign_in(client, school.writer).post(reverse("courses:add_module", args=[school.course.pk]), data)
    page = LessonPage.objects.get(lesson__key="gas-out")
    edit(client, page, **{"action-publish": "1"})
    assert Module.objects.published().filter(key="degassing").exists()


# --- in time -------------------------------------------------------------------------------------
def put_off(page: LessonPage, *, summary: str, by, **times) -> None:
    """Approve a text that goes live, or expires, later."""
    page.summary = summary
    for name, at in times.items():
        setattr(page, name, at)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)


def test_a_page_goes_live_at_its_time_once_with_an_edition_and_its_author(client, school):
    page = school.page("m1-1")
    soon = NOON + timedelta(hours=1)
    with time_machine.travel(NOON, tick=False):
        put_off(page, summary="내일의 요약", by=school.lead, go_live_at=soon)
        publish_scheduled()
    editions = LessonEdition.objects.filter(lesson=page.lesson, language="ko")
    assert editions.count() == 1

    with time_machine.travel(soon, tick=False):
        publish_scheduled()
        publish_scheduled()
    assert LessonPage.objects.get(pk=page.pk).summary == "내일의 요약"
    last = editions.latest("number")
    assert (editions.count(), last.published_by, last.published_at) == (2, school.lead, soon)
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1


def test_a_page_expires_at_its_time_and_keeps_its_editions(client, school):
    page = school.page("m1-1")
    with time_machine.travel(NOON, tick=False):
        put_off(page, summary="요약", by=school.lead, expire_at=NOON + timedelta(hours=1))
        assert scheduling.come_due(now=NOON) == (0, 0)
    before = LessonEdition.objects.count()
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert scheduling.come_due(now=NOON + timedelta(hours=1)) == (0, 1)
    page.refresh_from_db()
    assert (page.live, page.expired, LessonEdition.objects.count()) == (False, True, before)
    assert client.get("/courses/cells/m1/m1-1/").status_code == 404


def test_a_page_that_fails_keeps_no_other_back(school):
    good, bad = school.page("m1-1"), school.page("m1-2")
    with time_machine.travel(NOON, tick=False):
        for page in (bad, good):
            put_off(page, summary="나중", by=school.lead, go_live_at=NOON + timedelta(minutes=1))
    LessonPage.objects.filter(pk=bad.pk).update(lesson=None, live=False)  # presents nothing: publishing is refused
    later = NOON + timedelta(minutes=2)
    with time_machine.travel(later, tick=False):
        assert scheduling.come_due(now=later) == (1, 0)
    assert LessonPage.objects.get(pk=good.pk).summary == "나중"


def test_an_approved_page_with_a_later_time_waits_for_it(client, school):
    """Approval publishes; where the author set a time, it publishes then."""
    page = school.page("m1-1")
    submit(sign_in(client, school.writer), page, go_live_at="2026-11-26 09:00")
    with time_machine.travel(NOON, tick=False):
        decide(sign_in(client, school.second), page)
    assert LessonEdition.objects.filter(lesson=page.lesson, language="ko").count() == 1
    morning = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
    with time_machine.travel(morning, tick=False):
        publish_scheduled()
    last = LessonEdition.objects.latest_of(page.lesson, "ko")
    assert (last.number, last.published_by) == (2, school.second)
