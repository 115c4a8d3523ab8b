"""Sheets whose lines act: what each asks for, that nothing is done otherwise than by hand, and all or none."""

import io

import pytest
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook

from enrollment.models import Cohort, QuizAnswer, SheetImport
from enrollment.queries import sheet_words
from enrollment.rules import act_sheets as rules
from enrollment.services import quizzes as taking
from enrollment.services import sheets
from tests import factories
from tests.enrollment.messages import build
from tests.enrollment.quizzes import build as quizzes
from tests.factories import NOW
from training.core.models import AuditEntry, Delivery

ROSTER = "번호,이름,변경,날짜,제적 근거,취업처,사유,옮길 기수\n"
GRADES = "답안 번호,이름,새 점수(%),교육생에게 남길 말,사유\n"
HEAD = [["번호", "이름", "변경", "날짜", "제적 근거", "취업처", "사유", "옮길 기수"]]


@pytest.fixture(autouse=True)
def _private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["7", "김하늘", "내보내기", "", "", "", "이사"], {"reason": "이사"}),
        (["7", "김하늘", "조기취업", "2026. 12. 1.", "", "오창셀", ""], {"day": "2026-12-01", "employer": "오창셀"}),
        (["7", "김하늘", "Did not come"], {}),
        (
            ["7", "김하늘", "제적 예고", "2026-12-01", "총결석", "", "결석"],
            {"ground": "absences", "day": "2026-12-01", "reason": "결석"},
        ),
        (["7", "김하늘", "기수 이동", "", "", "", "희망", "4기"], {"to": 4, "reason": "희망"}),
        (["7", "김하늘", "이동", "", "", "", "희망", "다음"], ["to"]),
        (["7", "김하늘", "내보내기"], ["reason"]),
        (["7", "김하늘", "휴학", "", "", "", "x"], ["act"]),
        (["x", "김하늘", "불참"], ["number"]),
        (["7", "김하늘", "조기취업", "어제", "", "", ""], ["day", "employer"]),
        (["7", "김하늘", "제적", "2026-02-30", "그냥", "", "결석"], ["ground", "day"]),
        (["7", "김하늘", "내보내기", "", "", "", "가" * 251], ["long"]),
    ],
)
def test_a_line_of_the_roster_says_what_happens_or_what_it_lacks(cells, found):
    read = rules.roster([(1, HEAD[0]), (2, cells), (3, ["8", "이바다", " "])])
    words = [fault.word for fault in read.faults]
    assert (read.still, words or read.acts[0].said) == (1, found)
    assert all(sheet_words.fault(fault).endswith(".") for fault in read.faults)
    assert all(sheet_words.will(act.stored()) for act in read.acts)


@pytest.mark.parametrize(
    ("typed", "percent"),
    [("0", 0), ("100", 100), ("85 %", 85), ("101", None), ("-1", None), ("8.5", None), ("열", None), ("9" * 30, None)],
)
def test_a_grade_is_a_whole_number_of_percent(typed, percent):
    read = rules.grades([(1, GRADES.strip().split(",")), (2, ["3", "김하늘", typed, "", ""])])
    assert ([act.said["percent"] for act in read.acts] or [None]) == [percent]
    assert [fault.word for fault in read.faults] == ([] if percent is not None else ["percent"])


def test_what_asks_for_nothing_or_twice_for_one_person_is_refused():
    assert rules.roster([(1, HEAD[0]), (2, ["7", "김하늘", ""])]).refused == "nothing"
    twice = rules.roster([(1, HEAD[0]), (2, ["7", "가", "불참"]), (3, ["7", "가", "불참"])])
    assert [(fault.line, fault.word, fault.other) for fault in twice.faults] == [(3, "again", "2")]


def bring_in(cast, kind, text):
    sheet = sheets.bring_in(cast.cohort, kind=kind, name="a.csv", raw=text.encode(), by=cast.operator, now=NOW)
    sheets.read(sheet.pk, now=NOW)
    sheet.refresh_from_db()
    return sheet


def written(cast, sheet):
    sheets.confirm(sheet, by=cast.operator, now=NOW)
    for _ in range(2):
        sheets.write(sheet.pk, now=NOW)
    sheet.refresh_from_db()
    return sheet


def test_roster_is_rehearsed_then_changed_as_by_the_form(cast, client):
    first, second = build.crowd(cast.cohort, 2)
    text = f"{ROSTER}{first.pk},{first.trainee.name},내보내기,,,,이사\n{second.pk},{second.trainee.name},,,,,\n"
    sheet = bring_in(cast, "roster", text)
    first.refresh_from_db()
    assert (sheet.refusal, sheet.findings) == ("", [])
    assert (sheet.state, sheet.total, sheet.facts["still"], first.state) == ("ready", 1, 1, "enrolled")
    assert not Delivery.objects.exists()  # a rehearsal tells nobody
    page = build.enter(client, cast.operator).get(f"/desk/sheets/{sheet.pk}/").content.decode()
    assert "이사" in page
    assert (written(cast, sheet).state, sheet.created, sheet.confirmed_by) == ("done", 1, cast.operator)
    first.refresh_from_db()
    assert (first.state in ("withdrawn", "not_completed"), first.reason) == (True, "이사")
    entry = AuditEntry.objects.get(subject_type="enrollment.enrollment", subject_id=str(first.pk))
    assert (entry.actor, entry.reason, entry.from_state, entry.to_state) == (
        cast.operator,
        "이사",
        "enrolled",
        first.state,
    )
    assert client.get(f"/desk/sheets/{sheet.pk}/").status_code == 200


def test_one_line_that_the_service_refuses_and_nothing_is_done(cast):
    first, second = build.crowd(cast.cohort, 2)
    stranger = factories.EnrollmentFactory()
    lines = [(first, first.trainee.name), (second, "다른 사람"), (stranger, stranger.trainee.name)]
    text = ROSTER + "".join(f"{row.pk},{name},내보내기,,,,이사\n" for row, name in lines)
    sheet = bring_in(cast, "roster", text)
    first.refresh_from_db()
    assert (sheet.state, sheet.rows, sheet.faulty, first.state) == ("refused", [], 2, "enrolled")
    assert [line for line, _sentence in sheet.findings] == [3, 4]


def test_what_is_refused_only_at_the_writing_refuses_all(cast):
    people = build.crowd(cast.cohort, 2)
    sheet = bring_in(cast, "roster", ROSTER + "".join(f"{p.pk},{p.trainee.name},내보내기,,,,이사\n" for p in people))
    type(people[1]).objects.filter(pk=people[1].pk).update(state="withdrawn", ended_on=NOW.date())
    sheet = written(cast, sheet)
    people[0].refresh_from_db()
    assert (sheet.state, sheet.rows, [line for line, _s in sheet.findings], people[0].state) == (
        "refused",
        [],
        [3],
        "enrolled",
    )


def test_grades_are_filled_into_the_list_that_was_taken(cast, client):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state="running")
    [enrollment] = build.crowd(Cohort.objects.get(pk=cast.cohort.pk), 1)
    quiz = quizzes.quiz(cast.cohort, said={"essay": quizzes.ESSAY}, key="essay", is_required=True)
    attempt = taking.start(enrollment, quiz, by=enrollment.trainee, now=NOW)
    taking.save(attempt, 1, {"text": "…"}, now=NOW)
    taking.hand_in(attempt, by=enrollment.trainee, now=NOW)
    essay = QuizAnswer.objects.get(attempt=attempt)
    taken = build.enter(client, cast.operator).post(
        f"/desk/cohorts/{cast.cohort.pk}/sheets/grades.xlsx", {"reason": "assessment"}
    )
    heads, row = list(load_workbook(io.BytesIO(taken.content)).active.iter_rows(values_only=True))
    assert (row[0], row[1]) == (str(essay.pk), enrollment.trainee.name)

    def sheet(percent, reason=""):
        cells = [*row[:5], percent, "잘했습니다", reason]
        return bring_in(cast, "grades", "\n".join(",".join(cell or "" for cell in line) for line in (heads, cells)))

    first = sheet("80")
    assert (first.refusal, first.findings) == ("", [])
    assert written(cast, first).state == "done"
    refused = sheet("60")
    assert (refused.state, [line for line, _sentence in refused.findings]) == (
        "refused",
        [2],
    )  # a change needs its reason
    assert written(cast, sheet("60", "다시 채점")).created == 1
    essay.refresh_from_db()
    assert (essay.fraction * 100, essay.remark, essay.graded_by) == (60, "잘했습니다", cast.operator)
    entries = AuditEntry.objects.filter(action="graded_by_hand").order_by("pk")
    assert [(entry.actor, entry.facts["after"], entry.reason) for entry in entries] == [
        (cast.operator, "0.80000", ""),
        (cast.operator, "0.60000", "다시 채점"),
    ]


def test_page_says_in_percent_how_far_it_is(cast, client):
    sheet = SheetImport.objects.create(
        complex=cast.complex,
        cohort=cast.cohort,
        name="a.csv",
        sha256="0" * 64,
        uploaded_at=NOW,
        uploaded_by=cast.operator,
    )
    cache.set(
        f"progress:sheet:{sheet.pk}", 40
    )  # inside this test's transaction SQLite would not let anybody else write
    answer = build.enter(client, cast.operator).get(
        reverse("enrollment:sheet", args=[sheet.pk]), headers={"hx-request": "true"}
    )
    text = answer.content.decode()
    assert ('value="40"' in text, "40 %" in text, "every 2s" in text) == (True, True, True)
