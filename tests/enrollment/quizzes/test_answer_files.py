"""Photos and papers as answers: clean, private, once each, changed until the end, graded by hand, erased on time."""

import io
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from courses.rules.questions import content
from courses.rules.questions.content import Text
from enrollment.models import AnswerFile, QuizAttempt
from enrollment.queries import quizzes as queries
from enrollment.rules import submissions as rules
from enrollment.services import quizzes, submissions, uploads
from enrollment.services.documents import Gone
from enrollment.states import AttemptState
from tests.enrollment.applications.test_uploads import SECRET, jpeg
from tests.enrollment.quizzes import build
from tests.factories import NOW
from training.core import clock
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry

MAP = content.Files(
    prompt=Text("작업지를 찍어 올리세요.", "Photograph the sheet."), rubric=Text("측정점", "Points"), at_most=2
)
MINUTE = timedelta(minutes=1)


def picture(color: str, side: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def attempt(cast):
    quiz = build.quiz(cast.cohort, said={"map": MAP, "short": build.SAID["short"]}, shuffle=False, reveal="answers")
    enrollment = cast.cohort.enrollments.get(trainee=cast.trainee)
    return quizzes.start(enrollment, quiz, by=cast.trainee, now=clock.now())


@pytest.fixture
def answer(attempt):
    return next(one for one in queries.answers(attempt) if isinstance(one.version.said, content.Files))


@pytest.fixture
def taking(cast, client):
    client.force_login(cast.trainee)
    return client


def brought(answer, name="a.png", raw=None, *, by=None, now=None):
    by = by or answer.attempt.enrollment.trainee
    return submissions.bring(answer, name=name, raw=raw or picture("navy"), by=by, now=now or clock.now())


def on_disk(settings) -> list[Path]:
    return [path for path in Path(settings.PRIVATE_ROOT).glob("answers/*/*") if path.is_file()]


def test_a_photo_is_kept_clean_once_and_counts_as_the_answer(answer, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    first = brought(answer, "사진 1.jpg", jpeg())
    again = brought(answer, "사진 1.jpg", jpeg())
    assert (first, AnswerFile.objects.count(), len(on_disk(settings))) == (again, 1, 1)
    kept = submissions.opened(first, by=answer.attempt.enrollment.trainee, now=NOW)
    assert SECRET not in kept
    assert Image.open(io.BytesIO(kept)).size == (20, 40)  # upright, without what said so
    answer.refresh_from_db()
    assert (answer.answer, answer.saved_at is not None) == ({"files": [first.pk]}, True)
    actions = (
        AuditEntry.objects.filter(subject_type="enrollment.answerfile").order_by("pk").values_list("action", flat=True)
    )
    assert list(actions) == ["handed in", "opened"]


def test_what_is_erased_makes_room_and_leaves_nothing(answer, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.PRIVATE_ROOT = tmp_path
    first = brought(answer)
    brought(answer, raw=picture("red"))
    with pytest.raises(DomainError) as full:
        brought(answer, raw=picture("green"))
    assert (full.value.field, len(on_disk(settings))) == ("file", 2)
    trainee = answer.attempt.enrollment.trainee
    with django_capture_on_commit_callbacks(execute=True):
        submissions.take_back(first, by=trainee, now=clock.now())
        submissions.take_back(first, by=trainee, now=clock.now())
    first.refresh_from_db()
    assert (first.name, first.path, first.sha256, first.size, first.erased_by) == ("", "", "", 0, trainee)
    assert len(on_disk(settings)) == 1
    with pytest.raises(Gone):
        submissions.opened(first, by=trainee, now=NOW)
    assert brought(answer).pk != first.pk  # erased, it may come again


def test_nobody_else_brings_opens_or_erases(cast, answer):
    kept = brought(answer)
    for other in (cast.other_trainee, cast.other_instructor, cast.employer):
        with pytest.raises(Refused):
            submissions.opened(kept, by=other, now=NOW)
    for other in (cast.other_trainee, cast.instructor):
        with pytest.raises(Refused):
            brought(answer, raw=picture("red"), by=other)
        with pytest.raises(Refused):
            submissions.take_back(kept, by=other, now=NOW)
    assert submissions.opened(kept, by=cast.instructor, now=NOW)


def test_after_the_end_files_stand(answer):
    kept = brought(answer)
    quizzes.hand_in(answer.attempt, by=answer.attempt.enrollment.trainee, now=clock.now())
    answer.attempt.refresh_from_db()
    with pytest.raises(quizzes.TooLate):
        brought(answer, raw=picture("red"))
    with pytest.raises(quizzes.TooLate):
        submissions.take_back(kept, by=answer.attempt.enrollment.trainee, now=clock.now())
    assert AnswerFile.objects.kept().get() == kept


def test_the_time_ends_also_while_a_file_is_looked_at(answer):
    """The answer came in time, and the attempt was handed in before its row was locked."""
    stale = QuizAttempt.objects.get(pk=answer.attempt_id)
    quizzes.hand_in(stale, by=stale.enrollment.trainee, now=clock.now())
    with pytest.raises(quizzes.TooLate):
        brought(answer)  # the object in hand still says open
    assert not AnswerFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "raw", "word"),
    [
        ("a.png", b"", "empty"),
        ("a.txt", b"x", "kind"),
        ("a.pdf", picture("navy"), "name"),
        ("a.png", b"\x89PNG\r\n\x1a\n?", "broken"),
    ],
)
def test_what_cannot_be_kept_is_told(answer, taking, name, raw, word):
    where = reverse("enrollment:add_answer_file", args=[answer.attempt_id, answer.position])
    file = SimpleUploadedFile(name, raw)
    told = taking.post(where, {"file": file}, headers={"accept": "application/json"})
    assert told.json() == {"sentence": str(uploads.Refused(word))}
    assert told.status_code == 422
    assert not AnswerFile.objects.exists()


def test_a_page_without_a_script_takes_files_and_says_what_it_has(answer, taking, django_assert_max_num_queries):
    page = reverse("enrollment:quiz_question", args=[answer.attempt_id, answer.position])
    files = [SimpleUploadedFile("a.png", picture("navy")), SimpleUploadedFile("b.png", picture("red"))]
    assert taking.post(page, {"file": files, "go": "next"}).status_code == 302
    with django_assert_max_num_queries(20):
        text = taking.get(page).content.decode()
    for kept in AnswerFile.objects.kept():
        assert reverse("enrollment:answer_file", args=[kept.pk]) in text
        assert reverse("enrollment:erase_answer_file", args=[kept.pk]) in text
    assert 'type="file"' not in text  # both places are taken
    first = AnswerFile.objects.kept().first()
    assert taking.post(reverse("enrollment:erase_answer_file", args=[first.pk])).status_code == 302
    assert 'type="file"' in taking.get(page).content.decode()
    nothing = taking.post(reverse("enrollment:add_answer_file", args=[answer.attempt_id, answer.position]))
    assert nothing.status_code == 409


def test_saving_says_nothing_over_the_files(answer, taking):
    kept = brought(answer)
    where = reverse("enrollment:save_answer", args=[answer.attempt_id, answer.position])
    taking.post(where, {"text": "?", "sequence": str(int(clock.now().timestamp() * 1000) + 500)})
    answer.refresh_from_db()
    assert answer.answer == {"files": [kept.pk]}


def test_the_instructor_sees_grades_and_writes_and_the_trainee_reads(cast, attempt, answer, client):
    kept = brought(answer)
    done = quizzes.hand_in(attempt, by=cast.trainee, now=clock.now())
    assert done.state == AttemptState.SUBMITTED
    client.force_login(cast.instructor)
    page = reverse("enrollment:grade_answer", args=[answer.pk])
    assert page in client.get(reverse("enrollment:teach")).content.decode()
    file = reverse("enrollment:taught_answer_file", args=[kept.pk])
    assert file in client.get(page).content.decode()
    shown = client.post(file, {"reason": "assessment"})
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/png", "private, no-store")
    assert AuditEntry.objects.filter(
        subject_type="enrollment.answerfile", action="opened", actor=cast.instructor
    ).exists()
    client.post(page, {"percent": "60", "remark": "다섯째 점이 없습니다."})
    done.refresh_from_db()
    assert (done.state, done.fraction) == (AttemptState.GRADED, Decimal("0.30000"))
    client.force_login(cast.trainee)
    text = client.get(reverse("enrollment:quiz_result", args=[attempt.pk])).content.decode()
    assert "다섯째 점이 없습니다." in text
    assert reverse("enrollment:answer_file", args=[kept.pk]) in text


def test_an_answer_without_a_file_waits_for_nobody(attempt, cast):
    done = quizzes.hand_in(attempt, by=cast.trainee, now=clock.now())
    assert (done.state, done.fraction) == (AttemptState.GRADED, Decimal(0))


def test_files_go_when_their_time_has_come(answer, attempt, cast):
    kept = brought(answer)
    handed_in = clock.now()
    assert submissions.erase_due(now=clock.end_of(cast.cohort.ends_on, cast.complex.zone) + timedelta(days=29)) == 0
    quizzes.hand_in(attempt, by=cast.trainee, now=handed_in)
    assert submissions.erase_due(now=handed_in + rules.FIVE_YEARS - MINUTE) == 0
    assert submissions.erase_due(now=handed_in + rules.FIVE_YEARS) == 1
    kept.refresh_from_db()
    assert (kept.path, kept.erased_by) == ("", None)
    answer.refresh_from_db()
    assert json.dumps(answer.answer) == json.dumps({"files": [kept.pk]})  # that there was one stays


def test_what_was_never_handed_in_goes_after_the_training():
    end = NOW
    assert rules.kept_until(handed_in_at=None, training_ends_at=end) == end + timedelta(days=30)
    assert rules.kept_until(handed_in_at=end, training_ends_at=end) == end + timedelta(days=1827)


def test_the_database_keeps_a_file_once_and_nothing_of_an_erased_one(answer):
    kept = brought(answer)
    twin = AnswerFile(complex=kept.complex, answer=answer, name="b", kind="png", size=1, sha256=kept.sha256, path="x")
    twin.uploaded_at = NOW
    with pytest.raises(IntegrityError, match=r"answer_file_kept_once|UNIQUE"), transaction.atomic():
        twin.save()
    with pytest.raises(IntegrityError, match="answer_file_erased"), transaction.atomic():
        AnswerFile.objects.filter(pk=kept.pk).update(erased_at=NOW)
    with pytest.raises(TypeError):
        kept.delete()
