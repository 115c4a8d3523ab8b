"""Rules of skills: recorded and read by those who teach the cohort."""

from collections.abc import Callable

from courses.models import Skill
from enrollment.models import Cohort, Enrollment, SkillPhoto, SkillRecord
from enrollment.services import skill_photos, skills
from enrollment.services.readings import Reading
from enrollment.services.skills import Circumstances
from enrollment.states import CohortState
from tests import factories
from tests.access.rules import Rule, in_training, only
from tests.cast import Cast
from tests.enrollment.applications.test_uploads import jpeg
from tests.enrollment.skills import build
from training.core import clock

TEACHERS = only("instructor", "operator", "admin")


def _skill(cast: Cast) -> Skill:
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.RUNNING)
    found = Skill.objects.filter(course=cast.cohort.course).first()
    return found or build.skill(cast.cohort, build.MOISTURE)


def _person(cast: Cast) -> Enrollment:
    return cast.cohort.enrollments.get(trainee=cast.trainee)


def _record(cast: Cast) -> SkillRecord:
    """A reading that waits for a second assessor; the first is somebody outside the cast."""
    skill = _skill(cast)
    if standing := SkillRecord.objects.filter(enrollment=_person(cast)).first():
        return standing
    now, by = clock.now(), factories.UserFactory()
    with in_training(cast) as person:
        around = Circumstances(now, "ticket")
        [made] = skills.record(person.cohort, skill, {person.pk: Reading("150")}, around, by=by, now=now)
    return made


def _photo(cast: Cast) -> SkillPhoto:
    found = SkillPhoto.objects.filter(erased_at=None).first()
    return found or skill_photos.add(_record(cast), name="cell.jpg", raw=jpeg(), by=cast.instructor, now=clock.now())


def _of_record(rest: str = "") -> Callable[[Cast], str]:
    return lambda cast: f"/teach/skill-records/{_record(cast).pk}/{rest}"


RULES = {
    "enrollment:cohort_skills": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/skills/", TEACHERS),
    "enrollment:bench": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/skills/{_skill(cast).pk}/", TEACHERS),
    "enrollment:skill_record": Rule(_of_record(), TEACHERS),
    "enrollment:correct_skill_record": Rule(_of_record("correct/"), TEACHERS, method="post"),
    "enrollment:second_skill_record": Rule(_of_record("second/"), TEACHERS, method="post"),
    "enrollment:add_skill_photo": Rule(_of_record("photos/"), TEACHERS, method="post"),
    "enrollment:skill_photo": Rule(lambda cast: f"/teach/skill-photos/{_photo(cast).pk}/", TEACHERS),
    "enrollment:gradebook": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/grades/", TEACHERS),
    "enrollment:gradebook_file": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/grades.csv", TEACHERS),
    "enrollment:gradebook_workbook": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/grades.xlsx", TEACHERS),
    "enrollment:cohort_to_go": Rule(lambda cast: f"/teach/cohorts/{cast.cohort.pk}/to-go/", TEACHERS),
    "enrollment:person_grades": Rule(lambda cast: f"/teach/grades/{_person(cast).pk}/", TEACHERS),
    "enrollment:own_grades": Rule(lambda cast: f"/learn/grades/{_person(cast).pk}/", only("trainee")),
    "enrollment:erase_skill_photo": Rule(
        lambda cast: f"/teach/skill-photos/{_photo(cast).pk}/erase/", TEACHERS, method="post"
    ),
}
