"""The comparison file, and the state system's file laid beside our days."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrollment.models import AttendanceEvent
from enrollment.queries import comparison as queries
from enrollment.rules import comparison as rules
from enrollment.rules.comparison import Entry, Fault, Problem
from enrollment.states import DayStatus, EventKind, EventSource
from tests import factories
from tests.enrollment.attendance.build import DAY, at, event, judged, scans
from tests.enrollment.attendance.conftest import signed_in
from training.core import tables
from training.core.models import AuditEntry

HEADS = "성명,생년월일,일자,입실,퇴실,상태\n"
BORN = date(1999, 5, 17)


# --- statuses and codes --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("events", "reason", "expected"),
    [
        (scans("09:00", "18:00"), "", ("출석", "01")),
        (scans("09:20", "18:00"), "", ("지각", "03")),
        (scans("09:00", "15:00"), "", ("조퇴", "04")),
        (scans("09:20", "15:00"), "", ("지각&조퇴", "03")),
        (scans("09:00", "10:00"), "", ("100분의50미만출석", "02")),
        ([], "", ("결석", "02")),
        ([event(EventKind.RECOGNIZED, status=DayStatus.RECOGNIZED)], "leave", ("휴가", "05")),
        ([event(EventKind.RECOGNIZED, status=DayStatus.RECOGNIZED)], "illness", ("질병/입원", "06")),
        ([event(EventKind.RECOGNIZED, status=DayStatus.RECOGNIZED)], "", ("공결", "06")),
        ([event(EventKind.MANUAL, status=DayStatus.AWAY)], "", ("외출", "")),
    ],
)
def test_day_in_the_states_words(events, reason, expected):
    assert rules.status_of(judged(events), reason) == expected


# --- reading -------------------------------------------------------------------------------------
def row(number=2, **values):
    usual = {"name": "홍길동", "born": BORN, "day": DAY, "came": "09:03", "left": "18:00", "status": "출석"}
    return number, Entry(**usual | values)


@pytest.mark.parametrize(
    ("line", "entries", "problems"),
    [
        ("홍길동,1999-05-17,2026-11-23,09:03,18:00,출석", [row()], []),
        ("홍길동,19990517,20261123,0903,1800,출석", [row()], []),
        ("홍길동,1999. 5. 17.,2026.11.23,9:03,18:00:30,출석", [row()], []),
        ("홍길동,,2026-11-23,,-,조퇴 & 지각", [row(born=None, came="", left="", status="지각&조퇴")], []),
        (",,2026-11-23,,,출석", [], [Problem(2, Fault.NAME)]),
        ("홍길동,,2026-13-23,,,출석", [], [Problem(2, Fault.DAY)]),
        ("홍길동,,2026-11-23,25:00,,출석", [], [Problem(2, Fault.TIME)]),
        ("홍길동,어제,2026-11-23,,,출석", [], [Problem(2, Fault.BORN)]),
        ("홍길동,,2026-11-23,,,", [], [Problem(2, Fault.STATUS)]),
        ("홍길동,990517-1234567,2026-11-23,,,출석", [], [Problem(2, Fault.RESIDENT)]),
        ("홍길동", [], [Problem(2, Fault.DAY)]),
        (",,,,,", [], []),
        ("홍길동,,2026-11-23,,,출석\n홍길동,,2026-11-23,,,결석",
         [row(born=None, came="", left="")], [Problem(3, Fault.TWICE)]),
    ],
)  # fmt: skip
def test_rows_are_read_or_refused_one_by_one(line, entries, problems):
    assert rules.read(HEADS + line) == (entries, problems)


def test_file_without_its_columns_is_refused_as_a_whole():
    assert rules.read("이름,날짜\n홍길동,2026-11-23") == ([], [Problem(1, Fault.COLUMNS, "성명, 일자, 상태")])
    assert rules.read("") == ([], [Problem(1, Fault.COLUMNS, "성명, 일자, 상태")])
    assert rules.read("trneeCstmrNm\tatendDe\tatendSttusNm\n홍길동\t20261123\t출석")[0][0][1].status == "출석"


def test_too_many_rows_end_the_reading(monkeypatch):
    monkeypatch.setattr(rules, "MOST_ROWS", 1)
    line = "{},,2026-11-23,,,출석\n"

    entries, problems = rules.read(HEADS + line.format("가") + line.format("나"))
    assert (len(entries), problems) == (1, [Problem(3, Fault.LONG)])


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(
            Entry,
            name=st.sampled_from(["홍길동", "=1+1", "+82", "-홍", "@가", "가, 나", '"나"']),
            born=st.dates(date(1950, 1, 1), date(2010, 1, 1)),
            day=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
            came=st.sampled_from(["", "09:00"]),
            left=st.sampled_from(["", "18:00"]),
            status=st.sampled_from(["출석", "지각&조퇴", "결석"]),
            code=st.sampled_from(["", "01"]),
        ),
        unique_by=lambda entry: (entry.name, entry.born, entry.day),
        max_size=8,
    )
)
def test_what_we_write_reads_as_it_was(entries):
    rows = [list(rules.FIELDS), *(rules.row_of(entry) for entry in entries)]
    text = tables.written(rows, cell=tables.quoted)
    read, problems = rules.read(text)

    assert ([entry for _number, entry in read], problems) == (entries, [])
    assert rules.differences(entries, [entry for _number, entry in read]) == []


# --- comparing -----------------------------------------------------------------------------------
def test_differences_by_person_and_day():
    same, came, status, ours, theirs = (row(day=DAY + timedelta(days=n))[1] for n in range(5))
    later = Entry("홍길동", BORN, came.day, "09:30", "18:00", "출석")
    late = Entry("홍길동", BORN, status.day, "09:03", "18:00", "지각")

    found = rules.differences([same, came, status, ours], [theirs, late, later, same])
    assert [(each.day, each.ours, each.theirs) for each in found] == [
        (came.day, came, later),
        (status.day, status, late),
        (ours.day, ours, None),
        (theirs.day, None, theirs),
    ]


@pytest.fixture
def office(room, travel):
    travel.move_to(at("10:00", DAY + timedelta(days=1)))
    return signed_in(factories.MembershipFactory(complex=room.cohort.complex, role="operator").user)


def came(room):
    for kind, clock in (("in", "09:00"), ("out", "18:00")):
        AttendanceEvent.objects.create(
            complex=room.cohort.complex, enrollment=room.enrollment, session=room.session, kind=kind, at=at(clock),
            recorded_at=at(clock), source=EventSource.QR,
        )  # fmt: skip


def sent(office, room, content, name="hrd.csv"):
    return office.post(
        f"/desk/cohorts/{room.cohort.pk}/attendance/compare/", {"file": SimpleUploadedFile(name, content)}
    )


@pytest.mark.django_db
def test_file_has_the_states_fields_and_is_recorded(room, office):
    came(room)
    answer = office.post(f"/desk/cohorts/{room.cohort.pk}/attendance/comparison.csv", {"reason": "report"})

    assert answer.content.decode() == (
        "\ufefftrneeCstmrNm,lifyeaMd,atendDe,korDayNm,lpsilTime,levromTime,atendSttusNm,atendSttusCd\r\n"
        "홍길동,1999-05-17,2026-11-23,월,09:00,18:00,출석,01\r\n"
    )
    assert AuditEntry.objects.get(action="attendance taken").facts == {"form": "comparison"}


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_differences_are_shown_and_nothing_is_written(room, office, encoding):
    came(room)
    before = AttendanceEvent.objects.count()
    content = (HEADS + "홍길동,1999-05-17,2026-11-23,09:20,18:00,지각\n모르는이,,2026-11-23,,,출석").encode(encoding)
    answer = sent(office, room, content)
    found = answer.context["found"]

    assert answer.status_code == 200
    assert [(each.ours.status, each.theirs.status) for each in found.differences] == [("출석", "지각")]
    assert found.problems == ["3행: 이 기수에 이름과 생년월일이 같은 사람이 없습니다."]
    assert (AttendanceEvent.objects.count(), AuditEntry.objects.count()) == (before, 0)


@pytest.mark.django_db
def test_our_own_file_differs_in_nothing(room, office):
    came(room)
    content = queries.written(room.cohort, now=at("10:00", DAY + timedelta(days=1)))

    assert sent(office, room, content).context["found"] == queries.Comparison([], [], 1)


@pytest.mark.django_db
def test_same_names_need_a_birth_date(room, office):
    twin = factories.UserFactory(birth_date=date(2000, 1, 1))
    factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort, trainee=twin)
    found = sent(office, room, (HEADS + "홍길동,,2026-11-23,,,결석").encode()).context["found"]

    assert found.problems == ["2행: 이름이 같은 사람이 여럿입니다. 생년월일(lifyeaMd)을 넣어 주세요."]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "엑셀 통합 문서"),
        (b"", "비어 있습니다"),
        (b"\x81\xff\xfe", "UTF-8"),
        (b"a\0b", "UTF-8"),
        (b"a" * (4 * 1024 * 1024 + 1), "4 MB"),
    ],
)
def test_file_that_cannot_be_read_is_refused_beside_its_field(room, office, content, sentence):
    answer = sent(office, room, content)

    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors["file"])
