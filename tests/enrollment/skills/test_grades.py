"""The gradebook: what instructors see of all, what trainees see of themselves, and the file."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from enrollment.models import Cohort
from enrollment.services import quiz_grading, quizzes, skills
from enrollment.services.readings import Reading
from enrollment.services.skills import Circumstances
from enrollment.states import CohortState
from tests import factories
from tests.enrollment.quizzes import build as quiz_build
from tests.enrollment.skills import build
from tests.queries import questions
from training.accounts.models import AccessRecord
from training.core import clock, tables
from training.core.models import AuditEntry


@pytest.fixture
def person(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    cast.cohort.refresh_from_db()
    return cast.cohort.enrollments.select_related("cohort", "trainee").get(trainee=cast.trainee)


WHY = {"reason": "assessment"}  # what is taken away is taken for a reason


def study(cast, person, *, key="quiz", percent=80):
    """An essay that was graded, and a skill that was passed."""
    now = clock.now()
    quiz = quiz_build.quiz(cast.cohort, key=key, said={"essay": quiz_build.ESSAY}, is_required=True)
    attempt = quizzes.start(person, quiz, by=person.trainee, now=now)
    quizzes.save(attempt, 1, {"text": "…"}, now=now)
    quizzes.hand_in(attempt, by=person.trainee, now=now)
    quiz_grading.by_hand(attempt.answers.get(), percent=percent, remark="", by=cast.instructor, now=now)
    skill = build.skill(cast.cohort, key=f"skill-{key}")
    skills.record(
        cast.cohort, skill, {person.pk: Reading("70.5")}, Circumstances(now, "t"), by=cast.instructor, now=now
    )
    return attempt


def test_the_book_shows_everybody_and_the_file_holds_the_same(cast, client, person):
    study(cast, person)
    other = factories.EnrollmentFactory(cohort=cast.cohort, complex=cast.complex, trainee__name="=SUM(A1)")
    client.force_login(cast.instructor)
    text = client.get(reverse("enrollment:gradebook", args=[cast.cohort.pk])).content.decode()
    assert (text.count("1 / 1"), "80.0" in text, other.trainee.name in text) == (1, True, True)

    answer = client.post(reverse("enrollment:gradebook_file", args=[cast.cohort.pk]), WHY)
    heads, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heads == [
        "이름",
        "인정 일수",
        "지난 일수",
        "소정 일수",
        "지금까지 출석률(%)",
        "퀴즈 (%)",
        "압연 두께 맞추기",
        "남은 일",
    ]
    assert sorted([row[0], *row[5:7]] for row in rows) == sorted(
        [[person.trainee.name, "80.0", "70.5 µm"], ["'=SUM(A1)", "", ""]]
    )


def test_a_person_reads_their_own_and_every_change_with_its_reason(cast, client, person):
    attempt = study(cast, person)
    reason = "기준표를 다시 읽었습니다."
    quiz_grading.by_hand(
        attempt.answers.get(), percent=60, remark="", reason=reason, by=cast.instructor, now=clock.now()
    )
    for who, page in ((cast.trainee, "own_grades"), (cast.instructor, "person_grades")):
        client.force_login(who)
        text = client.get(reverse(f"enrollment:{page}", args=[person.pk])).content.decode()
        for shown in ("80.0 % → 60.0 %", reason, cast.instructor.name, "70.5 µm"):
            assert shown in text, (page, shown)


def test_a_corrected_reading_is_a_change_of_a_grade_too(cast, client, person):
    study(cast, person)
    earlier = person.skill_records.select_related("version").get()
    reason = "눈금을 잘못 읽었습니다."
    skills.correct(earlier, Reading("69.5"), ticket="c", reason=reason, by=cast.instructor, now=clock.now())
    for who, page in ((cast.trainee, "own_grades"), (cast.instructor, "person_grades")):
        client.force_login(who)
        text = client.get(reverse(f"enrollment:{page}", args=[person.pk])).content.decode()
        for shown in ("70.5 µm → 69.5 µm", reason):
            assert shown in text, (page, shown)


def test_the_workbook_holds_the_book_and_every_change_and_is_recorded(cast, client, person):
    attempt = study(cast, person)
    quiz_grading.by_hand(
        attempt.answers.get(), percent=60, remark="", reason="=1+1", by=cast.instructor, now=clock.now()
    )
    client.force_login(cast.instructor)
    answer = client.post(reverse("enrollment:gradebook_workbook", args=[cast.cohort.pk]), WHY)
    book, changes = load_workbook(io.BytesIO(answer.content)).worksheets

    [row] = [row for row in book.iter_rows(min_row=2, values_only=True) if row[0] == person.trainee.name]
    assert row[5:7] == (60, "70.5 µm")
    heads, latest, first = changes.iter_rows(values_only=True)
    assert heads == ("언제", "바꾼 사람", "이름", "대상", "이전", "이후", "사유")
    assert [line[1:] for line in (latest, first)] == [
        (cast.instructor.name, person.trainee.name, "퀴즈", "80.0 %", "60.0 %", "=1+1"),
        (cast.instructor.name, person.trainee.name, "퀴즈", None, "80.0 %", None),
    ]
    assert {cell.data_type for cell in changes["G"]} <= {"s", "inlineStr", "n"}  # no reason is a formula
    client.post(reverse("enrollment:gradebook_file", args=[cast.cohort.pk]), WHY)
    taken = AccessRecord.objects.filter(actor=cast.instructor).order_by("pk")
    assert [(record.what, record.reason) for record in taken] == [("grades", WHY["reason"])] * 2
    assert not AuditEntry.objects.filter(actor=cast.instructor, action__endswith="taken").exists()  # said once


def test_no_score_is_shown_to_a_trainee_before_it_may_be(cast, client, person):
    attempt = study(cast, person, percent=83)
    type(attempt.quiz).objects.update(reveal="nothing")
    client.force_login(cast.trainee)
    text = client.get(reverse("enrollment:own_grades", args=[person.pk])).content.decode()
    assert [form for form in ("83.0", "83 %", "83%", "0.83", "83점") if form in text] == []  # a bare 83 may be a cohort
    client.force_login(cast.instructor)
    assert "83.0" in client.get(reverse("enrollment:person_grades", args=[person.pk])).content.decode()


def test_the_desk_says_how_many_skills_are_passed(cast, client, person):
    study(cast, person)
    build.skill(cast.cohort, key="another")
    client.force_login(cast.trainee)
    text = " ".join(client.get(reverse("enrollment:learn")).content.decode().split())
    assert "통과한 실습 과제" in text
    assert re.search(r'<progress[^>]*value="1"[^>]*max="2"', text)


@pytest.mark.parametrize("page", ["gradebook", "person_grades", "own_grades", "teach", "learn"])
def test_pages_stay_within_their_queries(cast, client, person, page):
    client.force_login(cast.trainee if page in ("own_grades", "learn") else cast.instructor)
    cast.cohort.program.policies.update(needs_lessons=True, needs_quizzes=True, needs_skills=True, needs_papers=True)
    args = {"gradebook": [cast.cohort.pk], "teach": [], "learn": []}.get(page, [person.pk])

    def counted():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"enrollment:{page}", args=args)).status_code == 200
        assert questions(captured) <= 25
        return questions(captured)

    study(cast, person)
    client.get(reverse(f"enrollment:{page}", args=args))  # what each connection writes once is written
    one = counted()
    for number in (2, 3):
        more = factories.EnrollmentFactory(cohort=cast.cohort, complex=cast.complex)
        study(cast, more, key=f"quiz-{number}")
    assert counted() == one


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+82", "+82"),
        ("-1.5", "-1.5"),
        ("@x", "'@x"),
        ("-a", "'-a"),
        ("가온", "가온"),
        ("", ""),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
    ],
)
def test_no_cell_is_a_formula(cell, expected):
    assert tables.plain(cell) == expected
