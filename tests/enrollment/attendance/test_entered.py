"""What an instructor writes into a day: out and back, a paper sheet, one phone for several, a call to scan again."""

from datetime import timedelta

import pytest

from enrollment.models import AttendanceEvent, RecheckCall
from enrollment.queries import paper as paper_queries
from enrollment.queries.attendance import summary
from enrollment.rules import acts
from enrollment.services import attendance, paper, rechecks
from enrollment.services.attendance import Line
from enrollment.states import EventKind, EventSource
from tests import factories
from tests.enrollment.attendance.build import DAY, at, event
from tests.enrollment.attendance.conftest import signed_in
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry


def text(response) -> str:
    return response.content.decode()


def check_in(room, clock="09:00", enrollment=None):
    trainee = (enrollment or room.enrollment).trainee
    attendance.record(room.session, trainee=trainee, kind="in", at=at(clock), source=EventSource.QR, now=at(clock))


def classmate(room, name="박서준"):
    return factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort, trainee__name=name)


# --- what fits ------------------------------------------------------------------------------------
STANDING = [("in", "09:00"), ("away", "10:00"), ("back", "10:20"), ("out", "18:00")]


@pytest.mark.parametrize(
    ("standing", "kind", "clock", "fits"),
    [
        ([], "in", "09:00", True),
        ([], "out", "18:00", True),
        ([], "away", "10:00", False),  # nobody goes out who is not in
        (STANDING[:1], "in", "08:00", False),
        (STANDING[:1], "away", "08:59", False),
        (STANDING[:1], "away", "09:00", True),
        (STANDING[:1], "back", "10:00", False),
        (STANDING[:1], "out", "08:59", False),
        (STANDING[:2], "away", "11:00", False),
        (STANDING[:2], "away", "09:30", False),  # then out would stand twice
        (STANDING[:2], "back", "09:59", False),
        (STANDING[:2], "back", "10:01", True),
        (STANDING[:2], "out", "09:59", False),
        (STANDING[:2], "out", "12:00", True),  # went home from there
        (STANDING, "away", "10:10", False),
        (STANDING, "away", "17:00", True),
        (STANDING, "away", "18:01", False),
        (STANDING, "out", "18:30", False),
        (STANDING[3:], "in", "09:00", True),
        (STANDING[3:], "in", "18:01", False),
    ],
)
def test_line_is_put_only_where_it_follows(standing, kind, clock, fits):
    assert acts.fits(EventKind(kind), at(clock), [event(k, c) for k, c in standing]) is fits


# --- out and back ---------------------------------------------------------------------------------
@pytest.mark.django_db
def test_instructor_writes_out_and_back_with_a_reason_and_undoes_it_by_a_further_line(room, desk, travel):
    check_in(room)
    travel.move_to(at("11:00"))
    address = f"/teach/sessions/{room.session.pk}/people/{room.enrollment.pk}/"
    for kind, clock in (("away", "10:00"), ("back", "10:30")):
        assert desk.post(address, {"kind": kind, "clock": clock, "note": "병원"}).status_code == 302

    away = AttendanceEvent.objects.get(kind="away")
    assert (away.at, away.source, away.note, away.recorded_by) == (at("10:00"), "roster", "병원", room.instructor)
    assert summary(room.enrollment, now=at("11:00")).on(DAY).events == ("away",)
    page = text(desk.get(address))
    assert "10:00" in page
    assert "병원" in page

    back = AttendanceEvent.objects.get(kind="back")
    answer = desk.post(f"/teach/sessions/{room.session.pk}/undo/{back.pk}/?day=1")
    assert (answer.status_code, answer.url) == (302, address)
    assert AttendanceEvent.objects.filter(undoes=back).count() == 1
    assert "11:00에 취소" in text(desk.get(address))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"kind": "away", "clock": "10:00", "note": ""}, 422),
        ({"kind": "in", "clock": "10:00", "note": "x"}, 422),
        ({"kind": "away", "clock": "", "note": "x"}, 422),
        ({"kind": "back", "clock": "10:00", "note": "x"}, 409),
        ({"kind": "away", "clock": "11:01", "note": "x"}, 409),  # still to come
        ({"kind": "away", "clock": "08:59", "note": "x"}, 409),
    ],
)
def test_out_that_does_not_follow_is_refused_and_writes_nothing(room, desk, travel, data, status):
    check_in(room)
    travel.move_to(at("11:00"))
    answer = desk.post(f"/teach/sessions/{room.session.pk}/people/{room.enrollment.pk}/", data)

    assert (answer.status_code, room.ledger()) == (status, [("in", "09:00:00")])


@pytest.mark.django_db
def test_lines_are_entered_by_who_keeps_the_roll_until_the_day_closes(room):
    check_in(room)
    out = [Line(EventKind.OUT, at("18:00"))]
    stranger = factories.MembershipFactory(complex=room.cohort.complex, role="instructor").user
    kept = {"enrollment": room.enrollment, "lines": out, "source": EventSource.ROSTER}
    with pytest.raises(Refused):
        attendance.enter(room.session, by=stranger, now=at("19:00"), **kept)
    with pytest.raises(DomainError, match="마감"):
        attendance.enter(room.session, by=room.instructor, now=at("00:00", DAY + timedelta(days=1)), **kept)
    assert room.ledger() == [("in", "09:00:00")]


# --- a paper sheet --------------------------------------------------------------------------------
def sheet(room, *lines) -> dict[str, str]:
    names = ("came", "went", "back", "left")
    return {f"p{person.pk}-{n}": clock for person, *clocks in lines for n, clock in zip(names, clocks, strict=False)}


@pytest.mark.django_db
def test_paper_sheet_is_looked_at_first_and_then_saved_together(room, desk, travel):
    other = classmate(room)
    classmate(room, "안적음")
    travel.move_to(at("19:00"))
    address = f"/teach/sessions/{room.session.pk}/sheet/enter/"
    data = sheet(room, (room.enrollment, "09:00", "", "", "18:00"), (other, "09:30", "11:00", "12:00", "18:00"))
    seen = desk.post(address, data)
    assert (seen.status_code, AttendanceEvent.objects.count()) == (200, 0)
    assert "2명" in text(seen)

    assert desk.post(address, data | {"confirmed": "1"}).status_code == 302
    lines = list(
        AttendanceEvent.objects.order_by("pk").values_list("enrollment", "kind", "at", "source", "recorded_by")
    )
    mine, theirs = room.enrollment.pk, other.pk
    assert sorted(lines) == sorted(
        (person, kind, at(clock), "paper", room.instructor.pk)
        for person, kind, clock in [
            (mine, "in", "09:00"), (mine, "out", "18:00"),
            (theirs, "in", "09:30"), (theirs, "away", "11:00"), (theirs, "back", "12:00"), (theirs, "out", "18:00"),
        ]
    )  # fmt: skip
    assert summary(other, now=at("19:00")).on(DAY).events == ("late", "away")
    assert AuditEntry.objects.get(action="paper sheet entered").facts == {"people": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [("18:00", "", "", "09:00"), ("09:00", "", "11:00", ""), ("20:00",), ("x",)])
def test_one_wrong_line_keeps_the_whole_sheet_out(room, desk, travel, wrong):
    other = classmate(room)
    travel.move_to(at("19:00"))
    data = sheet(room, (room.enrollment, "09:00", "", "", "18:00"), (other, *wrong))
    address = f"/teach/sessions/{room.session.pk}/sheet/enter/"

    assert desk.post(address, data).status_code == 422
    assert desk.post(address, data | {"confirmed": "1"}).status_code in (409, 422)
    assert AttendanceEvent.objects.count() == 0


@pytest.mark.django_db
def test_sheet_that_fits_no_more_when_it_is_saved_is_saved_for_nobody(room, travel):
    """Somebody scanned between the look and the saving."""
    other = classmate(room)
    written = {room.enrollment.pk: [(EventKind.IN, at("09:00").time())], other.pk: [(EventKind.IN, at("09:00").time())]}
    assert not any(row.misfit for row in paper_queries.rows(room.session, written, now=at("19:00")))
    check_in(room, "09:20", other)
    with pytest.raises(DomainError, match="박서준"):
        paper.enter(room.session, written, by=room.instructor, now=at("19:00"))

    assert AttendanceEvent.objects.count() == 1


@pytest.mark.django_db
def test_closed_day_takes_no_sheet(room, desk, travel):
    travel.move_to(at("00:00", DAY + timedelta(days=1)))
    address = f"/teach/sessions/{room.session.pk}/sheet/enter/"
    data = sheet(room, (room.enrollment, "09:00", "", "", "18:00")) | {"confirmed": "1"}

    assert desk.post(address, data).status_code == 409
    assert AttendanceEvent.objects.count() == 0


# --- one phone for several -------------------------------------------------------------------------
@pytest.mark.django_db
def test_one_phone_for_two_is_recorded_and_flagged(room, phone, desk, travel):
    other = classmate(room)
    third = classmate(room, "최지우")
    for client, person in ((phone, room.enrollment), (phone, other), (signed_in(third.trainee), third)):
        client.force_login(person.trainee, backend="django.contrib.auth.backends.ModelBackend")
        client.get(room.code())
        client.get(f"/attend/{room.session.pk}/")
        assert client.post(f"/attend/{room.session.pk}/", {"kind": "in"}).status_code == 302

    marks = list(AttendanceEvent.objects.order_by("pk").values_list("device_mark", flat=True))
    assert marks[0] == marks[1] != marks[2]
    assert phone.cookies["attend_device"].value not in marks
    page = text(desk.get(f"/teach/sessions/{room.session.pk}/"))
    assert page.count("같은 기기") == 2
    travel.move_to(at("12:00", DAY + timedelta(days=1)))
    odd = text(desk.get("/teach/"))
    names = ", ".join(sorted(["박서준", room.trainee.name]))
    assert f"한 기기로 {names}" in odd


# --- a call to scan again --------------------------------------------------------------------------
def answers(room, client):
    client.get(room.code())
    page = text(client.get(f"/attend/{room.session.pk}/"))
    return page, client.post(f"/attend/{room.session.pk}/recheck/")


@pytest.mark.django_db
def test_recheck_asks_those_who_are_in_and_shows_who_scanned(room, phone, desk, travel):
    other, away, absent = classmate(room), classmate(room, "나간이"), classmate(room, "안온이")
    for person in (room.enrollment, other, away):
        check_in(room, enrollment=person)
    attendance.record(room.session, trainee=away.trainee, kind="away", at=at("09:02"), source="qr", now=at("09:02"))
    assert desk.post(f"/teach/sessions/{room.session.pk}/rechecks/", {"people": "", "minutes": "5"}).status_code == 302
    assert set(RecheckCall.objects.values_list("enrollment", flat=True)) == {room.enrollment.pk, other.pk}

    before = AttendanceEvent.objects.count()
    assert "여기 있습니다" not in text(phone.get(f"/attend/{room.session.pk}/"))
    travel.move_to(at("09:05"))
    page, answer = answers(room, phone)
    assert "여기 있습니다" in page
    assert answer.status_code == 302
    assert answers(room, signed_in(absent.trainee))[1].status_code == 409
    travel.move_to(at("09:08"))  # the half-open end
    assert answers(room, signed_in(other.trainee))[1].status_code == 409
    assert dict(RecheckCall.objects.values_list("enrollment", "answered_at")) == {
        room.enrollment.pk: at("09:05"),
        other.pk: None,
    }
    assert AttendanceEvent.objects.count() == before
    shown = text(desk.get(f"/teach/sessions/{room.session.pk}/rechecks/"))
    assert "박서준" in shown
    assert "다시 찍지 않음" in shown


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "asked"), [(1, 1), (2, 2), (9, 3)])
def test_recheck_draws_so_many(room, number, asked):
    for person in (room.enrollment, classmate(room), classmate(room, "최지우")):
        check_in(room, enrollment=person)
    drawn = rechecks.ask(room.session, people=number, minutes=5, by=room.instructor, now=at("09:30"))
    assert drawn.calls.count() == asked
    with pytest.raises(DomainError, match="09:35"):
        rechecks.ask(room.session, people=None, minutes=5, by=room.instructor, now=at("09:31"))


@pytest.mark.django_db
def test_recheck_is_for_those_who_keep_an_open_roll_with_somebody_in(room):
    with pytest.raises(DomainError, match="입실한 사람이"):
        rechecks.ask(room.session, people=None, minutes=5, by=room.instructor, now=at("09:30"))
    check_in(room)
    with pytest.raises(Refused):
        rechecks.ask(room.session, people=None, minutes=5, by=room.trainee, now=at("09:30"))
    type(room.session).objects.update(closed_at=at("09:29"))
    with pytest.raises(DomainError):
        rechecks.ask(room.session, people=None, minutes=5, by=room.instructor, now=at("09:30"))


@pytest.mark.django_db
def test_scan_from_before_the_call_does_not_answer_it(room, phone, travel):
    check_in(room)
    phone.get(room.code())
    travel.move_to(at("09:04"))
    rechecks.ask(room.session, people=None, minutes=5, by=room.instructor, now=at("09:04"))

    assert phone.post(f"/attend/{room.session.pk}/recheck/").status_code == 409
    assert RecheckCall.objects.get().answered_at is None
