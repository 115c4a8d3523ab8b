"""The skill matrix of a cohort, and one group of people at the bench."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from courses.models import ProcessBlock, Skill, SkillVersion
from enrollment.models import Cohort, Enrollment
from enrollment.queries import clearance, skills
from enrollment.queries.skills import Shown
from enrollment.rules.skills import Stand

GROUP = 10


@dataclass(frozen=True)
class Person:
    """One row of the matrix. `held_back` is what must be passed before practice, in words."""

    enrollment: Enrollment
    shown: list[Shown]
    held_back: list[str]

    @property
    def passed(self) -> int:
        return sum(one.passed for one in self.shown)


@dataclass(frozen=True)
class Head:
    """One skill above its column, with how many have passed it."""

    skill: Skill
    passed: int


@dataclass(frozen=True)
class Matrix:
    """People × skills, the skills in the order of the process and under their blocks."""

    people: list[Person]
    heads: list[Head]
    blocks: list[tuple[ProcessBlock, int]]  # with the number of columns below

    @property
    def waiting(self) -> int:
        return sum(one.stand == Stand.WAITING for person in self.people for one in person.shown)


def people_of(cohort: Cohort) -> list[Enrollment]:
    rows = Enrollment.objects.current().filter(cohort=cohort).select_related("trainee")
    return list(rows.order_by("trainee__name", "pk"))


def matrix(cohort: Cohort) -> Matrix:
    """The number of queries does not grow with people or skills."""
    people, asked = people_of(cohort), skills.asked(cohort.course_id)
    keys = [person.pk for person in people]
    shown, held_back = skills.of_people(keys, asked), clearance.missing(cohort.course_id, keys)
    rows = [Person(person, shown[person.pk], held_back.get(person.pk, [])) for person in people]
    heads = [Head(skill, sum(row.shown[at].passed for row in rows)) for at, skill in enumerate(asked)]
    blocks: list[tuple[ProcessBlock, int]] = []
    for skill in asked:
        block = skill.module.block
        if blocks and blocks[-1][0] == block:
            blocks[-1] = (block, blocks[-1][1] + 1)
        else:
            blocks.append((block, 1))
    return Matrix(rows, heads, blocks)


@dataclass(frozen=True)
class Bench:
    """Ten people at one skill: what it asks, how each stands, and who may not practice yet."""

    skill: Skill
    version: SkillVersion
    people: list[Person]
    page: Page[Enrollment]

    @property
    def cleared(self) -> list[Person]:
        return [person for person in self.people if not person.held_back]


def bench(cohort: Cohort, skill: Skill, *, page: str) -> Bench:
    """One group. The number of queries does not grow with people."""
    found = Paginator(people_of(cohort), GROUP).get_page(page)
    keys = [person.pk for person in found]
    shown = skills.of_people(keys, [skill])
    held_back = {} if skill.is_safety else clearance.missing(cohort.course_id, keys)
    rows = [Person(person, shown[person.pk], held_back.get(person.pk, [])) for person in found]
    return Bench(skill, skills.standing_version(skill), rows, found)
