"""A quiz with one question of each type, and right answers to them."""

from decimal import Decimal

from courses.models import Quiz
from courses.rules.questions import content, grading
from courses.rules.questions.content import Choice, Item, Pair, Text
from courses.services.questions import bank
from enrollment.forms.quizzes import answer_of
from tests.factories import NOW

SAID = {
    "single": content.Single(
        prompt=Text("바인더는?", "Binder?"),
        choices=(Choice("a", Text("PVDF"), Decimal(1), Text("secret-praise")), Choice("b", Text("NMP"))),
        feedback=Text("secret-feedback"),
    ),
    "multiple": content.Multiple(
        prompt=Text("모두 고르세요.", "Choose all."),
        choices=(
            Choice("a", Text("1"), Decimal("0.5")),
            Choice("b", Text("2"), Decimal("0.5")),
            Choice("c", Text("3")),
        ),
    ),
    "numeric": content.Numeric(
        prompt=Text("면적 용량은?", "Areal capacity?"),
        value=Decimal("3.84"),
        unit="mAh/cm^2",
        tolerance=Decimal("0.02"),
    ),
    "ordering": content.Ordering(
        prompt=Text("순서", "Order"), steps=tuple(Item(key, Text(f"step {key}")) for key in "abc")
    ),
    "matching": content.Matching(
        prompt=Text("짝", "Pairs"), pairs=(Pair("x", Text("X"), Text("1")), Pair("y", Text("Y"), Text("2")))
    ),
    "short": content.Short(prompt=Text("낱말", "Word"), accepted=(content.Accepted("전극"),)),
}
RIGHT = {
    "single": {"choice": "a"},
    "multiple": {"choices": ["a", "b"]},
    "numeric": {"text": "3840 uAh/cm²"},
    "ordering": {"order": ["a", "b", "c"]},
    "matching": {"pairs": {"x": "x", "y": "y"}},
    "short": {"text": "전극"},
    "essay": {"text": "An essay."},
}
SHEET = content.Files(prompt=Text("찍어 올리세요.", "Photograph it."))
ESSAY = content.Essay(prompt=Text("쓰세요.", "Write."))


def quiz(cohort, *, said=SAID, **values) -> Quiz:
    """A published quiz of a cohort's course, 30 minutes, two attempts."""
    defaults = {"minutes": 30, "attempts": 2, "title_ko": "퀴즈", "title_en": "Quiz", "published_at": NOW}
    made = Quiz.objects.create(
        complex=cohort.complex, course=cohort.course, key=values.pop("key", "quiz"), **(defaults | values)
    )
    questions = [
        bank.add(cohort.course, key=f"{made.key}-{key}", said=one, by=None, now=NOW) for key, one in said.items()
    ]
    bank.set_pools(made, [(0, questions)])
    return made


__all__ = ["ESSAY", "RIGHT", "SAID", "SHEET", "answer_of", "grading", "quiz"]
