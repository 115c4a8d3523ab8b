"""Filing, taking back, deciding, and what the ledger then says."""

import pytest

from enrollment.models import AttendanceEvent, Claim, ClaimDay
from enrollment.queries import attendance as days
from enrollment.services import attendance, claims
from enrollment.states import CLAIM_TRANSITIONS, ClaimReason, ClaimState, CohortState, DayStatus, EnrollmentState
from tests.enrollment.attendance.build import at
from tests.enrollment.claims import build
from tests.enrollment.claims.build import NOON, correction, day, file, recognition
from training.core import audit
from training.core.errors import DomainError, Refused, TransitionRefused
from training.core.models import AuditEntry, Delivery


def status(desk, n=0, now=None):
    return days.summary(desk.enrollment, now=now or at("12:00", day(9))).on(day(n)).status


def accept(claim, by, now=NOON):
    claims.accept(claim, reason="확인함", by=by, now=now)


# --- filing ---------------------------------------------------------------------------------------
def test_claim_waits_and_changes_nothing(desk):
    claim = file(desk, recognition(3))

    assert (claim.state, claim.asked, claim.filed_by, claim.late_reason) == ("pending", "recognized", desk.trainee, "")
    assert claim.due_at == at("00:00", day(5))
    assert not AttendanceEvent.objects.exists()
    assert AuditEntry.objects.get(subject_type="enrollment.claim").action == "filed"


@pytest.mark.parametrize(("clock", "n", "taken"), [("23:59", 1, True), ("00:00", 2, False)])
def test_trainee_files_until_the_end_of_the_next_day(desk, clock, n, taken):
    if taken:
        assert file(desk, now=at(clock, day(n)))
    else:
        with pytest.raises(DomainError, match="운영자가 사유를 적어"):
            file(desk, now=at(clock, day(n)))


def test_operator_files_late_with_a_reason_and_a_second_one_decides(desk):
    late = at("10:00", day(5))
    with pytest.raises(DomainError) as error:
        file(desk, correction(), by=desk.operator, now=late)
    assert error.value.field == "late_reason"
    claim = file(desk, correction(), by=desk.operator, now=late, late="입원 중이었음")
    with pytest.raises(Refused):
        accept(claim, desk.operator, late)
    accept(claim, desk.second, late)

    assert (claim.late_reason, claim.state) == ("입원 중이었음", "accepted")


def test_trainee_who_is_an_operator_neither_files_late_nor_decides(desk):
    from tests import factories

    factories.MembershipFactory(complex=desk.cohort.complex, user=desk.trainee, role="operator")
    with pytest.raises(DomainError):
        file(desk, now=at("10:00", day(5)), late="-")
    claim = file(desk, by=desk.operator)
    with pytest.raises(Refused):
        accept(claim, desk.trainee)


@pytest.mark.parametrize("who", ["other", "instructor"])
def test_nobody_else_files(desk, who):
    from tests import factories

    person = factories.UserFactory()
    if who == "instructor":
        person = factories.MembershipFactory(complex=desk.cohort.complex, role="instructor").user
        factories.TeachingFactory(complex=desk.cohort.complex, cohort=desk.cohort, instructor=person)
    with pytest.raises(Refused):
        file(desk, by=person)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (recognition(0, reason=ClaimReason.DEVICE), "reason"),
        (recognition(0, 5, ClaimReason.WEDDING), "last_on"),
        (recognition(0, 4, ClaimReason.ILLNESS), None),
        (recognition(41), "first_on"),
        (correction(1), "first_on"),
        (correction(0, None, None), "came"),
    ],
)
def test_what_cannot_be_claimed_is_refused_at_its_field(desk, asked, field):
    with pytest.raises(DomainError) as error:
        file(desk, asked)
    assert error.value.field == field
    assert not Claim.objects.exists()


def test_one_claim_waits_for_a_day(desk):
    claim = file(desk, recognition(2, 4))
    with pytest.raises(DomainError, match="이미 결정을 기다리고"):
        file(desk, recognition(4, 5))
    claims.take_back(claim, by=desk.trainee, now=NOON)
    assert file(desk, recognition(4, 5))


@pytest.mark.parametrize("gone", ["left", "settled"])
def test_nothing_is_claimed_after_training(desk, gone):
    if gone == "left":
        type(desk.enrollment).objects.update(state=EnrollmentState.DISMISSED, ended_on=day(0))
    else:
        type(desk.cohort).objects.update(state=CohortState.SETTLED)
    with pytest.raises(DomainError):
        file(desk)


# --- deciding -------------------------------------------------------------------------------------
def test_accepted_recognition_writes_a_line_for_each_day_and_keeps_both_values(desk):
    claim = file(desk, recognition(1, 2))
    accept(claim, desk.operator, at("12:00", day(9)))

    assert [status(desk, n) for n in range(4)] == ["absent", "recognized", "recognized", "absent"]
    assert list(ClaimDay.objects.values_list("day", "before", "after")) == [
        (day(1), "absent", "recognized"),
        (day(2), "absent", "recognized"),
    ]
    assert (
        list(AttendanceEvent.objects.values_list("kind", "source", "reason", "recorded_by"))
        == [("recognized", "claim", "exam", desk.operator.pk)] * 2
    )


@pytest.mark.parametrize(
    ("came", "left", "after"), [("09:00", "18:00", DayStatus.PRESENT), ("09:30", "18:00", DayStatus.LATE)]
)
def test_accepted_correction_counts_by_its_times(desk, came, left, after):
    claim = file(desk, correction(0, came, left))
    accept(claim, desk.operator)

    assert status(desk) == after


def test_correction_without_times_says_that_somebody_was_not_there(desk):
    accept(file(desk), desk.operator)
    assert status(desk) == DayStatus.RECOGNIZED
    accept(file(desk, correction(0, None, None), by=desk.operator), desk.second)

    assert status(desk) == DayStatus.ABSENT
    assert list(ClaimDay.objects.order_by("pk").values_list("before", "after")) == [
        ("upcoming", "recognized"),
        ("recognized", "absent"),
    ]


def test_day_with_two_sessions_gets_one_line(desk):
    build.session(desk.cohort, 0, "19:00", "21:00")
    accept(file(desk), desk.operator)

    assert AttendanceEvent.objects.count() == 1
    assert status(desk) == DayStatus.RECOGNIZED


def test_rejection_needs_its_reason_and_leaves_the_day(desk):
    claim = file(desk)
    with pytest.raises(DomainError) as error:
        claims.reject(claim, reason=" ", by=desk.operator, now=NOON)
    assert error.value.field == "reason"
    claims.reject(claim, reason="수험표가 없습니다.", by=desk.operator, now=NOON)

    assert (claim.state, claim.decided_by, claim.decision_reason) == ("rejected", desk.operator, "수험표가 없습니다.")
    assert not AttendanceEvent.objects.exists()


def test_limits_are_asked_again_at_the_decision(desk):
    claim = file(desk, recognition(5, 8, ClaimReason.ILLNESS))
    other = file(desk, recognition(10, reason=ClaimReason.ILLNESS))
    accept(claim, desk.operator)
    with pytest.raises(DomainError, match="이제는 승인할 수 없습니다"):
        accept(other, desk.operator)


@pytest.mark.parametrize("act", ["accept", "reject"])
def test_claimant_is_told_by_mail_without_what_tells_of_health(desk, act):
    claim = file(desk, recognition(reason=ClaimReason.ILLNESS))
    getattr(claims, act)(claim, reason="진단서에 병명이 없습니다.", by=desk.operator, now=NOON)
    told = Delivery.objects.get()

    assert (told.kind, told.user) == ("claim_decided", desk.trainee)
    assert "진단서" not in str(told.context)
    assert "질병" not in str(told.context)


def test_only_the_claimant_and_the_filer_take_back(desk):
    claim = file(desk)
    with pytest.raises(Refused):
        claims.take_back(claim, by=desk.second, now=NOON)
    claims.take_back(claim, by=desk.trainee, now=NOON)

    assert claim.state == "withdrawn"


@pytest.mark.parametrize("before", ClaimState.values)
@pytest.mark.parametrize("after", ClaimState.values)
def test_states_move_only_through_their_table(desk, before, after):
    decided = {"decided_at": NOON, "decided_by": desk.operator, "decision_reason": "-"}
    settled = before in ("accepted", "rejected")
    claim = build.row(desk, state=before, **(decided if settled else {}))
    fields = decided if after in ("accepted", "rejected") else {}
    if after in CLAIM_TRANSITIONS[before]:
        audit.move(claim, after, by=desk.operator, now=NOON, **fields)
        assert claim.state == after
    else:
        with pytest.raises(TransitionRefused):
            audit.move(claim, after, by=desk.operator, now=NOON, **fields)


# --- after the edit window ------------------------------------------------------------------------
@pytest.mark.parametrize(("clock", "n", "open_"), [("23:59", 0, True), ("00:00", 1, False)])
def test_desk_decides_until_the_day_closes_and_then_only_a_claim(desk, clock, n, open_):
    session = desk.cohort.sessions.order_by("starts_at").first()
    act = lambda: attendance.decide(  # noqa: E731
        session, enrollment=desk.enrollment, kind="recognized", status="", reason="exam", note="",
        by=desk.operator, now=at(clock, day(n)),
    )  # fmt: skip
    if open_:
        assert act()
    else:
        with pytest.raises(DomainError, match="다른 사람이 결정합니다"):
            act()


def test_accepted_claim_is_not_undone_after_the_day_closed(desk):
    accept(file(desk), desk.operator)
    with pytest.raises(DomainError, match="다른 사람이 결정합니다"):
        attendance.undo(AttendanceEvent.objects.get(), by=desk.second, now=at("00:00", day(1)))
