"""Brings the skills of a module's `skills.yaml` into its course.

As with lessons: a skill whose newest version is not what a file last put here was edited by a person and is left,
unless the file says the same by now.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Module, Skill, SkillVersion
from courses.rules import skills as rules
from courses.services.skills import book
from training.core.errors import DomainError

NAME = "skills.yaml"
FLAGS = {"is_required": True, "is_safety": False}


class BadFile(DomainError):
    """The file holds something that is no skill; the sentence names file and key."""

    status = 422


@dataclass(frozen=True)
class Entry:
    """One skill of a file, with the flags of its row."""

    said: rules.Skill
    flags: dict[str, bool]


def read(path: Path) -> dict[str, Entry]:
    """The skills of a file by key, in order. Raises BadFile; no database is asked."""
    try:
        entries = list(yaml.safe_load(path.read_text(encoding="utf-8"))["skills"])
        found = {str(entry["key"]): _entry(dict(entry)) for entry in entries}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise BadFile(f"{path}: {error}") from error
    if len(found) != len(entries):
        raise BadFile(_("%(path)s: two skills have one key.") % {"path": path})
    return found


def _entry(values: dict[str, Any]) -> Entry:
    key = values.pop("key")
    flags = {name: bool(values.pop(name, usual)) for name, usual in FLAGS.items()}
    said = rules.read(values)
    if faults := rules.faults(said):
        raise rules.NotASkill(f"{key}: {faults[0]}")
    return Entry(said, flags)


@transaction.atomic
def load(module: Module, path: Path, *, by: Any, now: datetime) -> list[str]:
    """Again and again without changing what is the same. Returns a sentence for each skill that was left."""
    entries = read(path)
    rows = {row.key: row for row in Skill.objects.filter(course=module.course_id, key__in=entries)}
    newest = {version.skill_id: version for version in SkillVersion.objects.newest_of(rows.values())}
    left = []
    for order, (key, entry) in enumerate(entries.items(), start=1):
        row = rows.get(key)
        if row is None:
            _keep(book.add(module, key=key, said=entry.said, by=by, now=now, order=order, **entry.flags))
        elif row.loaded_sha256 != newest[row.pk].sha256 and newest[row.pk].content != rules.write(entry.said):
            sentence = _("%(what)s was edited in the CMS since it was loaded. It was left as it is.")
            left.append(sentence % {"what": key})
        else:
            _update(row, newest[row.pk], entry, order, by=by, now=now)
    return left


def _update(row: Skill, newest: SkillVersion, entry: Entry, order: int, *, by: Any, now: datetime) -> None:
    values = {"order": order, **entry.flags}
    if any(getattr(row, name) != value for name, value in values.items()):
        Skill.objects.filter(pk=row.pk).update(**values)
    if newest.content != rules.write(entry.said):
        book.edit(row, said=entry.said, by=by, now=now)
        _keep(row)
    elif newest.sha256 != row.loaded_sha256:
        _keep(row)  # somebody wrote in the CMS what the file says


def _keep(skill: Skill) -> None:
    """Remembers what the file put here."""
    newest = skill.versions.order_by("-number").values_list("sha256", flat=True).first()
    Skill.objects.filter(pk=skill.pk).update(loaded_sha256=newest or "")
