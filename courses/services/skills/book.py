"""Skills and their versions: the only writer of both."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.models import Module, Skill, SkillVersion
from courses.rules import skills as rules
from training.core import audit, canonical
from training.core.errors import DomainError


class Unfair(DomainError):
    """The content would make a skill that nobody can show."""

    status = 422


@transaction.atomic
def add(module: Module, *, key: str, said: rules.Skill, by: Any, now: datetime, **values: Any) -> Skill:
    """A new skill with its first version. Raises Unfair."""
    _refuse_unfair(said)
    if Skill.objects.filter(course=module.course_id, key=key).exists():
        raise DomainError(_("This course already has a skill with the key “%(key)s”.") % {"key": key})
    skill = Skill.objects.create(
        complex_id=module.complex_id,
        course_id=module.course_id,
        module=module,
        key=key,
        measure=said.KIND,
        **_titles(said),
        **values,
    )
    _append(skill, said, by=by, now=now)
    return skill


@transaction.atomic
def edit(skill: Skill, *, said: rules.Skill, by: Any, now: datetime) -> SkillVersion:
    """Every edit is a new version; saving the same again makes none. Raises Unfair."""
    _refuse_unfair(said)
    if skill.measure != said.KIND:
        raise DomainError(_("A skill keeps the way it is judged. Write a new skill instead."))
    Skill.objects.select_for_update().get(pk=skill.pk)
    latest = skill.versions.order_by("-number").first()
    if latest is not None and latest.content == rules.write(said):
        return latest
    Skill.objects.filter(pk=skill.pk).update(**_titles(said))
    return _append(skill, said, by=by, now=now)


@transaction.atomic
def amend(skill: Skill, *, said: rules.Skill, module: Module, by: Any, now: datetime, **flags: Any) -> None:
    """Say it anew, put it into a module of its course, and say whether it is needed and a safety check: all or nothing."""
    if module.course_id != skill.course_id:
        raise DomainError(_("A skill stays in its course."))
    edit(skill, said=said, by=by, now=now)
    Skill.objects.filter(pk=skill.pk).update(module=module, **flags)


@transaction.atomic
def retire(skill: Skill, *, by: Any, now: datetime) -> None:
    """It is asked for no more; what was recorded stands."""
    if Skill.objects.filter(pk=skill.pk, retired_at=None).update(retired_at=now):
        audit.record(skill, "retired", by=by, at=now)


def _titles(said: rules.Skill) -> dict[str, str]:
    return {"title_ko": said.title.ko[:150], "title_en": said.title.en[:150]}


def _refuse_unfair(said: rules.Skill) -> None:
    if found := rules.faults(said):
        raise Unfair(found[0])


def _append(skill: Skill, said: rules.Skill, *, by: Any, now: datetime) -> SkillVersion:
    written = rules.write(said)
    last = skill.versions.aggregate(last=Max("number"))["last"] or 0
    return SkillVersion.objects.create(
        skill=skill,
        number=last + 1,
        content=written,
        sha256=canonical.sha256_of_text(written),
        made_at=now,
        made_by=by if getattr(by, "pk", None) else None,
    )
