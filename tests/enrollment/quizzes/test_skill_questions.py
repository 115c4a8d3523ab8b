"""Which skill a question supports is told to who trains it, and never before the answers may be seen."""

from dataclasses import replace

import pytest
from django.urls import reverse

from courses.rules.questions.content import Text
from enrollment.queries import quizzes as queries
from enrollment.services import quizzes
from tests.enrollment.quizzes import build
from tests.enrollment.skills import build as skills
from training.core import clock


@pytest.fixture
def person(cast):
    return cast.cohort.enrollments.get(trainee=cast.trainee)


def attempt_of(cast, person, **values):
    """Of two questions that support the skill one is right; a third supports none."""
    skill = skills.skill(cast.cohort, skills.MOISTURE)
    named = {name: replace(build.SAID[name], skills=(skill.key, "gone")) for name in ("short", "numeric")}
    quiz = build.quiz(cast.cohort, said=named | {"single": build.SAID["single"]}, **values)
    attempt = quizzes.start(person, quiz, by=cast.trainee, now=clock.now())
    for answer in queries.answers(attempt):
        if answer.version.said.KIND == "short":
            quizzes.save(attempt, answer.position, build.RIGHT["short"], now=clock.now())
    return skill, quizzes.hand_in(attempt, by=cast.trainee, now=clock.now())


def pages(client, attempt, person) -> dict[str, str]:
    addresses = {"quiz_result": attempt.pk, "own_grades": person.pk}
    return {
        name: " ".join(client.get(reverse(f"enrollment:{name}", args=[key])).content.decode().split())
        for name, key in addresses.items()
    }


def test_what_fell_short_is_told_with_the_answers(cast, client, person):
    skill, attempt = attempt_of(cast, person, attempts=1, reveal="answers")
    client.force_login(cast.trainee)
    seen = pages(client, attempt, person)
    assert f">{skill}</a>" in seen["quiz_result"]
    assert "2문항 중 1문항을 온전히 맞힘" in seen["own_grades"]


@pytest.mark.parametrize("values", [{"attempts": 2, "reveal": "answers"}, {"attempts": 1, "reveal": "score"}])
def test_not_before_the_answers_may_be_seen_but_to_the_instructor(cast, client, person, values):
    skill, attempt = attempt_of(cast, person, **values)
    client.force_login(cast.trainee)
    seen = pages(client, attempt, person)
    assert f">{skill}</a>" not in seen["quiz_result"]
    assert "온전히 맞힘" not in seen["own_grades"]
    client.force_login(cast.instructor)
    text = client.get(reverse("enrollment:person_grades", args=[person.pk])).content.decode()
    assert "2문항 중 1문항을 온전히 맞힘" in text


def test_an_equation_in_a_select_is_drawn_beside_it(cast, client, person):
    pairs = (build.Pair("x", Text("X"), Text("$$a^2$$")), build.Pair("y", Text("Y"), Text("$$b^2$$")))
    quiz = build.quiz(cast.cohort, said={"pairs": build.content.Matching(prompt=Text("?"), pairs=pairs)})
    attempt = quizzes.start(person, quiz, by=cast.trainee, now=clock.now())
    client.force_login(cast.trainee)
    text = client.get(reverse("enrollment:quiz_question", args=[attempt.pk, 1])).content.decode()
    assert text.count("<msup>") == 2
    assert "$$" not in text
    quizzes.save(attempt, 1, build.RIGHT["matching"], now=clock.now())
    assert quizzes.hand_in(attempt, by=cast.trainee, now=clock.now()).fraction == 1
