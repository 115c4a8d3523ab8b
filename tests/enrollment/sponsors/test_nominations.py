"""Nominating, and the nominee's own answer."""

from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.urls import reverse

from enrollment.models import Admission, Application, Enrollment, Nomination, Share
from enrollment.rules.nominations import Nominee
from enrollment.services import applications, nominations, offers, shares
from enrollment.states import ApplicationState, CohortState, NominationState
from tests import factories
from tests.enrollment.sponsors import build
from tests.enrollment.sponsors.build import DEADLINE, WEEK
from tests.factories import NOW
from training.accounts.models import Consent
from training.accounts.services import consents
from training.core import outbox
from training.core.errors import DomainError
from training.core.models import Delivery, Owed

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return build.company()


@pytest.fixture
def agreement(company):
    return build.agreement(build.cohort(seats=5), company, 3)


def accept(nomination, who, *, share=None, now=NOW, **given):
    return nominations.accept(nomination, by=who, consents=build.required(), share=share, now=now, **given)


def perform(kind):
    for owed in Owed.objects.filter(kind=kind):
        outbox.perform(owed.pk)


def test_list_is_taken_whole_or_not_at_all(company, agreement):
    people = [Nominee("김하나", "kim@company.example"), Nominee("", "lee@company.example")]
    with pytest.raises(nominations.Unfit) as refusal:
        nominations.nominate(agreement, people, by=company.manager, now=NOW)
    assert (list(refusal.value.lines), Nomination.objects.count()) == ([1], 0)


@pytest.mark.parametrize(("count", "fits"), [(3, True), (4, False), (0, False)])
def test_as_many_as_seats(company, agreement, count, fits):
    people = [Nominee("김", f"{n}@company.example") for n in range(count)]
    if fits:
        assert len(nominations.nominate(agreement, people, by=company.manager, now=NOW)) == count
        people = [Nominee("김", "more@company.example")]
    with pytest.raises(nominations.Unfit):
        nominations.nominate(agreement, people, by=company.manager, now=NOW)


def test_each_line_is_compared_with_what_stands(company, agreement):
    enrolled, own, other = build.person(), company.manager.email, build.company()
    factories.EnrollmentFactory(cohort=agreement.cohort, trainee=enrolled)
    build.nominated(agreement, company, build.person("mine@company.example"))
    elsewhere = build.agreement(agreement.cohort, other, 1)
    build.nominated(elsewhere, other, build.person("theirs@company.example"))
    emails = [enrolled.email, own, "mine@company.example", "theirs@company.example", "not an address", "ok@c.example"]
    with pytest.raises(nominations.Unfit) as refusal:
        nominations.nominate(agreement, [Nominee("김", email) for email in emails], by=company.manager, now=NOW)
    assert list(refusal.value.lines) == [0, 1, 2, 3, 4]
    assert len(set(refusal.value.lines.values())) == 5


@pytest.mark.parametrize(("instant", "fits"), [(DEADLINE - timedelta(microseconds=1), True), (DEADLINE, False)])
def test_nominations_end_at_the_deadline(company, agreement, instant, fits):
    people = [Nominee("김하나", "kim@company.example")]
    if fits:
        [made] = nominations.nominate(agreement, people, by=company.manager, now=instant)
        assert made.expires_at == min(instant + WEEK, NOW + timedelta(days=13, hours=15))
    else:
        with pytest.raises(DomainError):
            nominations.nominate(agreement, people, by=company.manager, now=instant)


def test_nobody_is_nominated_before_the_cohort_opens(company, agreement):
    type(agreement.cohort).objects.update(state=CohortState.PLANNED)
    with pytest.raises(DomainError):
        nominations.nominate(agreement, [Nominee("김", "kim@company.example")], by=company.manager, now=NOW)


def test_invitation_is_sent_once_to_an_account_in_its_language_and_to_a_newcomer_in_korean(company, agreement):
    known = build.person()
    type(known).objects.filter(pk=known.pk).update(language="en")
    people = [Nominee("김하나", "new@company.example"), Nominee(known.name, known.email)]
    nominations.nominate(agreement, people, by=company.manager, now=NOW)
    perform(nominations.INVITATION)
    Owed.objects.filter(kind=nominations.INVITATION).update(done_at=None)
    perform(nominations.INVITATION)
    perform("core.mail")
    newcomer, english = (
        next(one for one in outgoing.outbox if one.to == [to]) for to in ("new@company.example", known.email)
    )
    assert [one.to for one in outgoing.outbox].count(["new@company.example"]) == 1
    link = reverse("enrollment:nomination", args=[Nomination.objects.get(email="new@company.example").pk])
    assert link in newcomer.body
    assert newcomer.extra_headers["Content-Language"] == "ko"
    assert "nominated you" in english.body
    assert Delivery.objects.filter(kind="nominated").count() == 1  # no address of a newcomer is kept


def test_accepting_takes_the_kept_seat_as_any_enrollment_and_says_nothing_to_the_employer(company, agreement):
    who = build.person()
    [nomination] = build.nominated(agreement, company, who)
    enrollment = accept(nomination, who)
    agreement.pool.refresh_from_db()
    nomination.refresh_from_db()
    application = Application.objects.get()
    assert (nomination.state, nomination.person) == (NominationState.ACCEPTED, who)
    assert (application.state, application.kind, application.sponsor) == ("enrolled", "sponsored", company.organization)
    assert (enrollment.sponsor, enrollment.seat.pool.key) == (company.organization, "")
    assert (agreement.pool.taken, Share.objects.count()) == (1, 0)
    kinds = sorted(Delivery.objects.filter(kind__in=["seat_given", "nomination_answered"]).values_list("kind", "user"))
    assert kinds == [("nomination_answered", company.manager.pk), ("seat_given", who.pk)]


@pytest.mark.parametrize(("instant", "fits"), [(WEEK - timedelta(microseconds=1), True), (WEEK, False)])
def test_nominee_is_in_time_before_the_deadline(company, agreement, instant, fits):
    who = build.person()
    [nomination] = build.nominated(agreement, company, who)
    if fits:
        accept(nomination, who, now=NOW + instant)
    else:
        with pytest.raises(DomainError):
            accept(nomination, who, now=NOW + instant)
        nomination.refresh_from_db()
        assert nomination.state == NominationState.EXPIRED  # though no worker came
    assert Enrollment.objects.count() == int(fits)


@pytest.mark.parametrize("act", [nominations.decline, nominations.withdraw])
def test_declined_or_withdrawn_nomination_frees_the_seat_for_another(company, agreement, act):
    people = [build.person() for _ in range(3)]
    nomination = build.nominated(agreement, company, *people)[0]
    act(nomination, by=people[0], now=NOW)
    with pytest.raises(DomainError):
        act(nomination, by=people[0], now=NOW)
    with pytest.raises(DomainError):
        accept(nomination, people[0])
    assert len(build.nominated(agreement, company, build.person())) == 1


def lacks_name(cohort, who):
    type(who).objects.filter(pk=who.pk).update(name="")
    who.refresh_from_db()


def lacks_paper(cohort, who):
    paper = {"key": "job", "title_ko": "재직증명서", "title_en": "Employment", "required": True, "kinds": ["sponsored"]}
    Admission.objects.update(documents=[paper])


def lacks_card(cohort, who):
    Admission.objects.update(eligibility=[{"rule": "card_number"}])


def was_in_it(cohort, who):
    factories.EnrollmentFactory(cohort=cohort, trainee=who, state="withdrawn", ended_on=NOW.date(), seat=None)


def is_elsewhere(cohort, who):
    other = factories.CohortFactory(course=cohort.course, program=cohort.program)
    factories.EnrollmentFactory(cohort=other, trainee=who)


@pytest.mark.parametrize("lack", [lacks_name, lacks_paper, lacks_card, was_in_it, is_elsewhere])
def test_what_every_applicant_needs_a_nominee_needs_too(company, agreement, lack):
    who = build.person()
    [nomination] = build.nominated(agreement, company, who)
    lack(agreement.cohort, who)
    with pytest.raises(DomainError):
        accept(nomination, who)
    nomination.refresh_from_db()
    agreement.pool.refresh_from_db()
    assert (nomination.state, agreement.pool.taken) == (NominationState.INVITED, 0)


def test_without_the_required_consents_there_is_no_seat(company, agreement):
    build.texts()
    who = build.person()
    [nomination] = build.nominated(agreement, company, who)
    with pytest.raises(DomainError):
        nominations.accept(nomination, by=who, now=NOW)


def test_what_was_missing_can_be_given_with_the_answer(company, agreement):
    who = build.person()
    type(who).objects.filter(pk=who.pk).update(name="", birth_date=None)
    who.refresh_from_db()
    [nomination] = build.nominated(agreement, company, factories.UserFactory.build(name="김하나", email=who.email))
    Admission.objects.update(asks_card_number=True, eligibility=[{"rule": "card_number"}])
    accept(nomination, who, name="김하나", birth_date=NOW.date().replace(year=1990), card_number="94101234567")
    assert Application.objects.get().card_number == "94101234567"
    assert Enrollment.objects.get().trainee.name == "김하나"


@pytest.mark.parametrize("before", ["applied", "waitlisted", "selected", "withdrawn", "rejected"])
def test_who_had_applied_themselves_takes_the_kept_seat_with_the_same_application(company, agreement, before):
    who = build.person()
    cohort = agreement.cohort
    state = ApplicationState.WAITLISTED if before in {"waitlisted", "selected", "withdrawn"} else before
    own = factories.ApplicationFactory(cohort=cohort, applicant=who, state=state, queued_at=NOW)
    type(cohort).objects.filter(pk=cohort.pk).update(state=CohortState.CLOSED)
    if before == "selected":
        offers.advance(cohort, now=NOW)
    if before == "withdrawn":
        applications.withdraw(own, by=who, now=NOW)
    [nomination] = build.nominated(agreement, company, who)
    accept(nomination, who)
    own.refresh_from_db()
    agreement.pool.refresh_from_db()
    main = cohort.pools.get(key="")
    assert (own.state, own.kind) == (ApplicationState.ENROLLED, "sponsored")
    assert (main.taken, main.reserved, agreement.pool.taken) == (1, 2, 1)


def test_nominee_does_not_apply_beside_the_nomination_but_may_after_declining(company, agreement):
    who = build.person()
    [nomination] = build.nominated(agreement, company, who)

    def apply():
        return applications.apply(agreement.cohort, applicant=who, kind="employed", consents=build.required(), now=NOW)

    with pytest.raises(DomainError):
        apply()
    nominations.decline(nomination, by=who, now=NOW)
    assert apply().state == ApplicationState.ENROLLED


def test_consent_is_for_one_employer_and_ends_alone(company, agreement):
    who, other = build.person(), build.company()
    [nomination] = build.nominated(agreement, company, who)
    enrollment = accept(nomination, who, share=build.share_text())
    with pytest.raises(DomainError):
        shares.offer(who, other.organization, build.share_text(), now=NOW)
    factories.EnrollmentFactory(trainee=who, sponsor=other.organization)
    shares.offer(who, other.organization, build.share_text(), now=NOW)
    shares.offer(who, other.organization, build.share_text(), now=NOW)  # pressed twice
    assert Share.objects.standing().count() == 2

    shares.withdraw(who, enrollment.sponsor, now=NOW)
    assert Share.objects.standing().get().organization == other.organization
    assert Consent.objects.standing().filter(consent_text__key="sponsor").exists()
    shares.withdraw(who, other.organization, now=NOW)
    assert not Consent.objects.standing().filter(consent_text__key="sponsor").exists()
    with pytest.raises(DomainError):
        shares.withdraw(who, other.organization, now=NOW)


def test_consent_taken_back_on_the_account_page_ends_every_view(company, agreement):
    who = build.person()
    [nomination] = build.nominated(agreement, company, who)
    accept(nomination, who, share=build.share_text())
    consents.withdraw(Consent.objects.get(consent_text__key="sponsor"), by=who, now=NOW)
    assert not Share.objects.standing().exists()
    shares.offer(who, company.organization, build.share_text(), now=NOW)  # and may be given again
    assert Share.objects.standing().count() == 1


def test_who_did_not_come_is_forgotten_after_30_days(company, agreement):
    first, second, third = (build.person() for _ in range(3))
    declined, accepted, _waiting = build.nominated(agreement, company, first, second, third)
    nominations.decline(declined, by=first, now=NOW)
    accept(accepted, second)
    month = timedelta(days=30)
    assert nominations.forget(now=NOW + month - timedelta(microseconds=1)) == 0
    assert nominations.forget(now=NOW + month) == 1
    declined.refresh_from_db()
    assert (declined.name, declined.email, declined.note) == ("", "", "")
    assert Nomination.objects.exclude(email="").count() == 2
