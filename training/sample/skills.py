"""What the people of the running cohort have shown at the bench: the safety checks first, then the early steps."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from courses.models import Quiz, Skill
from courses.rules.skills import Measured, Rubric, number
from enrollment.models import Cohort, Enrollment
from enrollment.queries import quizzes as quiz_queries
from enrollment.queries import skills as queries
from enrollment.services import quizzes, skills
from enrollment.services.readings import Reading
from enrollment.services.skills import Circumstances
from training.accounts.models import User
from training.sample.answers import right

PASSES = 0.85  # of first tries
SHOWN = 10  # skills of the early steps


def shown(cohort: Cohort, people: Sequence[Enrollment], *, by: Sequence[User], now: datetime) -> None:
    """Everybody but the first has passed the safety checks; the same at every load."""
    chance = random.Random("skills")  # noqa: S311 - invented readings
    cleared, then = people[1:], now - timedelta(days=9, hours=2)
    for quiz in Quiz.objects.published().filter(course=cohort.course_id, is_safety=True):
        for person in cleared:
            _pass(quiz, person, now=then)
    asked = queries.asked(cohort.course_id)
    for skill in [one for one in asked if one.is_safety]:
        _group(cohort, skill, people, chance, by=by, now=then + timedelta(hours=1), always=True)
    for day, skill in enumerate([one for one in asked if not one.is_safety][:SHOWN]):
        some = cleared[: len(cleared) - day]  # the later the step, the fewer have come to it
        _group(cohort, skill, some, chance, by=by, now=then + timedelta(hours=2 + day))


def _pass(quiz: Quiz, person: Enrollment, *, now: datetime) -> None:
    attempt = quizzes.start(person, quiz, by=person.trainee, now=now)
    for answer in quiz_queries.answers(attempt):
        quizzes.save(attempt, answer.position, right(answer.version.said, answer.seed), now=now)
    quizzes.hand_in(attempt, by=person.trainee, now=now + timedelta(minutes=9))


def _group(
    cohort: Cohort,
    skill: Skill,
    people: Sequence[Enrollment],
    chance: random.Random,
    *,
    by: Sequence[User],
    now: datetime,
    always: bool = False,
) -> None:
    """One screen at the bench; a second assessor signs where one is asked for, except for the last of them."""
    said = queries.standing_version(skill).said
    readings = {
        person.pk: Reading(
            _typed(said, chance, passes=always or chance.random() < PASSES), confirmed=True, specimen=f"L-{n:02}"
        )
        for n, person in enumerate(people, start=1)
    }
    around = Circumstances(now, f"sample-{skill.key}"[:43], place="전극 실습실")
    made = skills.record(cohort, skill, readings, around, by=by[0], now=now)
    for record in made if always else made[:-1]:
        if said.needs_second and record.passed:
            skills.second(record, agrees=True, typed="", remark="", by=by[1], now=now + timedelta(minutes=20))


def _typed(said: object, chance: random.Random, *, passes: bool) -> str:
    if isinstance(said, Rubric):
        return str(chance.randint(said.pass_level, len(said.levels)) if passes else said.pass_level - 1)
    if not isinstance(said, Measured):
        raise TypeError(said)
    low = said.least if said.lower is None else said.lower
    high = said.most if said.upper is None else said.upper
    width = min(high - low, max(abs(high), abs(low)))
    if passes:
        return _rounded(low + (high - low) * Decimal(chance.randint(20, 80)) / 100, width)
    off = width * Decimal(chance.randint(5, 20)) / 100  # near misses, as at a bench
    return _rounded(min(high + off, said.most) if said.upper is not None else max(low - off, said.least), width)


def _rounded(value: Decimal, width: Decimal) -> str:
    """With a hundredth of the tolerance's width, as an instrument would show it."""
    places = max(0, 2 - width.adjusted())
    return number(round(value, places))
