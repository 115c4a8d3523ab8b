"""Papers of an application: kept apart, opened with a record, erased on time."""

import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.models import Admission, Application, Document
from enrollment.services import applications, documents
from enrollment.states import ApplicationState
from tests import factories
from tests.factories import NOW
from training.core.errors import DomainError
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db

PAPERS = [
    {"key": "employment", "title_ko": "재직증명서", "title_en": "Certificate of employment",
     "purpose_ko": "재직자 정원으로 신청할 수 있는지 확인합니다.", "purpose_en": "To confirm the quota.",
     "required": True, "kinds": ["employed"]},
    {"key": "portfolio", "title_ko": "실습 결과물", "purpose_ko": "있으면 심사에서 봅니다.", "required": False},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _ground(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cohort(complex):
    cohort = factories.CohortFactory(complex=complex)
    Admission.objects.create(complex=complex, program=cohort.program, documents=PAPERS)
    return cohort


@pytest.fixture
def person(client):
    person = factories.UserFactory(language="ko")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


def paper() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


def files(settings) -> list[Path]:
    return [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()]


def hand_in(client, cohort, key="employment", name="재직증명서.pdf", raw=None):
    file = SimpleUploadedFile(name, paper() if raw is None else raw)
    return client.post(f"/cohorts/{cohort.pk}/apply/papers/", {"key": key, "file": file})


def test_paper_is_asked_of_its_kind_only_and_says_what_it_is_for(client, cohort, person):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})
    asked = client.get(f"/cohorts/{cohort.pk}/apply/papers/").content.decode()
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "job_seeker"})
    not_asked = client.get(f"/cohorts/{cohort.pk}/apply/papers/").content.decode()

    assert "재직자 정원으로 신청할 수 있는지 확인합니다." in asked
    assert ("재직증명서" in not_asked, "실습 결과물" in not_asked) == (False, True)


def test_submitting_needs_the_required_paper_and_keeps_it(client, cohort, person, settings):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})
    refused = client.post(f"/cohorts/{cohort.pk}/apply/check/")
    assert (refused.status_code, Application.objects.get().state) == (422, "draft")
    assert "재직증명서" in refused.content.decode()

    assert hand_in(client, cohort).status_code == 302
    client.post(f"/cohorts/{cohort.pk}/apply/check/")

    assert Application.objects.get().state == ApplicationState.ENROLLED
    document = Document.objects.get()
    assert (document.name, document.kind, len(files(settings))) == ("재직증명서.pdf", "pdf", 1)
    assert files(settings)[0].stat().st_mode & 0o077 == 0


def test_refused_file_takes_nothing_else_with_it(client, cohort, person, settings):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})
    hand_in(client, cohort)

    refused = hand_in(client, cohort, key="portfolio", name="virus.exe", raw=b"MZ")

    assert refused.status_code == 422
    assert "PDF, JPEG, PNG" in refused.content.decode()
    assert [row.key for row in Document.objects.kept()] == ["employment"]


def test_second_file_takes_the_place_of_the_first(client, cohort, person, settings, django_capture_on_commit_callbacks):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})
    hand_in(client, cohort)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(client, cohort, name="새것.pdf")

    assert [row.name for row in Document.objects.kept()] == ["새것.pdf"]
    assert list(Document.objects.filter(erased_at__isnull=False).values_list("name", "sha256", "path")) == [
        ("", "", "")
    ]
    assert len(files(settings)) == 1


@pytest.mark.parametrize("key", ["", "passport", "../employment"])
def test_paper_that_is_not_asked_for_is_not_found(client, cohort, person, key, settings):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})

    assert hand_in(client, cohort, key=key).status_code == 404
    assert (Document.objects.count(), files(settings)) == (0, [])


def test_paper_is_opened_by_its_applicant_and_the_operator_with_a_record(client, cohort, person, cast):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})
    hand_in(client, cohort)
    document = Document.objects.get()
    mine = client.get(f"/cohorts/documents/{document.pk}/")
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    draft = client.get(f"/desk/documents/{document.pk}/")
    Application.objects.filter(pk=document.application_id).update(state="applied", applied_at=NOW)
    theirs = client.post(f"/desk/documents/{document.pk}/", {"reason": "decision"})

    assert (mine.status_code, draft.status_code, theirs.status_code) == (200, 404, 200)
    assert theirs.headers["Content-Disposition"].startswith("attachment")
    assert (theirs.headers["Cache-Control"], theirs.headers["X-Content-Type-Options"]) == (
        "private, no-store",
        "nosniff",
    )
    opened = AuditEntry.objects.filter(subject_type="enrollment.document", action="opened").order_by("pk")
    assert [entry.actor for entry in opened] == [person, cast.operator]


def test_damaged_file_is_not_served(client, cohort, person, settings):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})
    hand_in(client, cohort)
    files(settings)[0].write_bytes(b"%PDF-1.7 other")

    assert client.get(f"/cohorts/documents/{Document.objects.get().pk}/").status_code == 404


def test_submitted_papers_stand(client, cohort, person):
    client.post(f"/cohorts/{cohort.pk}/apply/kind/", {"kind": "employed"})
    hand_in(client, cohort)
    client.post(f"/cohorts/{cohort.pk}/apply/check/")
    document = Document.objects.get()

    assert client.post(f"/cohorts/documents/{document.pk}/remove/").status_code == 409
    assert hand_in(client, cohort).status_code == 302  # to the state, with a message
    assert [row.pk for row in Document.objects.kept()] == [document.pk]


def kept(cohort, state, **application):
    row = factories.ApplicationFactory(cohort=cohort, complex=cohort.complex, state=state, **application)
    return Document.objects.create(
        complex=cohort.complex, application=row, key="employment", name="a.pdf", kind="pdf", size=1,
        sha256="0" * 64, path="documents/none", uploaded_at=NOW,
    )  # fmt: skip


MONTH = timedelta(days=30)


@pytest.mark.parametrize(
    ("state", "fields", "after", "erased"),
    [
        ("applied", {}, timedelta(days=3650), False),
        ("withdrawn", {}, timedelta(0), True),
        ("rejected", {"decided_at": NOW}, MONTH - timedelta(seconds=1), False),
        ("rejected", {"decided_at": NOW}, MONTH, True),
        ("draft", {"applied_at": None}, MONTH - timedelta(seconds=1), False),
        ("draft", {"applied_at": None}, MONTH, True),
        ("waitlisted", {"queued_at": NOW}, MONTH, False),
    ],
)
def test_papers_are_erased_when_their_time_has_come(cohort, state, fields, after, erased):
    document = kept(cohort, state, **fields)

    assert documents.erase_due(now=NOW + after) == erased
    document.refresh_from_db()
    assert (document.erased_at is not None, document.name == "") == (erased, erased)


def test_papers_of_people_in_training_stay_until_a_month_after_the_end(cohort):
    document = kept(cohort, "enrolled")
    training = factories.EnrollmentFactory(
        cohort=cohort, complex=cohort.complex, trainee=document.application.applicant
    )
    late = NOW + timedelta(days=400)
    assert documents.erase_due(now=late) == 0

    type(training).objects.update(state="completed")
    assert [documents.erase_due(now=NOW), documents.erase_due(now=late)] == [0, 1]


def test_files_of_one_application_have_an_end(cohort, person):
    draft = applications.save_draft(cohort, applicant=person, now=NOW, kind="employed")
    for _n in range(documents.MOST_PER_APPLICATION):
        kept_row = {"key": "employment", "name": "", "kind": "pdf", "size": 0, "sha256": "", "path": ""}
        Document.objects.create(complex=cohort.complex, application=draft, uploaded_at=NOW, erased_at=NOW, **kept_row)

    with pytest.raises(DomainError):
        documents.hand_in(draft, "employment", name="a.pdf", raw=paper(), by=person, now=NOW)
