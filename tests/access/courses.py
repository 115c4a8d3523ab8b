"""Rules of the authors' tools. Pages and documents are tried in tests/courses/test_doors.py."""

from collections.abc import Callable

from courses.models import Question, Quiz
from courses.rules import pictures
from courses.services import authors
from courses.services.questions import bank, figures
from tests import factories
from tests.access.rules import EVERYONE, Rule, only
from tests.cast import Cast
from tests.courses import lesson_files
from tests.courses.said import PICTURES_PNG
from tests.enrollment.quizzes.build import SAID

AUTHORS = only("instructor", "lead", "admin")


def _let_write(cast: Cast) -> None:
    """The cast's instructor teaches the course; lead and administrator hold their groups."""
    authors.set_authors(cast.cohort.course, [cast.instructor], publish=False)
    for person in (cast.lead, cast.admin, cast.operator, cast.employer):
        authors.set_staff(person, cast.complex)


def _where(cast: Cast) -> str:
    _let_write(cast)
    return "/cms/modules/add/"


def _review(cast: Cast) -> str:
    _let_write(cast)
    return "/cms/review/"


def _translation(cast: Cast) -> str:
    _let_write(cast)
    return f"/cms/translations/{lesson_files.shown(cast.cohort.course).lesson.pk}/"


def _module(cast: Cast) -> str:
    _let_write(cast)
    return f"/cms/modules/add/{cast.cohort.course.pk}/"


def _lesson(cast: Cast) -> str:
    _let_write(cast)
    module = cast.cohort.course.modules.first() or factories.ModuleFactory(
        complex=cast.complex, course=cast.cohort.course
    )
    return f"/cms/modules/{module.pk}/lessons/add/"


def _file(cast: Cast) -> str:
    """A file shown in a lesson of the cast's course."""
    _let_write(cast)
    return lesson_files.shown(cast.cohort.course).address


def _figure(cast: Cast) -> str:
    """A picture that questions of the cast's course show."""
    kept = figures.keep(cast.cohort.course, pictures.clean(PICTURES_PNG), now=factories.NOW)
    return f"/questions/{cast.cohort.course.pk}/figures/{kept.sha256}/"


def _bank(address: str) -> Callable[[Cast], str]:
    """An address of the bank; {course}, {question} and {quiz} are those of the cast's course."""

    def made(cast: Cast) -> str:
        _let_write(cast)
        course = cast.cohort.course
        question = Question.objects.filter(course=course).first() or bank.add(
            course, key="q", said=SAID["short"], by=None, now=factories.NOW
        )
        quiz, _made = Quiz.objects.get_or_create(
            complex=cast.complex, course=course, key="k", defaults={"title_ko": "퀴즈", "title_en": "Quiz"}
        )
        return address.format(course=course.pk, question=question.pk, quiz=quiz.pk)

    return made


RULES = {
    "courses:bank_where": Rule(_bank("/cms/bank/"), AUTHORS),
    "courses:bank": Rule(_bank("/cms/bank/{course}/questions/"), AUTHORS),
    "courses:bank_add": Rule(_bank("/cms/bank/{course}/questions/add/short/"), AUTHORS),
    "courses:bank_edit": Rule(_bank("/cms/bank/questions/{question}/"), AUTHORS),
    "courses:bank_act": Rule(_bank("/cms/bank/{course}/questions/act/"), AUTHORS, method="post"),
    "courses:bank_report": Rule(_bank("/cms/bank/{course}/quizzes/report/"), AUTHORS),
    "courses:bank_quizzes": Rule(_bank("/cms/bank/{course}/quizzes/"), AUTHORS),
    "courses:bank_add_quiz": Rule(_bank("/cms/bank/{course}/quizzes/add/"), AUTHORS),
    "courses:bank_edit_quiz": Rule(_bank("/cms/bank/quizzes/{quiz}/"), AUTHORS),
    "courses:search": Rule(lambda cast: "/search/?q=전극", EVERYONE),
    "courses:glossary": Rule(lambda cast: "/glossary/", EVERYONE),
    "courses:equipment": Rule(lambda cast: "/equipment/", EVERYONE),
    "courses:block_examples": Rule(lambda cast: "/styleguide/lessons/", EVERYONE),
    "courses:lesson_file": Rule(
        _file, only("trainee", "other_trainee", "instructor", "other_instructor", "lead", "operator", "admin")
    ),
    "courses:question_figure": Rule(
        _figure, only("trainee", "other_trainee", "instructor", "other_instructor", "lead", "operator", "admin")
    ),
    "courses:calculators": Rule(lambda cast: "/calculators/", EVERYONE),
    "courses:calculator": Rule(lambda cast: "/calculators/np-ratio/", EVERYONE),
    "courses:review_rule": Rule(_review, only("admin")),
    "courses:translations": Rule(lambda cast: _let_write(cast) or "/cms/translations/", AUTHORS),
    "courses:translation": Rule(_translation, AUTHORS),
    "courses:add_module_where": Rule(_where, AUTHORS),
    "courses:add_module": Rule(_module, AUTHORS),
    "courses:add_lesson": Rule(_lesson, AUTHORS),
}
