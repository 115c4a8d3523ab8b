"""A work sheet to be photographed: one trainee's waits for its instructor, the sample trainee's is still to be done."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from courses.models import Question, Quiz
from courses.models.questions import Reveal
from courses.services.questions import bank
from enrollment.models import Cohort, Enrollment
from enrollment.queries import quizzes as queries
from enrollment.services import quizzes, submissions

PAPER, INK, PALE = (250, 248, 240), (40, 48, 60), (190, 196, 204)
PLACES = (150, 325, 500, 675, 850)


def offered(cohort: Cohort, *, by: object, now: datetime) -> Quiz:
    """The assignment as a quiz of one question, without a time limit."""
    question = Question.objects.select_related("module").get(course=cohort.course_id, key="coating-map-photo")
    standing = Quiz.objects.filter(course=cohort.course_id, key="coating-map").first()
    return standing or bank.save_quiz(
        Quiz(
            complex_id=cohort.complex_id,
            course=cohort.course,
            module=question.module,
            key="coating-map",
            order=23,
            title_ko="코팅 제출 과제: 로딩 지도",
            title_en="Coating assignment: loading map",
            attempts=2,
            reveal=Reveal.ANSWERS,
        ),
        [(0, [question])],
        published=True,
        by=by,
        now=now,
    )


def handed_in(quiz: Quiz, person: Enrollment, *, now: datetime) -> None:
    """One sheet, yesterday; nobody has graded it yet."""
    then = now - timedelta(days=1)
    attempt = quizzes.start(person, quiz, by=person.trainee, now=then)
    [answer] = queries.answers(attempt)
    submissions.bring(answer, name="로딩 지도.jpg", raw=_sheet(), by=person.trainee, now=then)
    quizzes.hand_in(attempt, by=person.trainee, now=then + timedelta(minutes=18))


def _sheet() -> bytes:
    """What a photographed sheet looks like: a foil with five numbered places and their limits."""
    picture = Image.new("RGB", (1000, 640), PAPER)
    draw = ImageDraw.Draw(picture)
    for line in range(40, 640, 40):
        draw.line((0, line, 1000, line), fill=PALE)
    draw.rectangle((60, 120, 940, 420), outline=INK, width=5)
    draw.text((380, 60), "600 mm", fill=INK, font_size=40)
    for number, place in enumerate(PLACES, start=1):
        draw.ellipse((place - 34, 236, place + 34, 304), outline=INK, width=4)
        draw.text((place - 10, 246), str(number), fill=INK, font_size=40)
    draw.text((120, 470), "20.0 mg/cm2   19.6 - 20.4", fill=INK, font_size=40)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
