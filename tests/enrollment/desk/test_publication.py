"""Canceling a cohort, opening it again, changing what it promised, and the rules of its program."""

from datetime import date, timedelta

import pytest
import time_machine

from enrollment.models import Application, Cohort, Enrollment, Offer, PolicyVersion, Seat
from enrollment.queries import programs as program_queries
from enrollment.services import applications, cohorts, programs, publication, quotas
from enrollment.states import CohortState, OfferState
from tests import factories
from tests.factories import NOW
from training.accounts.states import Role
from training.core.errors import DomainError
from training.core.models import AuditEntry, Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cohort(complex):
    return factories.CohortFactory(complex=complex, seats=1)


@pytest.fixture
def operator(client, complex):
    person = factories.MembershipFactory(complex=complex, role=Role.OPERATOR).user
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


def apply(cohort, **kwargs):
    person = factories.UserFactory(**kwargs)
    return applications.apply(cohort, applicant=person, kind="employed", now=NOW)


def close(cohort):
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.CLOSED, closes_at=NOW - timedelta(hours=1))
    cohort.refresh_from_db()


def test_cancel_ends_everything_gives_back_every_seat_and_tells_everybody_once(cohort):
    apply(cohort), apply(cohort)
    close(cohort)
    held = Enrollment.objects.get()
    publication.cancel(cohort, reason="최소 인원 미달", by=None, now=NOW)

    assert list(Application.objects.order_by("pk").values_list("state", "reason")) == [
        ("enrolled", ""),
        ("withdrawn", "최소 인원 미달"),
    ]
    held.refresh_from_db()
    assert (held.state, held.ended_on, held.reason) == ("canceled", date(2026, 11, 23), "최소 인원 미달")
    assert (cohort.pools.get().taken, Seat.objects.held().count()) == (0, 0)
    told = Delivery.objects.filter(kind="cohort_canceled")
    assert [mail.context["reason"] for mail in told] == ["최소 인원 미달"] * 2
    with pytest.raises(DomainError):
        publication.cancel(cohort, reason="다시", by=None, now=NOW)
    assert told.count() == 2


def test_cancel_takes_back_open_offers_and_offers_no_seat_again(cohort):
    apply(cohort)
    waiting = apply(cohort)
    cohorts.set_capacity(cohort, capacity=2, by=None, now=NOW)
    publication.cancel(cohort, reason="장비 고장", by=None, now=NOW)

    assert [offer.state for offer in Offer.objects.filter(application=waiting)] == [OfferState.WITHDRAWN]
    assert Offer.objects.open().count() == 0


def test_cancel_empties_the_quotas_and_closes_drafts_and_says_so(client, cohort, operator):
    quotas.set_quota(cohort, kind="employed", capacity=1, by=None, now=NOW)
    seated = apply(cohort)
    writing = applications.save_draft(
        cohort, applicant=factories.UserFactory(language="ko"), motivation="초안", now=NOW
    )
    page = client.get(f"/desk/cohorts/{cohort.pk}/cancel/").content.decode()
    assert "작성 중인 신청서 1건이 닫히고" in page
    assert list(cohort.pools.order_by("pk").values_list("key", "taken")) == [("", 1), ("employed", 1)]

    publication.cancel(cohort, reason="장비 고장", by=None, now=NOW)

    assert list(cohort.pools.order_by("pk").values_list("key", "taken")) == [("", 0), ("employed", 0)]
    assert Seat.objects.held().count() == 0
    writing.refresh_from_db()
    assert (writing.state, writing.reason) == ("withdrawn", "장비 고장")
    listed = client.get(f"/desk/cohorts/{cohort.pk}/").context["page_obj"]
    assert [row.pk for row in listed] == [seated.pk]  # a draft was never handed in
    client.force_login(writing.applicant, backend="django.contrib.auth.backends.ModelBackend")
    assert "이 기수는 취소되어" in client.get(f"/cohorts/applications/{writing.pk}/").content.decode()


def test_planned_cohort_is_canceled_without_a_mail(cohort):
    Cohort.objects.update(state=CohortState.PLANNED)
    factories.TeachingFactory(cohort=cohort)

    publication.cancel(cohort, reason="수요 없음", by=None, now=NOW)

    assert Delivery.objects.count() == 0


def test_cancel_page_names_people_and_wants_a_reason(client, cohort, operator):
    apply(cohort, name="김가람")
    address = f"/desk/cohorts/{cohort.pk}/cancel/"

    page = client.get(address).content.decode()
    assert "김가람" in page
    assert "훈련생 1명의 등록이 끝나고" in page
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "장비 고장"}).status_code == 302
    assert client.post(address, {"reason": "장비 고장"}).status_code == 409
    assert Cohort.objects.get(pk=cohort.pk).state == CohortState.CANCELED
    assert "장비 고장" in client.get(f"/desk/cohorts/{cohort.pk}/records/").content.decode()


def test_reopen_takes_applications_until_the_new_instant_half_open(cohort):
    close(cohort)
    until = NOW + timedelta(days=2)

    again = publication.reopen(cohort, closes_at=until, reason="인원 미달", by=None, now=NOW)

    assert (again.state, again.closes_at) == (CohortState.OPEN, until)
    assert again.accepts_applications(now=until - timedelta(seconds=1))
    assert not again.accepts_applications(now=until)
    assert AuditEntry.objects.get(to_state="open").reason == "인원 미달"


@pytest.mark.parametrize("days", [0, -1, 15])
def test_reopen_refuses_an_instant_that_is_over_or_after_the_first_day(cohort, days):
    """The course begins on 7 December, so its first day ends fourteen days and fifteen hours from now."""
    close(cohort)

    with pytest.raises(DomainError) as refused:
        publication.reopen(cohort, closes_at=NOW + timedelta(days=days), reason="", by=None, now=NOW)

    assert refused.value.field == "closes_at"


@pytest.mark.parametrize("state", [CohortState.OPEN, CohortState.RUNNING, CohortState.CANCELED])
def test_reopen_comes_only_after_closing(cohort, state):
    Cohort.objects.update(state=state)

    with pytest.raises(DomainError):
        publication.reopen(cohort, closes_at=NOW + timedelta(days=1), reason="", by=None, now=NOW)


PLAN = {"selection": "first_come", "offer_hours": "48", "minimum_people": "", "opens_at": "2026-11-13T09:00"}


def plan_of(cohort, **kwargs) -> dict:
    keys = {name: getattr(cohort, f"{name}_id") for name in ("course", "program", "venue")}
    days = {
        "number": cohort.number,
        "starts_on": "2026-12-07",
        "ends_on": "2027-01-29",
        "closes_at": "2026-11-30T09:00",
    }
    return PLAN | keys | days | kwargs


def test_new_days_of_a_published_cohort_are_told_after_a_page_that_names_the_people(client, cohort, operator):
    apply(cohort)
    address, post = f"/desk/cohorts/{cohort.pk}/change/", plan_of(cohort, starts_on="2026-12-08")

    asked = client.post(address, post)
    assert (asked.status_code, len(asked.context["told"].people)) == (200, 1)
    assert asked.context["sentences"] == ["기간: 2026. 12. 7.(월)~2027. 1. 29.(금) → 2026. 12. 8.(화)~2027. 1. 29.(금)"]
    assert client.post(address, post | {"confirmed": "1"}).status_code == 302
    assert Delivery.objects.filter(kind="plan_changed").count() == 1
    cohort.refresh_from_db()
    assert cohort.starts_on == date(2026, 12, 8)


def test_a_change_that_concerns_nobody_is_made_at_once(client, cohort, operator):
    apply(cohort)

    answer = client.post(f"/desk/cohorts/{cohort.pk}/change/", plan_of(cohort, minimum_people="1"))

    assert (answer.status_code, Delivery.objects.filter(kind="plan_changed").count()) == (302, 0)
    cohort.refresh_from_db()
    assert cohort.minimum_people == 1


def test_more_people_than_seats_are_never_the_least(client, cohort, operator):
    answer = client.post(f"/desk/cohorts/{cohort.pk}/change/", plan_of(cohort, minimum_people="2"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["minimum_people"])


def version(day: date, **kwargs) -> PolicyVersion:
    return PolicyVersion(in_force_on=day, **kwargs)


def test_rules_follow_one_another_and_none_is_changed(cohort):
    program = cohort.program
    programs.follow(program, version(date(2027, 1, 1), completion_percent=85), by=None, now=NOW)

    found = program_queries.versions(program, today=date(2026, 11, 23))
    assert [(one.policy.number, one.policy.in_force_on, one.until, one.now) for one in found] == [
        (2, date(2027, 1, 1), None, False),
        (1, date(2020, 1, 1), date(2026, 12, 31), True),
    ]
    assert [[each.pk for each in one.cohorts] for one in found] == [[cohort.pk], [cohort.pk]]
    assert program.policy_on(date(2026, 12, 31)).completion_percent == 80
    assert program.policy_on(date(2027, 1, 1)).completion_percent == 85


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 23)])
def test_days_that_were_judged_keep_their_rules(cohort, day):
    with pytest.raises(DomainError) as refused:
        programs.follow(cohort.program, version(day), by=None, now=NOW)

    assert (refused.value.field, cohort.program.policies.count()) == ("in_force_on", 1)


def test_program_page_shows_the_version_in_force_and_takes_the_next(client, cohort, operator):
    address = f"/desk/programs/{cohort.program_id}/rules/add/"
    shown = client.get(address).context["form"]
    values = {name: shown[name].value() for name in shown.fields}
    post = {name: value for name, value in values.items() if value is not None and value is not False}

    assert client.post(address, post | {"in_force_on": "2026-01-01"}).status_code == 409
    assert client.post(address, post | {"in_force_on": "2027-03-01", "completion_percent": "101"}).status_code == 422
    seen = client.post(address, post | {"in_force_on": "2027-03-01", "days_wedding": "3", "days_exam": ""})
    assert (seen.status_code, cohort.program.policies.count()) == (200, 1)
    kept = client.post(address, dict(seen.context["fields"]) | {"confirmed": "1"})
    assert kept.status_code == 302
    reasons = cohort.program.policies.get(number=2).absence_reasons
    assert (reasons["wedding"], reasons["illness"], "exam" in reasons) == (3, 0, False)
    assert "2027. 3. 1.(월)부터" in client.get("/desk/programs/").content.decode()
