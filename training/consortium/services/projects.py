"""Joint projects: noted, changed, and led step by step from an idea to what is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Course, Skill
from training.accounts.models import Organization
from training.accounts.permissions import demand_operator
from training.consortium.models import Project
from training.consortium.rules import projects as rules
from training.consortium.rules.projects import Standing
from training.consortium.states import ProjectState
from training.core import audit
from training.core.errors import DomainError
from training.core.models import Complex

LINKS = ("partners", "courses", "skills")


@dataclass(frozen=True)
class Sketch:
    """What an operator says of a project."""

    kind: str
    title_ko: str
    title_en: str
    summary_ko: str
    summary_en: str
    results_ko: str
    results_en: str
    starts_on: date | None
    ends_on: date | None
    is_public: bool
    partners: Sequence[Organization]
    courses: Sequence[Course]
    skills: Sequence[Skill]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in LINKS}


@transaction.atomic
def add(complex: Complex, sketch: Sketch, *, by: Any, now: datetime) -> Project:
    """Note an idea."""
    demand_operator(by, complex)
    _check(sketch, complex, state=ProjectState.IDEA)
    project = Project.objects.create(complex=complex, made_at=now, made_by=by, **sketch.values())
    _link(project, sketch)
    audit.record(project, "project noted", by=by, at=now, after=project.state)
    return project


@transaction.atomic
def change(project: Project, sketch: Sketch, *, by: Any, now: datetime) -> Project:
    """Change what is said of a project; what its step rests on cannot be taken away."""
    demand_operator(by, project.complex)
    locked = _for_update(project)
    _check(sketch, project.complex, state=locked.state)
    for name, value in sketch.values().items():
        setattr(locked, name, value)
    locked.save(update_fields=list(sketch.values()))
    _link(locked, sketch)
    audit.record(locked, "project changed", by=by, at=now)
    return locked


def _for_update(project: Project) -> Project:
    """The lock itself: the teeth test of the race takes it out here."""
    return Project.objects.select_for_update().get(pk=project.pk)


def _check(sketch: Sketch, complex: Complex, *, state: str) -> None:
    if (sketch.starts_on is None) != (sketch.ends_on is None):
        field = "starts_on" if sketch.starts_on is None else "ends_on"
        raise DomainError(_("Enter both days of the period, or neither."), field=field)
    if sketch.starts_on and sketch.ends_on and sketch.ends_on < sketch.starts_on:
        raise DomainError(_("The last day comes before the first. Enter a later last day."), field="ends_on")
    if any(one.complex_id != complex.pk for name in LINKS for one in getattr(sketch, name)):
        raise DomainError(_("This belongs to another complex. Choose one of the list."))
    known = Standing(len(sketch.partners), sketch.starts_on is not None, bool(sketch.results_ko.strip()))
    reached = rules.ORDER[: rules.ORDER.index(ProjectState(state)) + 1]
    for step in reached:
        _refuse(rules.missing(step, known))


def _refuse(lack: str | None) -> None:
    """The one thing to do first, at the field where it is done."""
    if lack is None:
        return
    sentence, field = {
        "partners": (_("A proposal names who takes part. Choose at least one partner first."), "partners"),
        "period": (_("What is approved has a period. Enter its first and last day first."), "starts_on"),
        "results": (_("What is done has results. Write them down first."), "results_ko"),
    }[lack]
    raise DomainError(sentence, field=field)


def _link(project: Project, sketch: Sketch) -> None:
    for name in LINKS:
        getattr(project, name).set(getattr(sketch, name))


@transaction.atomic
def step(project: Project, to: str, *, reason: str, by: Any, now: datetime) -> None:
    """One step ahead, or one back with a reason."""
    demand_operator(by, project.complex)
    locked = _for_update(project)
    allowed = to in locked.TRANSITIONS[locked.state]
    if allowed and rules.is_back(locked.state, to) and not reason.strip():
        raise DomainError(_("Write why it goes back."), field="reason")
    if allowed and not rules.is_back(locked.state, to):
        period, results = locked.starts_on is not None, bool(locked.results_ko.strip())
        _refuse(rules.missing(to, Standing(locked.partners.count(), period, results)))
    audit.move(locked, to, by=by, now=now, reason=reason.strip())
