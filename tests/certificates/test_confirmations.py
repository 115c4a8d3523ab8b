"""A confirmation of enrollment says that somebody is or was there, and claims nothing more."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates.models import Certificate
from certificates.queries import facts
from certificates.services import awards, confirmations, designs, issuing, verifying
from certificates.services.refusals import NotDue
from certificates.states import CertificateState, DesignKind, Truth
from enrollment.states import EnrollmentState
from tests import factories as ground
from tests.certificates import factories

NOW = ground.NOW


def enrolled(*, state: str = EnrollmentState.ENROLLED, **dates):
    cohort = factories.finished_cohort(
        **{"state": "running", "starts_on": date(2026, 11, 2), "ends_on": date(2026, 12, 24), **dates}
    )
    return ground.EnrollmentFactory(
        complex=cohort.complex, cohort=cohort, trainee=ground.UserFactory(name="홍길동"), state=state
    )


def confirmed(enrollment, *, by=None) -> Certificate:
    made = confirmations.issue(enrollment, by=by or ground.UserFactory(), now=NOW)
    issuing.issue(made.pk, now=NOW)
    return Certificate.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    ("state", "starts_on", "said"),
    [
        (EnrollmentState.ENROLLED, date(2026, 11, 24), "등록 (개강 전)"),
        (EnrollmentState.ENROLLED, date(2026, 11, 23), "수강 중"),
        (EnrollmentState.COMPLETED, date(2026, 11, 2), "수강 종료"),
        (EnrollmentState.NOT_COMPLETED, date(2026, 11, 2), "수강 종료"),
        (EnrollmentState.WITHDRAWN, date(2026, 11, 2), "수강 종료"),
        (EnrollmentState.DISMISSED, date(2026, 11, 2), "수강 종료"),
    ],
)
def test_says_how_things_stand_on_the_day(db, drawn, state, starts_on, said):
    certificate = confirmed(enrolled(state=state, starts_on=starts_on))
    assert certificate.facts["standing"]["ko"] == said
    assert (said in drawn[0].html, "2026년 11월 23일 현재" in drawn[0].html) == (True, True)


def test_rests_on_no_decision_and_claims_neither_completion_nor_hours(db, drawn):
    certificate = confirmed(enrolled())
    credential = json.loads(certificate.credential)
    assert (certificate.decision, certificate.facts["decision"], certificate.kind) == (None, None, "enrollment")
    assert "result" not in credential["credentialSubject"]
    html = drawn[0].html
    assert ("Course hours, planned" in html, "It does not certify completion." in html) == (True, True)
    with translation.override("en"):
        rows = dict(facts.public(certificate))
    assert (rows["Status"], "Course hours, planned" in rows, "Hours" in rows) == (
        "In training, as of 23 Nov 2026", True, False,
    )  # fmt: skip
    answer = verifying.by_code(certificate.complex, typed=factories.code_of(certificate), client="c", now=NOW)
    assert answer.truth == Truth.VALID


@pytest.mark.parametrize("state", [EnrollmentState.CANCELED, EnrollmentState.MOVED])
def test_who_never_was_there_gets_none(db, state):
    with translation.override("en"), pytest.raises(NotDue) as refusal:
        confirmations.issue(enrolled(state=state), by=ground.UserFactory(), now=NOW)
    assert "does not stand" in str(refusal.value)
    assert Certificate.objects.count() == 0


def test_new_one_supersedes_the_old_one_and_two_are_not_made_at_once(db, drawn):
    enrollment = enrolled()
    first = confirmed(enrollment)
    second = confirmations.issue(enrollment, by=ground.UserFactory(), now=NOW)
    with pytest.raises(NotDue):
        confirmations.issue(enrollment, by=ground.UserFactory(), now=NOW)
    issuing.issue(second.pk, now=NOW)
    states = list(Certificate.objects.order_by("pk").values_list("state", flat=True))
    assert (states, Certificate.objects.get(pk=first.pk).superseded_by_id) == (["superseded", "issued"], second.pk)
    assert Certificate.objects.get(pk=second.pk).facts["replaces"] == first.register_number


def test_issuing_again_from_its_own_page_is_the_same(db, drawn):
    first = confirmed(enrolled())
    later = awards.reissue(first, by=ground.UserFactory(), now=NOW, reason="개명")
    issuing.issue(later.pk, now=NOW)
    assert Certificate.objects.get(pk=first.pk).state == CertificateState.SUPERSEDED


def test_decision_does_not_lead_to_a_confirmation_and_no_other_paper_goes_without_one(db, drawn):
    decision = factories.completed(factories.finished_cohort())
    design = designs.current(decision.complex, kind=DesignKind.ENROLLMENT, now=NOW)
    with pytest.raises(NotDue):
        issuing.intend(decision, design=design, by=None, now=NOW)
    completion = designs.current(decision.complex, kind=DesignKind.COMPLETION, now=NOW)
    with pytest.raises(NotDue):
        issuing.intend_confirmation(decision.enrollment, design=completion, by=None, now=NOW)
    issued = factories.issued(decision)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=issued.pk).update(decision=None)


def test_certificate_of_participation_is_issued_to_who_completed_beside_the_other(db, drawn):
    decision = factories.completed(factories.finished_cohort())
    kinds = []
    for kind in (DesignKind.COMPLETION, DesignKind.PARTICIPATION):
        design = designs.current(decision.complex, kind=kind, now=NOW)
        made = issuing.intend(decision, design=design, by=None, now=NOW)
        issuing.issue(made.pk, now=NOW)
        kinds.append(Certificate.objects.get(pk=made.pk).facts["design"]["title_ko"])
    assert kinds == ["수료증", "이수증"]


# --- at the desk --------------------------------------------------------------------------------
def test_operator_confirms_who_is_in_training(client, cast, drawn):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    enrollment = cast.trainee.enrollments.get()
    page = f"/desk/cohorts/{enrollment.cohort_id}/confirmations/"
    answer = client.post(f"/desk/certificates/confirm/{enrollment.pk}/")
    assert (answer.status_code, answer.get("Location")) == (302, page), answer.content.decode()[-3000:]
    waiting = client.get(page).content.decode()
    issuing.issue(Certificate.objects.get().pk, now=NOW)
    done = client.get(page).content.decode()
    assert ("/certificates/confirm/" in waiting, "/certificates/confirm/" in done, Certificate.objects.get().register_number in done) == (
        False, True, True,
    )  # fmt: skip


def test_list_costs_the_same_for_one_and_for_three(client, cast):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/desk/cohorts/{cast.cohort.pk}/confirmations/")
        counts.append(len(caught))
        ground.EnrollmentFactory(complex=cast.complex, cohort=cast.cohort)
    assert counts[0] == counts[2]


def test_batch_of_each_kind_stands_beside_the_other(client, cast, drawn):
    cohort = factories.finished_cohort(complex=cast.complex)
    factories.completed(cohort)
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/desk/cohorts/{cohort.pk}/certificates/"
    for kind in ("completion", "participation", "enrollment"):
        client.post(f"{address}start/?kind={kind}")
    kinds = list(Certificate.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["completion", "participation"]  # the third is asked for one by one
    assert client.get(f"{address}?kind=participation").context["kind"] == "participation"
