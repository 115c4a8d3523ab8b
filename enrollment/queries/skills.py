"""Skills as the bench, the trainee and the completion engine read them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from courses.models import Skill, SkillVersion
from courses.rules.calculators import quantities
from courses.rules.skills import Measured, number
from enrollment.models import SkillPhoto, SkillRecord
from enrollment.rules.skills import Stand, Try, stand


@dataclass(frozen=True)
class Shown:
    """How one person stands in one skill. `records` are the tries as they count now, the first first."""

    skill: Skill
    stand: Stand
    records: tuple[SkillRecord, ...]

    @property
    def counting(self) -> SkillRecord | None:
        """The record by which the skill is passed, else the latest."""
        passed = next((record for record in self.records if as_try(record).counts), None)
        return passed or (self.records[-1] if self.records else None)

    @property
    def passed(self) -> bool:
        return self.stand == Stand.PASSED

    def frozen(self) -> dict[str, Any]:
        """As values that canonical JSON can hold: the reading that counts, and by which version it was judged."""
        record = self.counting
        found: dict[str, Any] = {"key": self.skill.key, "stand": str(self.stand)}
        if record is not None:
            found |= {
                "record": record.pk,
                "value": None if record.value is None else f"{record.value:f}",
                "level": record.level,
                "version": [record.version.number, record.version.sha256],
            }
        return found


def as_try(record: SkillRecord) -> Try:
    word = getattr(record, "second_word", None)
    return Try(record.passed, record.version.said.needs_second, None if word is None else word.agrees)


def asked(course_id: int, **only: bool) -> list[Skill]:
    """The skills of a course in the order of its steps."""
    return list(Skill.objects.asked().filter(course=course_id, **only).select_related("module__block"))


def of_people(enrollments: list[int], skills: list[Skill]) -> dict[int, list[Shown]]:
    """For each of these enrollments, by id: how they stand in each of these skills. Two queries, whatever the number."""
    tries = _tries(enrollments, [skill.pk for skill in skills])
    return {person: [_shown(skill, tries.get((person, skill.pk), [])) for skill in skills] for person in enrollments}


def _shown(skill: Skill, records: list[SkillRecord]) -> Shown:
    return Shown(skill, stand([as_try(record) for record in records]), tuple(records))


def _tries(enrollments: list[int], skills: list[int]) -> dict[tuple[int, int], list[SkillRecord]]:
    versions = {version.pk: version for version in SkillVersion.objects.filter(skill__in=skills)}
    rows = SkillRecord.objects.filter(enrollment__in=enrollments, skill__in=skills, replaced_by=None)
    found: dict[tuple[int, int], list[SkillRecord]] = defaultdict(list)
    for record in rows.select_related("second_word").order_by("attempt"):
        record.version = versions[record.version_id]
        found[record.enrollment_id, record.skill_id].append(record)
    return found


def standing_version(skill: Skill) -> SkillVersion:
    """What a skill asks now."""
    version: SkillVersion = skill.versions.order_by("-number")[:1].get()
    return version


def history(enrollment_id: int, skill_id: int) -> list[SkillRecord]:
    """Every reading of one person in one skill, the corrected ones too, the latest first, with who said what."""
    photos = Prefetch("photos", SkillPhoto.objects.filter(erased_at=None))
    rows = SkillRecord.objects.filter(enrollment=enrollment_id, skill=skill_id).prefetch_related(photos)
    related = rows.select_related("version", "assessed_by", "second_word__given_by", "replaced_by", "replaces")
    return list(related.order_by("-pk"))


def waiting(cohorts: Iterable[Any], *, but: Any) -> list[SkillRecord]:
    """Readings that pass and wait for a second assessor who is not the first, the oldest first."""
    rows = SkillRecord.objects.filter(
        enrollment__cohort__in=cohorts, passed=True, replaced_by=None, second_word=None
    ).exclude(assessed_by=but)
    related = rows.select_related(
        "version", "skill", "enrollment__trainee", "enrollment__cohort__course", "assessed_by"
    )
    return [record for record in related.order_by("pk") if record.version.said.needs_second]


def reading(record: SkillRecord) -> str:
    """What was read, as people write it: “68.4 µm”, or the level out of all."""
    return reading_of(record.version, record.value, record.level)


def reading_of(version: SkillVersion, value: Any, level: int | None) -> str:
    said = version.said
    if isinstance(said, Measured):
        return f"{number(value)} {quantities.shown(said.unit)}".rstrip()
    return f"{level}/{len(getattr(said, 'levels', ()))}"
