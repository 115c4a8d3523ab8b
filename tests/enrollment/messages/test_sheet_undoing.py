"""Taking a written sheet back: everything stands as before it, or it is said what has changed since."""

from datetime import timedelta

import pytest
import time_machine

from enrollment.models import Application, Cohort, Dismissal, Document, QuizAnswer, SheetImport, SkillRecord
from enrollment.services import quizzes as taking
from enrollment.services import seats, sheets
from enrollment.services import sheet_undoing as undoing
from enrollment.states import ApplicationState
from tests import factories
from tests.enrollment.messages import build
from tests.enrollment.quizzes import build as quizzes
from tests.enrollment.skills import build as skills
from tests.factories import NOW
from training.accounts.models import User
from training.core.models import AuditEntry, Delivery, Owed

APPLICANTS = "전자우편,이름,구분\nnew@example.com,김하늘,예비취업자\nold@example.com,이바다,재직자\n"
ROSTER = "번호,이름,변경,날짜,제적 근거,취업처,사유,옮길 기수\n"
SKILLS = "번호,이름,기능,새 측정값,측정 시각,시료 번호,범위 밖 확인,비고\n"
SOON = NOW + timedelta(minutes=59)


@pytest.fixture(autouse=True)
def _private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def undo(cast):
    def take_back(sheet, *, now=SOON):
        undoing.take_back(sheet, by=cast.operator, now=now)
        sheet.refresh_from_db()

    return take_back


def bring_in(cast, kind, text):
    sheet = sheets.bring_in(cast.cohort, kind=kind, name="a.csv", raw=text.encode(), by=cast.operator, now=NOW)
    sheets.read(sheet.pk, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.refusal, sheet.findings) == ("", [])
    return sheet


def written(cast, kind, text):
    sheet = bring_in(cast, kind, text)
    sheets.confirm(sheet, by=cast.operator, now=NOW)
    sheets.write(sheet.pk, now=NOW)
    sheet.refresh_from_db()
    assert sheet.state == "done", sheet.findings
    return sheet


@pytest.fixture
def entered(cast):
    factories.UserFactory(email="old@example.com")
    return written(cast, "applicants", APPLICANTS)


@pytest.mark.parametrize("told", [False, True])
def test_drafts_accounts_and_waiting_mails_go_and_the_same_sheet_may_come_again(cast, entered, undo, told):
    if told:
        sheets.tell_next(entered.pk, now=NOW)
    undo(entered)
    assert (entered.state, entered.undone_by, entered.made) == ("undone", cast.operator, [])
    assert sheets.tell_next(entered.pk, now=NOW) == 0
    assert (Application.objects.count(), Delivery.objects.count()) == (0, 0)
    [gone] = entered.wrote
    assert (User.objects.get(pk=gone).name, User.objects.get(pk=gone).is_active) == ("", False)
    assert [undoing.drop_next(entered.pk, now=NOW), undoing.drop_next(entered.pk, now=NOW)] == [0, 0]
    assert not User.objects.filter(pk=gone).exists()
    assert not Owed.objects.filter(kind="core.mail", done_at=None).exists()
    assert sorted(User.objects.filter(email__in=["new@example.com", "old@example.com"]).values_list("email")) == [
        ("old@example.com",)
    ]
    entry = AuditEntry.objects.get(subject_type="enrollment.sheetimport", to_state="undone")
    assert (entry.actor, entry.from_state, entry.facts) == (cast.operator, "done", {"lines": 2})
    assert written(cast, "applicants", APPLICANTS).invited == 2


def test_an_account_on_which_a_record_hangs_stays_without_name(cast, entered, undo):
    from training.accounts.services import access

    person = User.objects.get(email="new@example.com")
    access.viewed(cast.cohort, what="application", people=[person.pk], by=cast.operator, now=NOW)
    undo(entered)
    undoing.drop_next(entered.pk, now=NOW)
    person.refresh_from_db()
    assert (person.name, person.is_active, "@example.com" in person.email) == ("", False, False)


def _submits(draft):
    Application.objects.filter(pk=draft.pk).update(state=ApplicationState.WITHDRAWN)


def _brings_a_paper(draft):
    Document.objects.create(
        complex=draft.complex, application=draft, key="proof", path="x", sha256="0" * 64, uploaded_at=NOW, kind="pdf", size=1
    )  # fmt: skip


def _sets_a_password(draft):
    draft.applicant.set_password("a-password-of-hers")
    draft.applicant.save()


@pytest.mark.parametrize("change", [_submits, _brings_a_paper, _sets_a_password])
def test_whoever_went_on_is_named_and_nothing_is_taken_back(cast, entered, undo, change):
    change(Application.objects.get(applicant__email="new@example.com"))
    with pytest.raises(undoing.Changed, match="김하늘"):
        undo(entered)
    entered.refresh_from_db()
    assert (entered.state, Application.objects.count()) == ("done", 2)
    assert User.objects.filter(email="new@example.com").exists()


def test_an_hour_is_half_open_and_once_is_enough(entered, undo):
    with pytest.raises(undoing.Refused):
        undo(entered, now=NOW + undoing.WITHIN)
    undo(entered)
    with pytest.raises(undoing.Refused):
        undo(entered)


@pytest.fixture
def seated(cast):
    """Two people in training, each on a seat, in a cohort of two."""
    pool = cast.cohort.pools.get(key="")
    people = build.crowd(cast.cohort, 2)
    seats.set_capacity(pool, capacity=pool.taken + 2, by=cast.operator, now=NOW)
    for person in people:
        [person.seat] = seats.hold([pool], person=person.trainee, now=NOW)
        person.save()
    return pool, people


def _out(people):
    return ROSTER + "".join(f"{one.pk},{one.trainee.name},내보내기,,,,이사,\n" for one in people)


def test_who_was_taken_out_is_in_again_on_a_seat_and_is_told(cast, seated, undo):
    pool, people = seated
    sheet = written(cast, "roster", _out(people))
    undo(sheet)
    for one in people:
        one.refresh_from_db()
    pool.refresh_from_db()
    assert [(one.state, one.ended_on, one.reason, one.seat.released_at) for one in people] == [
        ("enrolled", None, "", None)
    ] * 2
    assert pool.left == 0
    assert sorted(set(Delivery.objects.values_list("kind", flat=True))) == ["in_again"]  # the others had not gone out
    again = written(cast, "roster", _out(people))
    assert Delivery.objects.filter(kind="left").count() == 2  # told of it, although it happened once before
    assert again.created == 2


def test_a_seat_that_went_on_refuses_all(cast, seated, undo):
    pool, people = seated
    sheet = written(cast, "roster", _out(people))
    seats.hold([pool], person=factories.UserFactory(), now=NOW)
    with pytest.raises(undoing.Changed, match=people[0].trainee.name):
        undo(sheet)
    for one in people:
        one.refresh_from_db()
    assert "enrolled" not in {one.state for one in people}


def test_a_notice_falls_unless_it_was_answered(cast, undo):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state="running", starts_on=NOW.date(), ends_on=NOW.date())
    cast.cohort.refresh_from_db()
    people = build.crowd(cast.cohort, 1)
    text = f"{ROSTER}{people[0].pk},{people[0].trainee.name},제적 예고,{NOW.date()},위해,,폭행,\n"
    sheet = written(cast, "roster", text)
    Dismissal.objects.update(state="appealed", appeal="x", appealed_at=NOW)
    with pytest.raises(undoing.Changed, match=people[0].trainee.name):
        undo(sheet)
    Dismissal.objects.update(state="noticed", appeal="", appealed_at=None)
    undo(sheet)
    assert Dismissal.objects.get().state == "taken_back"


def test_grades_are_as_before_unless_somebody_graded_since(cast, undo):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state="running")
    cast.cohort.refresh_from_db()
    [enrollment] = build.crowd(cast.cohort, 1)
    quiz = quizzes.quiz(cast.cohort, said={"essay": quizzes.ESSAY}, key="essay", is_required=True)
    attempt = taking.start(enrollment, quiz, by=enrollment.trainee, now=NOW)
    taking.save(attempt, 1, {"text": "…"}, now=NOW)
    taking.hand_in(attempt, by=enrollment.trainee, now=NOW)
    essay = QuizAnswer.objects.get(attempt=attempt)

    def grades(percent, reason=""):
        head = "답안 번호,이름,새 점수(%),교육생에게 남길 말,사유\n"
        return written(cast, "grades", f"{head}{essay.pk},{enrollment.trainee.name},{percent},좋음,{reason}\n")

    def stands():
        attempt.refresh_from_db()
        essay.refresh_from_db()
        return attempt.state, attempt.percent, essay.fraction and essay.fraction * 100, essay.remark

    undo(grades(80))
    assert stands() == ("submitted", None, None, "")
    grades(80)
    second = grades(60, "다시 채점")
    undo(second)
    assert stands() == ("graded", 80, 80, "좋음")
    third = grades(70, "또")
    QuizAnswer.objects.update(graded_at=NOW + timedelta(minutes=1))
    with pytest.raises(undoing.Changed, match=enrollment.trainee.name):
        undo(third)
    assert stands()[2] == 70


def test_readings_are_judged_as_at_the_bench_and_stay(cast, undo):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state="running")
    cast.cohort.refresh_from_db()
    skill = skills.skill(cast.cohort)
    people = build.crowd(cast.cohort, 2)
    at = f"{NOW.astimezone(cast.complex.zone):%Y-%m-%d %H:%M}"
    lines = [f"{one.pk},{one.trainee.name},{skill},{value},{at},S-{n},{sure}," for n, (one, value, sure) in enumerate(
        zip(people, ("70.1", "80"), ("", ""), strict=True))]  # fmt: skip
    sheet = sheets.bring_in(
        cast.cohort, kind="skills", name="a.csv", raw=(SKILLS + "\n".join(lines)).encode(), by=cast.operator, now=NOW
    )
    sheets.read(sheet.pk, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.state, [line for line, _sentence in sheet.findings]) == ("refused", [3])  # out of its range
    done = written(cast, "skills", SKILLS + "\n".join(lines).replace(",S-1,,", ",S-1,예,"))
    found = SkillRecord.objects.order_by("enrollment").values_list("enrollment", "value", "passed", "specimen")
    assert [(key, float(value), *rest) for key, value, *rest in found] == [
        (people[0].pk, 70.1, True, "S-0"),
        (people[1].pk, 80.0, False, "S-1"),
    ]
    with pytest.raises(undoing.Refused):
        undo(done)


def test_a_person_moves_by_a_line(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state="open")
    to = factories.CohortFactory(
        complex=cast.complex, course=cast.cohort.course, number=77, state="open", program=cast.cohort.program
    )
    [one] = build.crowd(cast.cohort, 1)
    sheet = written(cast, "roster", f"{ROSTER}{one.pk},{one.trainee.name},기수 이동,,,,희망,77기\n")
    one.refresh_from_db()
    assert (one.state, to.enrollments.get().trainee, undoing.until(sheet)) == ("moved", one.trainee, None)


def test_what_nobody_confirms_is_kept_a_week(cast):
    waits = bring_in(cast, "applicants", APPLICANTS)
    written(cast, "applicants", APPLICANTS)
    wrong = sheets.bring_in(cast.cohort, name="b.csv", raw=b"mail,name,kind\na,b,c\n", by=cast.operator, now=NOW)
    sheets.read(wrong.pk, now=NOW)
    end = sheets.waits_until(waits)

    def rows():
        return [
            (row.state, bool(row.rows), bool(row.findings), bool(row.wrote))
            for row in SheetImport.objects.order_by("pk")
        ]

    assert sheets.erase_due(now=NOW + timedelta(minutes=59)) == 0
    assert sheets.erase_due(now=end - timedelta(seconds=1)) == 1
    assert rows() == [("ready", True, False, False), ("done", False, False, False), ("refused", False, True, False)]
    assert sheets.erase_due(now=end) == 2
    assert rows() == [("discarded", False, False, False), ("done",) + (False,) * 3, ("refused",) + (False,) * 3]


def test_the_page_asks_first_and_says_what_is_in_the_way(cast, client, entered):
    build.enter(client, cast.operator)
    page = f"/desk/sheets/{entered.pk}/"
    with time_machine.travel(SOON, tick=False):
        assert f"{page}undo/" in client.get(page).content.decode()
        assert client.get(f"{page}undo/").status_code == 200
        _sets_a_password(Application.objects.get(applicant__email="new@example.com"))
        answer = client.post(f"{page}undo/")
        assert (answer.status_code, "김하늘" in answer.content.decode()) == (409, True)
        person = User.objects.get(email="new@example.com")
        person.set_unusable_password()
        person.save()
        assert client.post(f"{page}undo/").status_code == 302
        assert str(cast.operator) in client.get(page).content.decode()
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert client.post(f"{page}undo/").status_code == 409
