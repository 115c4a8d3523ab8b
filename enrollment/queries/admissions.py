"""What a program asks of an applicant, what is there, and the parts of a draft."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from enrollment.models import Admission, Application, Cohort, Document, Enrollment, Seat, SeatPool
from enrollment.rules import eligibility, requirements
from enrollment.states import ApplicantKind, EnrollmentState
from training.accounts.models import age_on
from training.core import clock


def _speaks_english() -> bool:
    return (get_language() or "ko").startswith("en")


def title(paper: requirements.Paper) -> str:
    return (paper.title_en if _speaks_english() else "") or paper.title_ko


def purpose(paper: requirements.Paper) -> str:
    return (paper.purpose_en if _speaks_english() else "") or paper.purpose_ko


@dataclass(frozen=True)
class Asked:
    """One paper that is asked for, and what was handed in."""

    key: str
    title: str
    purpose: str
    required: bool
    document: Document | None


def papers(draft: Application | None, admission: Admission, kind: str) -> list[Asked]:
    """The papers asked of this kind of applicant, each with the file that was handed in."""
    there = {row.key: row for row in Document.objects.kept().filter(application=draft)} if draft else {}
    return [
        Asked(paper.key, title(paper), purpose(paper), paper.required, there.get(paper.key))
        for paper in requirements.asked_of(kind, admission.documents)
    ]


@dataclass(frozen=True)
class Part:
    """One part of a draft, for the task list and the check page."""

    key: str
    title: str
    is_filled: bool
    is_begun: bool = False
    is_optional: bool = False
    hint: str = ""

    @property
    def word(self) -> str:
        if self.is_filled:
            return _("filled in")
        if self.is_begun:
            return _("begun")
        return _("optional, not begun") if self.is_optional else _("not begun")

    @property
    def kind(self) -> str:
        return "ok" if self.is_filled else "warn" if self.is_begun else "plain"


def parts(draft: Application | None, person: Any, admission: Admission) -> list[Part]:
    """What is asked, in order; papers only where the program asks for any."""
    kind = draft.kind if draft else ""
    found = [
        Part(
            "person",
            _("Who you are"),
            is_filled=bool(person.name and person.birth_date),
            is_begun=bool(person.name or person.birth_date),
        ),
        Part("kind", _("How you apply"), is_filled=_kind_is_filled(draft, admission), is_begun=bool(kind)),
        Part("motivation", _("Why this course"), is_filled=bool(draft and draft.motivation), is_optional=True),
    ]
    if admission.documents:
        found.append(_papers_part(draft, admission, kind))
    return found


def _kind_is_filled(draft: Application | None, admission: Admission) -> bool:
    if draft is None or draft.kind not in admission.kinds:
        return False
    return draft.kind != ApplicantKind.SPONSORED or draft.sponsor_id is not None


def _papers_part(draft: Application | None, admission: Admission, kind: str) -> Part:
    asked = papers(draft, admission, kind)
    there = sum(1 for paper in asked if paper.document)
    lacking = [paper for paper in asked if paper.required and paper.document is None]
    if not kind:
        return Part("papers", _("Papers"), is_filled=False, hint=_("Which ones depends on how you apply."))
    if not asked:
        return Part("papers", _("Papers"), is_filled=True, hint=_("None are asked of you."))
    return Part(
        "papers",
        _("Papers"),
        is_filled=not lacking and bool(there),
        is_begun=bool(there),
        is_optional=not lacking,
        hint=ngettext("%(there)d of %(n)d paper", "%(there)d of %(n)d papers", len(asked))
        % {"there": there, "n": len(asked)},
    )


def facts(applications: Iterable[Application], cohort: Cohort, *, now: datetime) -> dict[int, eligibility.Facts]:
    """What the rules of eligibility look at, by application; two queries for any number."""
    rows = list(applications)
    completed = set(
        Enrollment.objects.filter(
            trainee__in=[row.applicant_id for row in rows],
            cohort__course_id=cohort.course_id,
            state=EnrollmentState.COMPLETED,
        ).values_list("trainee_id", flat=True)
    )
    handed_in: dict[int, set[str]] = defaultdict(set)
    for pk, key in Document.objects.kept().filter(application__in=rows).values_list("application_id", "key"):
        handed_in[pk].add(key)
    day = clock.day_of(now, cohort.complex.zone)
    return {
        row.pk: eligibility.Facts(
            kind=row.kind,
            age=age_on(row.applicant.birth_date, day) if row.applicant.birth_date else None,
            has_card_number=bool(row.card_number),
            has_sponsor=row.sponsor_id is not None,
            papers=frozenset(handed_in[row.pk]),
            completed_before=row.applicant_id in completed,
        )
        for row in rows
    }


def unmet(application: Application, admission: Admission, *, now: datetime) -> list[eligibility.Reason]:
    """The program's rules that an applicant does not meet; without rules, no question is asked."""
    if not admission.eligibility:
        return []
    known = facts([application], application.cohort, now=now)[application.pk]
    return eligibility.unmet(admission.eligibility, known)


def reason_words(reason: eligibility.Reason, admission: Admission) -> str:
    """One rule that is not met, as the applicant reads it."""
    value = reason.value
    if reason.rule == "paper":
        row = admission.document(str(value))
        name = title(requirements.papers([row])[0]) if row else value
        return _("This paper was not handed in: %(title)s.") % {"title": name}
    if reason.rule == "kind_in":
        labels = dict(ApplicantKind.choices)
        kinds = ", ".join(str(labels.get(kind, kind)) for kind in value)
        return _("The program is for: %(kinds)s.") % {"kinds": kinds}
    return {
        "age_at_least": _("The program is for people of %(value)s or older."),
        "age_at_most": _("The program is for people of %(value)s or younger."),
        "card_number": _("The program needs the number of a learning card."),
        "sponsor": _("The program needs an employer that sends you."),
        "not_completed_before": _("You have completed this course before."),
    }.get(reason.rule, _("A rule of the program must be looked at by a person.")) % {"value": value}


def quotas(cohort: Cohort) -> list[tuple[str, int, int]]:
    """The kinds of applicants that have a quota: word, seats left, seats."""
    labels = dict(ApplicantKind.choices)
    pools = SeatPool.objects.filter(cohort=cohort).quotas().order_by("pk")
    return [(str(labels.get(pool.key, pool.key)), pool.left, pool.capacity) for pool in pools]


def seated(cohort: Cohort) -> dict[str, int]:
    """How many of each kind hold a seat."""
    people = Seat.objects.held().filter(pool__cohort=cohort, pool__key="").values("person")
    rows = Application.objects.filter(cohort=cohort, applicant__in=people).order_by()
    return dict(rows.values_list("kind").annotate(n=Count("pk")))


def admission_of(cohort: Cohort) -> Admission:
    return Admission.of_program(cohort.program_id)
