"""Rules of attendance: the phone, the instructor's desk, the trainee's desk, and the operator's decisions."""

from datetime import timedelta

from enrollment.models import AttendanceEvent, Session
from enrollment.rules import codes
from enrollment.services.codes import secret_of
from enrollment.states import DayStatus, EventKind, EventSource
from tests import factories
from tests.access.rules import EVERYONE, SIGNED_IN, Rule, only
from tests.cast import Cast
from training.core import clock

ROLL = only("instructor", "operator", "admin")
OPERATORS = only("operator", "admin")
TEACHING_DESK = only("instructor", "other_instructor", "lead", "operator", "admin")


def session(cast: Cast, *, is_open: bool = True) -> Session:
    """A session of the cast's cohort that runs now, with the trainee's day begun."""
    found = Session.objects.filter(cohort=cast.cohort).first()
    now = clock.now()
    return found or factories.SessionFactory(
        complex=cast.complex,
        cohort=cast.cohort,
        day=clock.day_of(now, cast.complex.zone),
        starts_at=now - timedelta(minutes=5),
        ends_at=now + timedelta(hours=8),
        opened_at=now - timedelta(minutes=6) if is_open else None,
    )


def event(cast: Cast, kind: str = EventKind.IN) -> AttendanceEvent:
    by_hand = kind == EventKind.RECOGNIZED
    return AttendanceEvent.objects.create(
        complex=cast.complex,
        enrollment=cast.cohort.enrollments.get(trainee=cast.trainee),
        session=session(cast),
        kind=kind,
        at=clock.now(),
        recorded_at=clock.now(),
        source=EventSource.QR,
        status=DayStatus.RECOGNIZED if by_hand else "",
    )


def code_address(cast: Cast) -> str:
    found = session(cast)
    return f"/attend/{found.pk}/{codes.token(secret_of(found), codes.step_at(clock.now()))}/"


def enrollment_id(cast: Cast) -> int:
    return cast.cohort.enrollments.get(trainee=cast.trainee).pk


RULES = {
    # the code itself is judged for everybody on this host: it says nothing but "good", and records nothing
    "enrollment:attend_code": Rule(code_address, EVERYONE),
    "enrollment:attend": Rule(lambda cast: f"/attend/{session(cast).pk}/", only("trainee")),
    "enrollment:attend_digits": Rule(
        lambda cast: f"/attend/{session(cast).pk}/digits/",
        only("trainee"),
        method="post",
        data=lambda cast: {"digits": codes.digits(secret_of(session(cast)), codes.step_at(clock.now()))},
    ),
    "enrollment:attend_recorded": Rule(
        lambda cast: f"/attend/{session(cast).pk}/recorded/{event(cast).pk}/", only("trainee")
    ),
    "enrollment:learn": Rule(lambda cast: "/learn/", SIGNED_IN),
    "enrollment:trainee_attendance": Rule(lambda cast: f"/learn/attendance/{enrollment_id(cast)}/", only("trainee")),
    "enrollment:teach": Rule(lambda cast: "/teach/", TEACHING_DESK),
    "enrollment:roster": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/", ROLL),
    "enrollment:roster_rows": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/rows/", ROLL),
    "enrollment:paper_sheet": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/sheet/", ROLL),
    "enrollment:paper_sheet_pdf": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/sheet.pdf", ROLL),
    "enrollment:unit_book_pdf": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/units/1/book.pdf", OPERATORS),
    "enrollment:corrections_pdf": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/corrections.pdf", OPERATORS),
    "enrollment:enter_sheet": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/sheet/enter/", ROLL),
    "enrollment:person_day": Rule(
        lambda cast: f"/teach/sessions/{session(cast).pk}/people/{enrollment_id(cast)}/", ROLL
    ),
    "enrollment:rechecks": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/rechecks/", ROLL),
    "enrollment:answer_recheck": Rule(
        lambda cast: f"/attend/{session(cast).pk}/recheck/", only("trainee"), method="post"
    ),
    "enrollment:projector": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/projector/", ROLL),
    "enrollment:session_code": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/code/", ROLL),
    "enrollment:open_session": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/open/", ROLL, method="post"),
    "enrollment:close_session": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/close/", ROLL, method="post"),
    "enrollment:reopen_session": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/reopen/", ROLL, method="post"),
    "enrollment:mark_attendance": Rule(
        lambda cast: f"/teach/sessions/{session(cast).pk}/mark/",
        ROLL,
        method="post",
        data=lambda cast: {"enrollment": enrollment_id(cast), "status": "present"},
    ),
    "enrollment:undo_attendance": Rule(
        lambda cast: f"/teach/sessions/{session(cast).pk}/undo/{event(cast).pk}/", ROLL, method="post"
    ),
    "enrollment:cohort_attendance": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/attendance/", OPERATORS),
    "enrollment:session_log": Rule(lambda cast: f"/teach/sessions/{session(cast).pk}/log/", ROLL),
    "enrollment:unit_logs": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/units/1/logs/", ROLL),
    "enrollment:unit_book": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/units/1/", OPERATORS),
    "enrollment:unit_book_xlsx": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/units/1/book.xlsx", OPERATORS),
    "enrollment:comparison_file": Rule(
        lambda cast: f"/desk/cohorts/{cast.cohort.pk}/attendance/comparison.csv", OPERATORS
    ),
    "enrollment:compare_attendance": Rule(
        lambda cast: f"/desk/cohorts/{cast.cohort.pk}/attendance/compare/", OPERATORS
    ),
    "enrollment:close_unit": Rule(
        lambda cast: f"/desk/cohorts/{cast.cohort.pk}/units/1/close/",
        OPERATORS,
        method="post",
        data=lambda cast: {"seen": "0" * 64},
    ),
    "enrollment:decide_day": Rule(lambda cast: f"/desk/enrollments/{enrollment_id(cast)}/attendance/", OPERATORS),
    "enrollment:undo_decision": Rule(
        lambda cast: f"/desk/attendance/{event(cast, EventKind.RECOGNIZED).pk}/undo/", OPERATORS, method="post"
    ),
}
