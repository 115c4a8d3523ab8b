"""Programs, and the rules that follow one another in them. A version is never changed."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enrollment.models import PolicyVersion, Program
from training.core import audit, clock, words
from training.core.errors import DomainError
from training.core.models import Complex


def save(program: Program, complex: Complex, *, by: Any, now: datetime) -> Program:
    """Store a new or a changed program."""
    new = program.pk is None
    program.complex = complex
    try:
        with transaction.atomic():
            program.save()
            facts = {"key": program.key, "name_ko": program.name_ko}
            audit.record(program, "created" if new else "changed", by=by, at=now, facts=facts)
    except IntegrityError as error:
        raise DomainError(_("A program with this key exists. Enter another key."), field="key") from error
    return program


@transaction.atomic
def follow(program: Program, version: PolicyVersion, *, by: Any, now: datetime) -> PolicyVersion:
    """Add the next version of a program's rules, in force from a day to come: no day that was judged is judged anew."""
    Program.objects.select_for_update().get(pk=program.pk)
    last = check(program, version, now=now)
    version.complex, version.program = program.complex, program
    version.number = last.number + 1 if last else 1
    version.save(force_insert=True)
    audit.record(version, "created", by=by, at=now, facts={"number": version.number, **_facts(version)})
    return version


def check(program: Program, version: PolicyVersion, *, now: datetime) -> PolicyVersion | None:
    """Refuse a version that would judge days which were judged; the last one that stands is returned."""
    last = program.policies.order_by("-number").first()
    _refuse(version.in_force_on, last, today=clock.day_of(now, program.complex.zone))
    return last


def _refuse(day: date, last: PolicyVersion | None, *, today: date) -> None:
    if last is None:
        return
    if day <= today:
        sentence = _("Days up to today are judged by the rules of their time. Enter a day to come.")
        raise DomainError(sentence, field="in_force_on")
    if day <= last.in_force_on:
        sentence = _("Version %(number)d is in force from %(day)s. Enter a later day.")
        facts = {"number": last.number, "day": words.date_words(last.in_force_on)}
        raise DomainError(sentence % facts, field="in_force_on")


def _facts(version: PolicyVersion) -> dict[str, str]:
    shown = [field.name for field in PolicyVersion._meta.concrete_fields]
    return {name: str(getattr(version, name)) for name in shown if name not in {"id", "complex", "program", "number"}}
