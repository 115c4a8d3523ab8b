"""What changed since a lesson was studied, and how far its reader is."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import LessonEdition
from enrollment.models import LessonProgress
from enrollment.queries import evidence, progress
from enrollment.services import progress as marks
from enrollment.states import EnrollmentState
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_enough]
LESSON = "/courses/cells/m1/m1-1/"


@pytest.fixture
def school(lasting):
    """Built once for this module."""
    return lasting


def sign_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


def study(school, key="m1-1", language="ko"):
    edition = LessonEdition.objects.latest_of(school.lesson(key), language)
    return marks.finish(edition, by=school.trainee, complex=school.complex, now=factories.NOW)


def rewrite(school, *, language="ko", **fields):
    page = school.page("m1-1", language)
    for name, text in fields.items():
        setattr(page, name, text)
    page.save_revision().publish()


def address(school):
    return f"/learn/lessons/{school.lesson('m1-1').pk}/changes/"


def test_a_lesson_says_that_it_changed_and_leads_to_what_changed(client, school):
    study(school)
    sign_in(client, school.trainee)
    assert address(school) not in client.get(LESSON).content.decode()
    rewrite(school, summary="요약 문장 둘")

    assert f'<a href="{address(school)}">달라진 곳 보기</a>' in client.get(LESSON).content.decode()
    html = client.get(address(school)).content.decode()
    assert "1곳이 다릅니다" in html
    assert "둘" in html.partition("<ins>")[2].partition("</ins>")[0]


def test_the_language_studied_counts_whatever_is_read_now(client, school):
    study(school, language="en")
    sign_in(client, school.trainee)
    rewrite(school, summary="요약 문장 둘")
    assert address(school) not in client.get(f"/en{LESSON}").content.decode()

    rewrite(school, language="en", summary="Another summary")
    for page in (f"/en{LESSON}", LESSON):
        assert address(school) in client.get(page).content.decode()
    assert "Another" in client.get(address(school)).content.decode()


def test_markup_in_a_text_is_shown_as_text(client, school):
    study(school)
    sign_in(client, school.trainee)
    rewrite(school, summary="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(address(school)).content.decode()


def test_nothing_studied_or_nothing_changed_is_said(client, school):
    sign_in(client, school.trainee)
    assert "견줄 것이 없습니다" in client.get(address(school)).content.decode()
    study(school)
    assert "달라진 곳이 없습니다" in client.get(address(school)).content.decode()


def test_knowing_the_changes_takes_the_notice_away(client, school):
    study(school)
    rewrite(school, summary="요약 문장 둘")
    sign_in(client, school.trainee)
    newest = LessonEdition.objects.latest_of(school.lesson("m1-1"), "ko")
    client.post(f"/learn/lessons/{newest.pk}/finish/", {"next": LESSON})
    assert LessonProgress.objects.get().edition == newest
    assert address(school) not in client.get(LESSON).content.decode()


def test_only_people_of_the_course_see_it(client, school):
    another = factories.EnrollmentFactory(complex=school.complex).trainee
    assert client.get(address(school)).status_code == 302
    for person in (another, school.writer, school.lead):
        sign_in(client, person)
        assert client.get(address(school)).status_code == 403


def test_it_asks_as_often_for_one_change_as_for_three(client, school):
    study(school)
    sign_in(client, school.trainee)
    counts = []
    for fields in ({"summary": "둘"}, {"summary": "셋", "objectives": "하나\n둘", "sources": "책"}):
        rewrite(school, **fields)
        client.get(address(school))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(school))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_progress_is_counted_by_module_and_course(client, school):
    study(school)
    of_course = progress.of_course(school.trainee, school.complex, school.course.pk)
    entries = [SimpleNamespace(id=school.lesson(key).pk, minutes=45) for key in ("m1-1", "m1-2")]
    assert of_course.among(entries) == progress.Part(done=1, of=2, minutes_left=45)

    sign_in(client, school.trainee)
    html = client.get(LESSON).content.decode()
    assert "이 교과목 2차시 중 1차시 마침" in html
    assert '<progress value="1" max="4"' in html
    assert '<progress value="1" max="2"' in client.get("/courses/cells/m1/").content.decode()
    assert '<progress value="1" max="4"' in client.get("/courses/cells/").content.decode()


@pytest.mark.parametrize(("minutes", "hours"), [(0, 0), (180, 0), (181, 4), (240, 4), (241, 5)])
def test_many_minutes_are_said_in_hours(minutes, hours):
    assert progress.Part(0, 1, minutes).hours_left == hours


def test_the_content_of_an_edition_is_read_for_the_difference_only(client, school):
    study(school)
    sign_in(client, school.trainee)
    with CaptureQueriesContext(connection) as asked:
        client.get(LESSON)
    assert not [q for q in asked if '"courses_lessonedition"."content"' in q["sql"]]
    with CaptureQueriesContext(connection) as asked:
        client.get(address(school))
    assert len([q for q in asked if '"courses_lessonedition"."content"' in q["sql"]]) == 1


def test_people_in_training_find_the_way_to_ask_about_a_lesson_and_nobody_else_does(client, school):
    enrollment = school.trainee.enrollments.get()
    ask = f"/learn/questions/ask/{enrollment.pk}/?lesson={school.lesson('m1-1').pk}"
    sign_in(client, school.trainee)
    for page in (LESSON, f"/en{LESSON}"):
        assert f'href="{ask}"' in client.get(page).content.decode()

    enrollment.state = EnrollmentState.COMPLETED
    enrollment.save()
    assert "/learn/questions/ask/" not in client.get(LESSON).content.decode()
    for person in (school.writer, school.lead):
        sign_in(client, person)
        assert "/learn/questions/ask/" not in client.get(LESSON).content.decode()


def test_the_way_to_ask_costs_no_query(client, school):
    """Who asks was answered already, where the progress was."""
    sign_in(client, school.trainee)
    client.get(LESSON)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(LESSON).content.decode()
    assert "/learn/questions/ask/" in page
    enrollments = [query["sql"] for query in captured if 'FROM "enrollment_enrollment"' in query["sql"]]
    assert len(enrollments) == 1


def test_a_lesson_taken_off_the_site_is_asked_of_nobody_and_counts_for_nobody(school, django_assert_num_queries):
    enrollment = study(school).enrollment
    cohort = enrollment.cohort
    policy = cohort.program.policy_on(cohort.ends_on)
    asked, gone = progress.published_lessons(school.course.pk), school.lesson("m1-1").pk

    def counted():
        beside = evidence.of_people(cohort, [enrollment], policy)[enrollment.pk]
        return beside.lessons, len(beside.marks)

    assert (gone in asked, counted()) == (True, (len(asked), 1))
    school.page("m1-1").unpublish()
    with django_assert_num_queries(1):
        assert progress.published_lessons(school.course.pk) == asked - {gone}
    assert counted() == (len(asked) - 1, 0)
