"""A cohort's applicants as a list with filters, and the funnel from applying to the certificate."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Application, ApplicationTag, Cohort, Enrollment, Offer, SelectionRound
from enrollment.ports import issued_counts
from enrollment.states import ApplicationState, EnrollmentState

PAGE = 50
NUMBER = re.compile(r"[1-9][0-9]{0,8}")  # what the list shows as #12; more digits would be no key of the database
LEFT = (EnrollmentState.WITHDRAWN, EnrollmentState.DISMISSED, EnrollmentState.MOVED, EnrollmentState.CANCELED)


def matching(cohort: Cohort, *, state: str = "", kind: str = "", q: str = "", tag: str = "") -> QuerySet[Application]:
    """The submitted applications of a cohort that match, the queue in its order. `q`: name, e-mail or number."""
    rows = Application.objects.filter(cohort=cohort).submitted()
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if tag:
        rows = rows.filter(tags__tag=tag)
    if q:
        rows = rows.filter(_found(q))
    return rows.order_by(*(("queued_at", "pk") if state == ApplicationState.WAITLISTED else ("applied_at", "pk")))


def _found(q: str) -> Q:
    found = Q(applicant__name__icontains=q) | Q(applicant__email__icontains=q)
    number = q.removeprefix("#")
    if NUMBER.fullmatch(number):
        found |= Q(pk=int(number))
    return found


def page(cohort: Cohort, *, number: str = "1", **asked: str) -> Page:
    """A page of them: the same number of queries for any length."""
    offers = Prefetch("offers", Offer.objects.open(), to_attr="open_offers")
    rows = matching(cohort, **asked).select_related("applicant").prefetch_related(offers, "tags")
    return Paginator(rows, PAGE).get_page(number)


def tags(cohort: Cohort) -> list[str]:
    """The tags in use, for the filter."""
    used = ApplicationTag.objects.filter(application__cohort=cohort).order_by("tag")
    return list(used.values_list("tag", flat=True).distinct())


@dataclass(frozen=True)
class Step:
    """One bar of the funnel: so many, of so many of the step before."""

    label: str
    count: int
    of: int | None
    lost: bool = False

    @property
    def said(self) -> str:
        if self.of is None:
            return ngettext("%(n)d person", "%(n)d people", self.count) % {"n": self.count}
        return _("%(n)d of %(all)d") % {"n": self.count, "all": self.of}


@dataclass(frozen=True)
class Funnel:
    """Where applicants go; those who left and those who were not selected are shown, not hidden."""

    steps: list[Step]
    enrolled: int

    @property
    def most(self) -> int:
        return max([step.count for step in self.steps] + [1])

    @property
    def finding(self) -> str:
        return _("Of %(applied)d applicants %(enrolled)d came into training.") % {
            "applied": self.steps[0].count,
            "enrolled": self.enrolled,
        }


def funnel(cohort: Cohort) -> Funnel:
    """Four queries."""
    eligible = _eligible(cohort)
    chosen = Q(offers__isnull=False) | Q(state=ApplicationState.ENROLLED)
    counted: dict[str, int] = (
        Application.objects.filter(cohort=cohort)
        .submitted()
        .aggregate(
            applied=Count("pk", distinct=True),
            eligible=Count("pk", distinct=True, filter=chosen | Q(pk__in=eligible or [])),
            selected=Count("pk", distinct=True, filter=chosen),
            withdrawn=Count("pk", distinct=True, filter=Q(state=ApplicationState.WITHDRAWN)),
            rejected=Count("pk", distinct=True, filter=Q(state=ApplicationState.REJECTED)),
        )
    )
    people: dict[str, int] = Enrollment.objects.filter(cohort=cohort).aggregate(
        enrolled=Count("pk"),
        completed=Count("pk", filter=Q(state=EnrollmentState.COMPLETED)),
        left=Count("pk", filter=Q(state__in=LEFT)),
    )
    issued = issued_counts.ask().issued([cohort.pk]).get(cohort.pk, 0)
    steps = _steps({**counted, **people, "issued": issued}, judged=eligible is not None)
    return Funnel(steps, people["enrolled"])


def _eligible(cohort: Cohort) -> set[int] | None:
    """Who met the program's conditions when a selection was confirmed, by what was frozen then; None before the first.

    Asked today the answer would be another: people grow older, and papers are erased when their time has come.
    """
    rounds = list(SelectionRound.objects.filter(cohort=cohort).order_by("number").values_list("evidence", flat=True))
    met = {row["application"]: not row["unmet"] for evidence in rounds for row in json.loads(evidence)["rows"]}
    return {pk for pk, is_met in met.items() if is_met} if rounds else None


def _steps(n: dict[str, Any], *, judged: bool) -> list[Step]:
    return [
        Step(_("Applied"), n["applied"], None),
        *([Step(_("Eligible"), n["eligible"], n["applied"])] if judged else []),
        Step(_("Selected"), n["selected"], n["eligible"] if judged else n["applied"]),
        Step(_("Enrolled"), n["enrolled"], n["selected"]),
        Step(_("Completed"), n["completed"], n["enrolled"]),
        Step(_("Certificate issued"), n["issued"], n["completed"]),
        Step(_("Withdrew"), n["withdrawn"], n["applied"], lost=True),
        Step(_("Not selected"), n["rejected"], n["applied"], lost=True),
        Step(_("Left training"), n["left"], n["enrolled"], lost=True),
    ]
