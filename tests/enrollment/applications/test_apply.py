"""Applying: who gets a seat, who waits, who is refused, and with which sentence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from enrollment.models import Admission, Application, Enrollment, Offer, Seat
from enrollment.queries import applications as queries
from enrollment.services import applications, seats
from enrollment.states import ApplicationState, CohortState, OfferState, Selection
from tests import factories
from tests.factories import NOW
from training.accounts.models import Consent, ConsentText
from training.core.errors import DomainError
from training.core.models import AuditEntry, Delivery

pytestmark = pytest.mark.django_db


def apply(cohort, person=None, **kwargs):
    person = person or factories.UserFactory()
    return applications.apply(cohort, applicant=person, **{"kind": "employed", "now": NOW, **kwargs})


def trail(application):
    entries = AuditEntry.objects.filter(subject_type="enrollment.application", subject_id=application.pk)
    return [(entry.from_state, entry.to_state) for entry in entries.order_by("pk")]


def mails(person=None):
    rows = Delivery.objects.filter(user=person) if person else Delivery.objects.all()
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_first_comer_is_enrolled_in_one_step():
    cohort = factories.CohortFactory(seats=1)
    person = factories.UserFactory()

    application = apply(cohort, person, motivation="셀 공정을 배우려고 합니다.")

    enrollment = Enrollment.objects.get()
    assert (enrollment.trainee, enrollment.seat, enrollment.enrolled_at) == (person, Seat.objects.get(), NOW)
    assert Offer.objects.get().state == OfferState.ACCEPTED
    assert (application.motivation, application.applied_at) == ("셀 공정을 배우려고 합니다.", NOW)
    assert trail(application) == [("draft", "applied"), ("applied", "selected"), ("selected", "enrolled")]
    assert mails() == ["seat_given"]


def test_who_comes_after_the_last_seat_waits_in_order():
    cohort = factories.CohortFactory(seats=1)
    apply(cohort)

    second, third = apply(cohort), apply(cohort)

    assert [second.state, third.state] == [ApplicationState.WAITLISTED] * 2
    assert [queries.queue_position(row) for row in (second, third)] == [1, 2]
    assert mails(second.applicant) == ["waitlisted"]
    assert Delivery.objects.get(user=third.applicant).context["position"] == 2


def test_an_earlier_clock_never_overtakes_in_the_queue():
    cohort = factories.CohortFactory(seats=0)
    first = apply(cohort, now=NOW)

    later = apply(cohort, now=NOW - timedelta(seconds=5))

    assert [queries.queue_position(row) for row in (first, later)] == [1, 2]


def test_reviewed_application_waits_for_a_decision():
    cohort = factories.CohortFactory(selection=Selection.REVIEWED)

    application = apply(cohort)

    assert (application.state, Seat.objects.count(), mails()) == ("applied", 0, ["application_received"])


def test_applying_twice_is_one_application_and_one_mail():
    cohort = factories.CohortFactory()
    person = factories.UserFactory()

    first = apply(cohort, person)
    second = apply(cohort, person, kind="job_seeker", now=NOW + timedelta(minutes=1))

    assert second == first
    assert Application.objects.get().kind == "employed"
    assert mails() == ["seat_given"]


SEOUL_CLOSES = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)  # 1 December 00:00 in Korea


@pytest.mark.parametrize(
    ("now", "accepted"),
    [
        (datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC), False),  # before it opens
        (datetime(2026, 11, 21, 0, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC), True),  # 23:59:59 in Korea
        (datetime(2026, 11, 30, 14, 59, 59, 999999, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 15, 0, 0, tzinfo=UTC), False),  # 00:00:00
    ],
)
def test_window_is_half_open_in_the_complexs_zone(now, accepted):
    cohort = factories.CohortFactory(opens_at=datetime(2026, 11, 21, tzinfo=UTC), closes_at=SEOUL_CLOSES)

    if accepted:
        assert apply(cohort, now=now).state == ApplicationState.ENROLLED
    else:
        with pytest.raises(DomainError):
            apply(cohort, now=now)
        assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "now", "sentence"),
    [
        (
            CohortState.OPEN,
            NOW - timedelta(days=30),
            "2026. 11. 13.(금) 09:00부터 신청을 받습니다. 그때 다시 와 주세요.",
        ),
        (CohortState.PLANNED, NOW, "2026. 11. 13.(금) 09:00부터 신청을 받습니다. 그때 다시 와 주세요."),
        (
            CohortState.OPEN,
            NOW + timedelta(days=7),
            "2026. 11. 30.(월) 09:00까지 신청을 받았으므로 신청하지 못했습니다. 모집 중인 다른 기수를 확인해 주세요.",
        ),
        (CohortState.CLOSED, NOW, "이 기수는 신청을 더 받지 않습니다. 모집 중인 다른 기수를 확인해 주세요."),
        (CohortState.CANCELED, NOW, "취소된 기수입니다. 모집 중인 다른 기수를 확인해 주세요."),
    ],
)
def test_refusal_says_why_in_the_readers_language(state, now, sentence):
    cohort = factories.CohortFactory(state=state)

    with pytest.raises(DomainError) as refused:
        apply(cohort, now=now)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("born", "accepted"), [(date(2012, 11, 23), True), (date(2012, 11, 24), False)]
)  # fourteen today; fourteen tomorrow
def test_who_is_under_fourteen_is_refused(born, accepted):
    cohort = factories.CohortFactory()
    person = factories.UserFactory(birth_date=born)

    if accepted:
        assert apply(cohort, person).state == ApplicationState.ENROLLED
    else:
        with pytest.raises(DomainError):
            apply(cohort, person)


@pytest.mark.parametrize("missing", [{"name": ""}, {"birth_date": None}])
def test_incomplete_profile_is_refused(missing):
    cohort = factories.CohortFactory()

    with pytest.raises(applications.Incomplete):
        apply(cohort, factories.UserFactory(**missing))

    assert Application.objects.count() == 0


def other_cohort(cohort, **kwargs):
    return factories.CohortFactory(course=cohort.course, program=cohort.program, **kwargs)


def test_second_cohort_of_the_course_at_the_same_time_is_refused_until_withdrawn():
    cohort = factories.CohortFactory(seats=0)
    person = factories.UserFactory()
    waiting = apply(cohort, person)
    same_time = other_cohort(cohort)

    with pytest.raises(DomainError, match=f"{cohort.number}기"):
        apply(same_time, person)
    applications.withdraw(waiting, by=person, now=NOW)
    assert apply(same_time, person).state == ApplicationState.ENROLLED


def test_second_cohort_at_another_time_is_fine():
    cohort = factories.CohortFactory()
    person = factories.UserFactory()
    apply(cohort, person)
    later = other_cohort(cohort, starts_on=cohort.ends_on + timedelta(days=1), ends_on=date(2027, 3, 1))

    assert apply(later, person).state == ApplicationState.ENROLLED


def test_trainee_without_an_application_cannot_apply_again():
    enrollment = factories.EnrollmentFactory()

    with pytest.raises(DomainError):
        apply(enrollment.cohort, enrollment.trainee)


def text(complex, key, **kwargs):
    fields = {
        f"{name}_{lang}": "글" for name in ("title", "purpose", "items", "period", "refusal") for lang in ("ko", "en")
    }
    row = {"version": 1, "in_force_on": date(2026, 1, 1), "asked_at": "application", "required": False, **fields}
    return ConsentText.objects.create(complex=complex, key=key, **{**row, **kwargs})


def test_required_consent_is_needed_and_optional_is_not(complex):
    required, optional = text(complex, "provision", required=True), text(complex, "marketing")
    cohort = factories.CohortFactory(complex=complex)
    person = factories.UserFactory()

    with pytest.raises(applications.Incomplete):
        apply(cohort, person, consents={optional.pk})
    assert (Consent.objects.count(), Application.objects.count()) == (0, 0)

    apply(cohort, person, consents={required.pk})
    assert list(Consent.objects.values_list("user", "consent_text")) == [(person.pk, required.pk)]


def test_consent_is_asked_once_per_version(complex):
    old = text(complex, "provision", required=True)
    person = factories.UserFactory()
    Consent.objects.create(complex=complex, user=person, consent_text=old, given_at=NOW)
    assert queries.consent_texts(complex, person, now=NOW) == []

    new = text(complex, "provision", required=True, version=2, in_force_on=date(2026, 11, 23))
    text(complex, "provision", required=True, version=3, in_force_on=date(2026, 11, 24))
    assert queries.consent_texts(complex, person, now=NOW) == [new]


def test_consents_of_texts_not_asked_are_ignored(complex):
    foreign = text(factories.site_of("x", "x.localhost", name_ko="가", name_en="X", word="가"), "provision")
    person = factories.UserFactory()

    apply(factories.CohortFactory(complex=complex), person, consents={foreign.pk, 999_999})

    assert Consent.objects.count() == 0


def test_draft_is_kept_and_submitted_as_one_application():
    cohort = factories.CohortFactory()
    person = factories.UserFactory()
    save = {"applicant": person, "now": NOW}
    applications.save_draft(cohort, kind="employed", motivation="하나", **save)
    draft = applications.save_draft(cohort, kind="job_seeker", motivation="둘", **save)

    application = apply(cohort, person, kind=draft.kind, motivation=draft.motivation)

    assert application == draft
    assert Application.objects.get().motivation == "둘"


def test_draft_never_changes_what_was_submitted():
    cohort = factories.CohortFactory(seats=0)
    application = apply(cohort, motivation="제출한 글")

    applications.save_draft(cohort, applicant=application.applicant, kind="job_seeker", motivation="몰래", now=NOW)

    application.refresh_from_db()
    assert (application.kind, application.motivation) == ("employed", "제출한 글")


def test_cohort_without_seats_planned_is_refused():
    cohort = factories.CohortFactory()
    cohort.pools.all().delete()

    with pytest.raises(DomainError):
        apply(cohort)


def apply_unmet(cohort):
    """Where the first come are served, who does not meet the program's rules waits for a person's decision."""
    rules = [{"rule": "age_at_least", "value": 99}]
    Admission.objects.update_or_create(complex=cohort.complex, program=cohort.program, defaults={"eligibility": rules})
    return apply(cohort)


def test_operators_decisions_about_who_does_not_meet_the_rules():
    cohort = factories.CohortFactory(seats=1)
    operator = factories.UserFactory()
    chosen, reserve, refused = apply_unmet(cohort), apply_unmet(cohort), apply_unmet(cohort)

    applications.select(chosen, by=operator, now=NOW)
    applications.waitlist(reserve, by=operator, now=NOW)
    applications.reject(refused, by=operator, reason="자격 요건 미달", now=NOW)

    rows = Application.objects.order_by("pk").values_list("state", "reason")
    assert list(rows) == [("selected", ""), ("waitlisted", ""), ("rejected", "자격 요건 미달")]
    assert [mails(row.applicant)[1:] for row in (chosen, reserve, refused)] == [
        ["offer_made"],
        ["waitlisted"],
        ["not_selected"],
    ]


def test_select_refuses_where_no_seat_is_left_and_changes_nothing():
    cohort = factories.CohortFactory(seats=0)
    application = apply_unmet(cohort)

    with pytest.raises(seats.Full):
        applications.select(application, by=None, now=NOW)

    application.refresh_from_db()
    assert (application.state, Offer.objects.count()) == ("applied", 0)


def test_reject_needs_a_reason():
    cohort = factories.CohortFactory()

    with pytest.raises(DomainError) as refused:
        applications.reject(apply_unmet(cohort), by=None, reason="  ", now=NOW)

    assert refused.value.field == "reason"


@pytest.mark.parametrize("decide", [applications.select, applications.waitlist, applications.reject])
def test_where_people_are_reviewed_nobody_is_decided_apart_from_the_others(decide):
    application = apply(factories.CohortFactory(selection=Selection.REVIEWED))

    with pytest.raises(DomainError):
        decide(application, by=None, reason="먼저", now=NOW)

    application.refresh_from_db()
    assert (application.state, mails(application.applicant)) == ("applied", ["application_received"])


def test_who_withdrew_unreviewed_cannot_slip_into_the_queue():
    cohort = factories.CohortFactory(selection=Selection.REVIEWED)
    application = apply(cohort)
    applications.withdraw(application, by=application.applicant, now=NOW)

    with pytest.raises(DomainError):
        applications.rejoin(application, by=application.applicant, now=NOW)
