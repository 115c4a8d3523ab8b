"""Leaving, early employment and dismissal: the rule, the reason, the date, the mail."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from enrollment.models import Dismissal, Enrollment, Seat
from enrollment.services import dismissals, enrollments
from tests import factories
from training.core.errors import DomainError, Refused
from training.core.models import Delivery

pytestmark = pytest.mark.django_db
FIRST_DAY = datetime.fromisoformat("2026-12-07T10:00:00+09:00")


@pytest.fixture
def training(complex):
    """Ten days of training from 7 December: the roster is registered until the 8th."""
    cohort = factories.CohortFactory(complex=complex, state="running", ends_on=date(2026, 12, 18))
    for n in range(10):
        day = date(2026, 12, 7) + timedelta(days=n + 2 * (n // 5))
        start = datetime.combine(day, FIRST_DAY.timetz())
        factories.SessionFactory(
            cohort=cohort, complex=complex, day=day, starts_at=start, ends_at=start + timedelta(hours=8)
        )
    return factories.EnrollmentFactory(cohort=cohort, complex=complex, trainee__language="ko")


def at(day, time="10:00:00"):
    return datetime.fromisoformat(f"2026-12-{day:02}T{time}+09:00")


def stands(enrollment):
    row = Enrollment.objects.get(pk=enrollment.pk)
    return row.state, row.ended_on, Seat.objects.held().filter(person=row.trainee).count()


def mails():
    return list(Delivery.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("now", "state", "on"),
    [
        (at(8, "23:59:59"), "withdrawn", date(2026, 12, 8)),
        (at(9, "00:00:00"), "not_completed", date(2026, 12, 9)),
    ],
)
def test_leaving_is_withdrawal_until_the_roster_is_registered_and_a_drop_out_after(training, now, state, on):
    enrollments.withdraw(training, by=None, reason="이사", now=now)

    assert (stands(training), mails()) == ((state, on, 0), ["left"])


def test_early_employment_ends_training_on_its_day(training):
    enrollments.employ_early(training, employed_on=date(2026, 12, 9), employer="다온전극", by=None, now=at(10))

    assert (stands(training), mails()) == (("early_employed", date(2026, 12, 9), 0), ["employed_early"])


@pytest.mark.parametrize("employed_on", [date(2026, 12, 6), date(2026, 12, 11)])
def test_employment_before_the_course_or_to_come_is_refused(training, employed_on):
    with pytest.raises(DomainError) as refused:
        enrollments.employ_early(training, employed_on=employed_on, employer="-", by=None, now=at(10))

    assert (refused.value.field, stands(training)) == ("employed_on", ("enrolled", None, 1))


def notify(training, cast, ground="absences", caused_on=date(2026, 12, 9), now=None):
    return dismissals.notify(
        training, ground=ground, caused_on=caused_on, reason="결석 3일", by=cast.operator, now=now or at(10)
    )


def test_notice_gives_three_days_to_appeal_to_the_end_of_the_last(training, cast):
    made = notify(training, cast)

    assert made.appeal_until == at(14, "00:00:00")
    assert (stands(training), mails()) == (("enrolled", None, 1), ["dismissal_notice"])
    with pytest.raises(DomainError):
        notify(training, cast)


@pytest.mark.parametrize("caused_on", [date(2026, 12, 6), date(2026, 12, 11)])
def test_cause_lies_between_the_first_day_and_today(training, cast, caused_on):
    with pytest.raises(DomainError) as refused:
        notify(training, cast, caused_on=caused_on)
    assert refused.value.field == "caused_on"


def test_dismissal_by_the_rules_counts_from_the_day_after_its_cause(training, cast):
    dismissals.dismiss(notify(training, cast), answer="", by=cast.operator, now=at(10, "11:00:00"))

    assert stands(training) == ("dismissed", date(2026, 12, 10), 0)
    assert mails() == ["dismissal_notice", "dismissal_in_force"]


@pytest.mark.parametrize(("now", "dismissed"), [(at(13, "23:59:59"), False), (at(14, "00:00:00"), True)])
def test_dismissal_by_the_centers_rule_waits_for_the_term(training, cast, now, dismissed):
    notice = notify(training, cast, ground="center_rule")

    if dismissed:
        dismissals.dismiss(notice, answer="", by=cast.operator, now=now)
    else:
        with pytest.raises(DomainError):
            dismissals.dismiss(notice, answer="", by=cast.operator, now=now)
    assert stands(training)[0] == ("dismissed" if dismissed else "enrolled")


@pytest.mark.parametrize(("now", "accepted"), [(at(13, "23:59:59"), True), (at(14, "00:00:00"), False)])
def test_appeal_is_taken_until_the_end_of_the_term(training, cast, now, accepted):
    notice = notify(training, cast)

    if accepted:
        dismissals.appeal(notice, grounds="병원에 있었습니다.", by=training.trainee, now=now)
    else:
        with pytest.raises(DomainError):
            dismissals.appeal(notice, grounds="병원에 있었습니다.", by=training.trainee, now=now)
    assert Dismissal.objects.get().state == ("appealed" if accepted else "noticed")


def test_appeal_is_answered_before_anybody_is_dismissed(training, cast):
    notice = notify(training, cast)
    dismissals.appeal(notice, grounds="병원에 있었습니다.", by=training.trainee, now=at(11))
    with pytest.raises(DomainError) as refused:
        dismissals.dismiss(notice, answer=" ", by=cast.admin, now=at(12))
    assert (refused.value.field, stands(training)[0]) == ("answer", "enrolled")

    dismissals.take_back(notice, answer="인정합니다.", by=cast.admin, now=at(12))

    assert (Dismissal.objects.get().state, stands(training)) == ("taken_back", ("enrolled", None, 1))
    assert mails() == ["dismissal_notice", "dismissal_taken_back"]


@pytest.mark.parametrize("decide", [dismissals.dismiss, dismissals.take_back])
def test_whoever_gave_the_notice_does_not_decide_its_appeal(training, cast, decide):
    notice = notify(training, cast)
    dismissals.appeal(notice, grounds="병원에 있었습니다.", by=training.trainee, now=at(11))

    with pytest.raises(Refused):
        decide(notice, answer="읽었습니다.", by=cast.operator, now=at(12))
    assert (Dismissal.objects.get().state, stands(training)[0]) == ("appealed", "enrolled")
    assert mails() == ["dismissal_notice"]


def test_only_the_person_appeals(training, cast, client):
    notice = notify(training, cast)

    with pytest.raises(Refused):
        dismissals.appeal(notice, grounds="-", by=cast.applicant, now=at(11))
    client.force_login(cast.applicant, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/learn/dismissals/{notice.pk}/", {"grounds": "x"}).status_code == 404


def test_operator_gives_notice_from_the_persons_page_and_the_trainee_reads_it(training, cast, client):
    address = f"/desk/enrollments/{training.pk}/"
    with time_machine.travel(at(10), tick=False):
        client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
        bad = client.post(f"{address}dismiss/", {"ground": "absences", "caused_on": "2026-12-30", "reason": "결석"})
        client.post(f"{address}dismiss/", {"ground": "absences", "caused_on": "2026-12-09", "reason": "결석 3일"})
        page = client.get(address).content.decode()
        client.force_login(training.trainee, backend="django.contrib.auth.backends.ModelBackend")
        desk = client.get("/learn/").content.decode()
        notice = client.get(f"/learn/dismissals/{Dismissal.objects.get().pk}/").content.decode()

    assert (bad.status_code, "결석 3일" in page) == (409, True)
    assert f"/learn/dismissals/{Dismissal.objects.get().pk}/" in desk
    assert "2026. 12. 13.(일) 23:59까지 이의를 제기할 수 있습니다." in notice
