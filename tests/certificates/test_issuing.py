"""A certificate is issued once, whatever fails in between (invariant 3)."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates import pdf
from certificates.models import Certificate, CertificateFile, Register
from certificates.rules import codes
from certificates.services import awards, batches, issuing, storing, vault
from certificates.services.refusals import NotDue
from certificates.signing import papers
from certificates.states import CERTIFICATE_TRANSITIONS, CertificateState, Failure, RevocationReason
from enrollment.states import EnrollmentState
from tests import factories as ground
from tests.certificates import factories
from training.core import audit, canonical, outbox, stores
from training.core.errors import TransitionRefused
from training.core.models import AuditEntry, Owed

State = CertificateState
NOW = ground.NOW


@pytest.fixture
def decision(db):
    return factories.completed(factories.finished_cohort())


def test_intend_freezes_what_is_awarded(decision):
    edition = ground.LessonEditionFactory(
        lesson__module=decision.enrollment.cohort.course.modules.first(),
        lesson__key="mixing",
        sha256="a" * 64,
        number=3,
    )
    decision.enrollment.progress.create(
        complex=decision.complex, lesson=edition.lesson, edition=edition, finished_at=NOW
    )
    certificate = factories.intended(decision)
    code = factories.code_of(certificate)
    course = decision.enrollment.cohort.course
    first, second = course.modules.order_by("order")
    assert certificate.facts == {
        "format": 1,
        "kind": "completion",
        "number": "제2026-충북-0001호",
        "issued_on": "2026-11-23",
        "expires_on": None,
        "replaces": None,
        "issuer": {"complex": "chungbuk", "ko": "충북테크노파크", "en": "Chungbuk Technopark"},
        "holder": {
            "name": "홍길동",
            "latin_name": "HONG Gildong",
            "birth_commitment": codes.commitment(code, "birth", "1999-05-17"),
        },
        "course": {
            "key": course.key,
            "ko": "배터리 셀 제조공정 실무",
            "en": "Practical battery cell manufacturing",
            "cohort": decision.enrollment.cohort.number,
            "starts_on": "2026-09-07",
            "ends_on": "2026-10-30",
        },
        "hours": {"theory": "16", "practice": "12.5", "total": "28.5"},
        "modules": [
            {
                "key": first.key, "block_ko": "전극", "block_en": "Electrode", "ko": "슬러리 믹싱", "en": "Slurry mixing",
                "theory": "8", "practice": "8", "total": "16",
            },
            {
                "key": second.key, "block_ko": "전극", "block_en": "Electrode", "ko": "화성", "en": "Formation",
                "theory": "8", "practice": "4.5", "total": "12.5",
            },
        ],
        "editions": [{"lesson": "mixing", "language": "ko", "number": 3, "sha256": "a" * 64}],
        "skills": [],
        "attendance": {"lines": 0, "ledger_sha256": canonical.sha256([])},
        "decision": {"number": 1, "decided_on": "2026-11-23", "evidence_sha256": "e" * 64},
        "policy": {"program": decision.enrollment.cohort.program.key, "version": 1},
        "design": {
            "version": 1, "title_ko": "수료증", "title_en": "Certificate of Completion",
            "signatory_ko": "원장", "signatory_en": "President", "seal": "충북테크노파크의인",
            "second_ko": "", "second_en": "", "second_seal": "", "border": "woven", "ink": "blue",
            "shows": ["birth_date", "latin_name", "period", "hours", "modules"],
        },
        "statement": {
            "ko": "위 사람은 본 기관이 실시한 위의 교육과정을 수료하였으므로 이 증서를 수여합니다.",
            "en": "This certifies that the person named above has completed the above course held by this institution.",
        },
    }  # fmt: skip


def test_content_is_canonical_and_its_hash_is_of_exactly_those_bytes(decision):
    certificate = factories.intended(decision)
    assert certificate.content == json.dumps(
        certificate.facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert certificate.content_sha256 == hashlib.sha256(certificate.content.encode()).hexdigest()


def test_content_and_rows_hold_neither_birth_date_nor_code_in_clear(decision):
    certificate = factories.intended(decision)
    code = factories.code_of(certificate)
    row = Certificate.objects.filter(pk=certificate.pk).values().get()
    assert [name for name, value in row.items() if code in str(value)] == []
    assert "1999-" not in certificate.content  # with its dash: a hash may hold the digits
    assert certificate.code_hash == vault.hashed(code)


def test_law_is_cited_only_where_the_program_cites_one(db):
    cohort = factories.finished_cohort(
        program__legal_basis_ko="「국민내일배움카드 운영규정」에 따라", program__legal_basis_en="Under"
    )
    frozen = factories.intended(factories.completed(cohort)).facts["statement"]
    assert frozen == {"ko": "「국민내일배움카드 운영규정」에 따라", "en": "Under"}


def test_day_of_issue_is_the_day_in_the_complexs_zone_and_never_moves(decision, drawn):
    late = NOW.replace(hour=15, minute=30) - timedelta(days=1)  # 00:30 of the 23rd in Korea
    certificate = factories.intended(decision, now=late)
    issuing.issue(certificate.pk, now=NOW + timedelta(days=9))
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert (certificate.issued_on, certificate.issued_at) == (date(2026, 11, 23), NOW + timedelta(days=9))


def test_numbers_begin_anew_each_year_and_belong_to_one_complex(decision):
    elsewhere = ground.site_of("gyeonggi", "g.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    other = factories.completed(factories.finished_cohort(complex=elsewhere))
    found = [
        factories.intended(decision).register_number,
        factories.intended(factories.completed(decision.enrollment.cohort)).register_number,
        factories.intended(
            factories.completed(decision.enrollment.cohort), now=NOW + timedelta(days=60)
        ).register_number,
        factories.intended(other).register_number,
    ]
    assert found == ["제2026-충북-0001호", "제2026-충북-0002호", "제2027-충북-0001호", "제2026-경기-0001호"]


def test_rolled_back_intent_gives_its_number_back(decision):
    with transaction.atomic():
        factories.intended(decision)
        transaction.set_rollback(True)
    assert factories.intended(decision).register_number == "제2026-충북-0001호"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "The name is missing. Ask the trainee to enter it in the account."),
        ({"birth_date": None}, "The date of birth is missing. Ask the trainee to enter it in the account."),
        (
            {"name": "홍길동😀"},
            "The name holds characters that our fonts cannot draw: “😀” (U+1F600). Ask the trainee to change the name.",
        ),
        (
            {"latin_name": "HONG\u202eGildong"},
            "The name holds characters that our fonts cannot draw: RIGHT-TO-LEFT OVERRIDE (U+202E). "
            "Ask the trainee to change the name.",
        ),
    ],
)
def test_intend_refuses_and_takes_no_number_where_a_particular_is_missing_or_undrawable(decision, change, sentence):
    person = decision.enrollment.trainee
    for field, value in change.items():
        setattr(person, field, value)
    person.save()
    with translation.override("en"), pytest.raises(NotDue) as refusal:
        factories.intended(decision)
    assert str(refusal.value) == sentence
    assert not Register.objects.filter(last_number__gt=0).exists()


@pytest.mark.parametrize("state", [state for state in EnrollmentState if state != EnrollmentState.COMPLETED])
def test_intend_refuses_everybody_who_did_not_complete(state, db):
    decision = factories.completed(factories.finished_cohort(), state=state)
    with pytest.raises(NotDue):
        factories.intended(decision)


def test_intend_refuses_a_reopened_decision(decision):
    type(decision).objects.filter(pk=decision.pk).update(reopened_at=NOW)
    with pytest.raises(NotDue):
        factories.intended(decision)


def test_intend_refuses_without_fonts_and_says_what_to_install(decision, settings, tmp_path):
    settings.FONT_DIR = tmp_path
    with translation.override("en"), pytest.raises(NotDue) as refusal:
        factories.intended(decision)
    assert "fonts-nanum" in str(refusal.value)


def test_second_intent_for_the_same_person_is_refused_by_service_and_database(decision, drawn):
    certificate = factories.intended(decision)
    with pytest.raises(NotDue):
        factories.intended(decision)
    issuing.issue(certificate.pk, now=NOW)
    with pytest.raises(NotDue):
        factories.intended(decision)
    for state in (State.INTENDED, State.ISSUED):
        copy = Certificate.objects.get(pk=certificate.pk)
        copy.pk, copy.number, copy.register_number, copy.code_hash = None, 99, "x", "y"
        copy.state, copy.issued_at = state, NOW if state == State.ISSUED else None
        if state == State.ISSUED:
            with pytest.raises(IntegrityError, match="certificate"), transaction.atomic():
                copy.save()


def test_issue_draws_stores_and_moves_once(decision, drawn, private_root):
    certificate = factories.intended(decision)
    issuing.issue(certificate.pk, now=NOW)
    issuing.issue(certificate.pk, now=NOW + timedelta(hours=1))
    certificate = Certificate.objects.get(pk=certificate.pk)
    file = certificate.files.get()
    data = (private_root / file.path).read_bytes()
    assert (certificate.state, certificate.issued_at, len(drawn)) == (State.ISSUED, NOW, 1)
    assert (file.sha256, file.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert [path.name for path in private_root.rglob("*") if path.is_file()] == [file.path.rsplit("/")[-1]]


def test_work_owed_by_the_intent_issues_it(decision, drawn):
    certificate = factories.intended(decision)
    owed = Owed.objects.get(kind="certificates.issue")
    Owed.objects.update(due_at=NOW - timedelta(days=1000))
    assert outbox.perform(owed.pk) is True
    assert Certificate.objects.get(pk=certificate.pk).state == State.ISSUED


class Fault(Exception):
    """The power goes out."""


def _raise(*args, **kwargs):
    raise Fault


def _after(function):
    def broken(*args, **kwargs):
        function(*args, **kwargs)
        raise Fault

    return broken


SEAMS = {
    "before drawing": (pdf, "compose", _raise),
    "while drawing": (pdf, "render", _raise),
    "while signing": (papers, "signed", _raise),
    "after signing": (papers, "signed", None),
    "after drawing": (storing, "store", _raise),
    "while writing": (stores.os, "fsync", _raise),
    "before the rename": (stores.os, "replace", _raise),
    "after the rename": (stores.os, "replace", None),
    "before the row of the file": (CertificateFile.objects, "create", _raise),
    "after the row of the file": (storing, "store", None),
    "before it is issued": (issuing, "_finish", _raise),
    "inside the last transaction": (audit, "record", _raise),
}


@pytest.mark.parametrize("seam", SEAMS)
def test_fault_at_any_point_is_finished_by_the_next_try(seam, decision, drawn, monkeypatch, private_root):
    certificate = factories.intended(decision)
    where, name, replacement = SEAMS[seam]
    with monkeypatch.context() as broken:
        broken.setattr(where, name, replacement or _after(getattr(where, name)))
        with pytest.raises(Fault):
            issuing.issue(certificate.pk, now=NOW)
    between = Certificate.objects.get(pk=certificate.pk)
    assert (between.state, between.failure, between.attempts) == (State.INTENDED, Failure.OTHER, 1)

    issuing.issue(certificate.pk, now=NOW)

    after = Certificate.objects.get(pk=certificate.pk)
    assert (after.state, after.failure, after.register_number) == (State.ISSUED, "", "제2026-충북-0001호")
    assert storing.read(after.files.get()).startswith(b"%PDF")
    assert list(private_root.rglob("*.part")) == []


def test_full_disk_is_said_to_the_operator(decision, drawn, monkeypatch):
    certificate = factories.intended(decision)

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stores.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        issuing.issue(certificate.pk, now=NOW)
    assert Certificate.objects.get(pk=certificate.pk).failure == Failure.STORAGE


def test_decision_reopened_after_the_intent_is_not_issued_and_can_be_voided(decision, drawn):
    certificate = factories.intended(decision)
    type(decision).objects.filter(pk=decision.pk).update(reopened_at=NOW)
    with pytest.raises(pdf.RenderFailed):
        issuing.issue(certificate.pk, now=NOW)
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert certificate.failure == Failure.DECISION
    batches.void(certificate, by=decision.decided_by, now=NOW, reason="결정 취소")
    assert Certificate.objects.get(pk=certificate.pk).state == State.VOIDED
    assert Register.objects.get().last_number == 1


def test_revocation_that_came_in_meanwhile_is_never_undone(decision, drawn, monkeypatch):
    certificate = factories.intended(decision)
    stale = Certificate.objects.get(pk=certificate.pk)
    issuing.issue(certificate.pk, now=NOW)
    factories.revoked(Certificate.objects.get(pk=certificate.pk))
    with pytest.raises(TransitionRefused):
        issuing._finish(stale, now=NOW)
    assert Certificate.objects.get(pk=certificate.pk).state == State.REVOKED


def test_retry_clears_the_reason_and_owes_at_once(decision, drawn):
    certificate = factories.intended(decision)
    Certificate.objects.update(failure=Failure.DIED)
    Owed.objects.update(given_up_at=NOW, attempts=12)
    issuing.retry(certificate, by=decision.decided_by, now=NOW)
    assert Certificate.objects.get().failure == ""
    assert list(Owed.objects.values_list("given_up_at", "attempts", "due_at")) == [(None, 0, NOW)]


def test_reissue_supersedes_the_old_one_only_when_the_new_one_is_issued(decision, drawn):
    old = factories.issued(decision)
    person = decision.enrollment.trainee
    person.name = "홍길순"
    person.save()
    new = awards.reissue(old, by=decision.decided_by, now=NOW, reason="개명")
    assert Certificate.objects.get(pk=old.pk).state == State.ISSUED
    issuing.issue(new.pk, now=NOW)
    old, new = Certificate.objects.get(pk=old.pk), Certificate.objects.get(pk=new.pk)
    assert (old.state, old.superseded_by, old.superseded_at) == (State.SUPERSEDED, new, NOW)
    assert (new.state, new.facts["replaces"], new.facts["holder"]["name"]) == (
        State.ISSUED,
        old.register_number,
        "홍길순",
    )
    assert old.facts["holder"]["name"] == "홍길동"


def test_reissue_of_a_revoked_one_is_refused(decision, drawn):
    certificate = factories.revoked(factories.issued(decision))
    with pytest.raises(NotDue):
        awards.reissue(certificate, by=decision.decided_by, now=NOW, reason="")


def test_revoke_keeps_who_when_and_why_and_is_audited(decision, drawn):
    certificate = factories.revoked(factories.issued(decision))
    entry = AuditEntry.objects.filter(subject_id=str(certificate.pk)).first()
    assert (certificate.revoked_at, certificate.revoked_by, certificate.revocation_code, certificate.revocation_note) == (
        NOW, decision.decided_by, RevocationReason.REQUIREMENTS, "감사에서 확인",
    )  # fmt: skip
    assert (entry.from_state, entry.to_state, entry.actor, entry.reason) == (
        "issued", "revoked", decision.decided_by, "requirements",
    )  # fmt: skip


@pytest.mark.parametrize("current", State)
@pytest.mark.parametrize("to", State)
def test_every_pair_of_states(current, to, decision, drawn):
    allowed = {
        (State.INTENDED, State.ISSUED), (State.INTENDED, State.VOIDED),
        (State.ISSUED, State.REVOKED), (State.ISSUED, State.SUPERSEDED),
    }  # fmt: skip
    assert (to in CERTIFICATE_TRANSITIONS[current]) is ((current, to) in allowed)


def test_database_refuses_half_a_revocation(decision, drawn):
    certificate = factories.issued(decision)
    for fields in ({"state": State.REVOKED}, {"revoked_at": NOW}, {"state": State.SUPERSEDED}, {"issued_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=certificate.pk).update(**fields)


def test_read_refuses_changed_and_missing_bytes(decision, drawn, private_root):
    file = factories.issued(decision).files.get()
    path = private_root / file.path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(storing.FileDamaged):
        storing.read(file)
    path.unlink()
    with pytest.raises(storing.FileDamaged):
        storing.read(file)


def test_queries_to_intend_and_to_issue_do_not_grow(decision, drawn):
    cohort = decision.enrollment.cohort
    factories.issued(decision)  # the register and the design are there
    counts = []
    for size in (1, 3):
        for _ in range(size):
            ground.ModuleFactory(course=cohort.course, complex=cohort.complex)
        counts.append(_queries_of_one(cohort))
    assert counts[0] == counts[1]
    assert sum(counts[0]) <= 58


def _queries_of_one(cohort):
    decision = factories.completed(cohort)
    with CaptureQueriesContext(connection) as intent:
        certificate = factories.intended(decision)
    with CaptureQueriesContext(connection) as making:
        issuing.issue(certificate.pk, now=NOW)
    return len(intent), len(making)
