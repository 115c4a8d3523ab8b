"""The review of a cohort: who has scored whom, how all stand, and what is proposed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enrollment.models import Admission, Application, Cohort, Score, SeatPool, SelectionRound, Verdict
from enrollment.models.seats import AGREED
from enrollment.queries import admissions
from enrollment.queries.applications import queue_position
from enrollment.rules import eligibility, ranking
from enrollment.states import ApplicationState, Outcome, Selection
from training.core import canonical, words
from training.core.text import masked


@dataclass(frozen=True)
class Criterion:
    """One criterion of the review, in the reader's language."""

    key: str
    title: str
    most: int
    weight: int


def criteria(admission: Admission) -> list[Criterion]:
    language = "en" if (get_language() or "ko").startswith("en") else "ko"
    return [
        Criterion(
            key=str(row["key"]),
            title=str(row.get(f"title_{language}") or row.get("title_ko") or row["key"]),
            most=int(row["most"]),
            weight=int(row.get("weight", 1)),
        )
        for row in admission.criteria
    ]


@dataclass(frozen=True)
class Row:
    """One applicant who waits for a result."""

    application: Application
    place: ranking.Place
    scores: tuple[Score, ...]
    unmet: tuple[eligibility.Reason, ...]
    verdict: Verdict | None
    admission: Admission

    @property
    def is_scored(self) -> bool:
        return len(self.scores) >= ranking.REVIEWERS

    @property
    def name(self) -> str:
        """Masked until both scores are in."""
        person = self.application.applicant
        return str(person) if self.is_scored or self.place.outcome else masked(str(person))

    @property
    def percents(self) -> list[str]:
        """Each reviewer's share, only once both are in."""
        if not self.is_scored:
            return []
        return [words.number(ranking.percent(self.admission.criteria, score.points), 1) for score in self.scores]

    @property
    def total(self) -> str:
        return words.number(self.place.percent, 1)

    @property
    def outcome_word(self) -> str:
        return str(dict(Outcome.choices).get(self.place.outcome, words.UNKNOWN))

    @property
    def reason(self) -> str:
        """Why, as the applicant reads it where the result is a refusal; in the language that is active."""
        if self.place.why == "eligibility":
            return " ".join(admissions.reason_words(reason, self.admission) for reason in self.unmet)
        if self.place.why == "verdict" and self.verdict:
            return self.verdict.reason
        facts = {"percent": self.total, "least": self.admission.pass_percent, "rank": self.place.rank}
        return {
            "score": _("The review came to %(percent)s %%; the program asks for %(least)s %%."),
            "seat": _("Rank %(rank)s of the review."),
            "full": _("Rank %(rank)s of the review; the seats went to those before."),
            "quota": _("Rank %(rank)s of the review; the seats for this kind of applicant went to those before."),
            "unscored": _("Two scores are needed."),
        }[self.place.why] % facts


@dataclass(frozen=True)
class Proposals:
    """Everybody who waits for a result, the best first, and the number of seats that are left for them."""

    rows: list[Row]
    left: int
    quotas: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """How many are proposed for each result; `open` are those nobody can propose yet."""
        found = Counter(row.place.outcome or "open" for row in self.rows)
        return {key: found.get(key, 0) for key in [*Outcome.values, "open"]}

    @property
    def over(self) -> bool:
        """Whether people's own decisions take more seats than there are."""
        chosen = [row for row in self.rows if row.place.outcome == Outcome.SELECTED]
        kinds = Counter(row.application.kind for row in chosen)
        return len(chosen) > self.left or any(kinds[kind] > left for kind, left in self.quotas.items())

    @property
    def tie_at_line(self) -> bool:
        """Whether people of one rank stand on both sides of the line."""
        ranks = {outcome: {row.place.rank for row in self.rows if row.place.outcome == outcome} for outcome in Outcome}
        return bool((ranks[Outcome.SELECTED] & ranks[Outcome.WAITLISTED]) - {None})

    def evidence(self) -> dict[str, Any]:
        """What a confirmation freezes: no names, every figure."""
        return {
            "left": self.left,
            "quotas": self.quotas,
            "rows": [
                {
                    "application": row.application.pk,
                    "kind": row.application.kind,
                    "scores": [{"reviewer": score.reviewer_id, "points": score.points} for score in row.scores],
                    "percent": str(row.place.percent),
                    "rank": row.place.rank,
                    "outcome": str(row.place.outcome),
                    "why": row.place.why,
                    "unmet": [reason.rule for reason in row.unmet],
                    "verdict": row.verdict.reason if row.verdict else None,
                }
                for row in self.rows
            ],
        }

    @property
    def fingerprint(self) -> str:
        return canonical.sha256(self.evidence())


def proposals(cohort: Cohort, *, now: datetime) -> Proposals:
    """The same number of queries for any number of applicants."""
    admission = Admission.of_program(cohort.program_id)
    waiting = list(
        Application.objects.filter(cohort=cohort, state=ApplicationState.APPLIED)
        .select_related("applicant", "cohort__complex", "cohort__venue", "cohort__course")
        .prefetch_related("scores", "verdicts")
        .order_by("applied_at", "pk")
    )
    facts = admissions.facts(waiting, cohort, now=now)
    unmet = {row.pk: tuple(eligibility.unmet(admission.eligibility, facts[row.pk])) for row in waiting}
    open_pools = SeatPool.objects.filter(cohort=cohort, closed_at=None).exclude(key__startswith=AGREED)
    pools = {pool.key: pool.left for pool in open_pools}
    left = pools.pop("", 0)
    places = ranking.propose(
        [_candidate(row, eligible=not unmet[row.pk]) for row in waiting],
        criteria=admission.criteria,
        capacity=left,
        quotas=pools,
        pass_percent=admission.pass_percent,
    )
    by_pk = {row.pk: row for row in waiting}
    return Proposals([_row(by_pk[place.candidate.pk], place, unmet, admission) for place in places], left, pools)


def _candidate(application: Application, *, eligible: bool) -> ranking.Candidate:
    verdict = next(iter(application.verdicts.all()), None)
    return ranking.Candidate(
        pk=application.pk,
        kind=application.kind,
        applied_at=application.applied_at,  # type: ignore[arg-type]  # a CHECK gives every submitted one its time
        points=tuple(score.points for score in application.scores.all()),
        is_eligible=eligible,
        verdict=verdict.outcome if verdict else "",
    )


def _row(
    application: Application,
    place: ranking.Place,
    unmet: dict[int, tuple[eligibility.Reason, ...]],
    admission: Admission,
) -> Row:
    return Row(
        application=application,
        place=place,
        scores=tuple(application.scores.all()),
        unmet=unmet[application.pk],
        verdict=next(iter(application.verdicts.all()), None),
        admission=admission,
    )


def position(application: Application) -> int:
    return queue_position(application) or 1


def being_scored(cohort: Cohort) -> QuerySet[Application]:
    """Those whose names are hidden: they are still scored, and nobody decided about them. No query where nobody is."""
    if cohort.selection != Selection.REVIEWED or not Admission.of_program(cohort.program_id).criteria:
        return Application.objects.none()
    undecided = Application.objects.filter(cohort=cohort, state=ApplicationState.APPLIED, verdicts=None)
    return undecided.order_by().annotate(n=Count("scores")).filter(n__lt=ranking.REVIEWERS)


def blind(cohort: Cohort, applications: Sequence[Application]) -> frozenset[int]:
    """Of these, the keys of those whose name is hidden."""
    hidden = being_scored(cohort).filter(pk__in=[one.pk for one in applications])
    return frozenset(hidden.values_list("pk", flat=True))


def visible_scores(application: Application, reviewer: Any) -> list[Score]:
    """One's own score, and the other's only once both are in."""
    given = list(application.scores.select_related("reviewer"))
    if len(given) >= ranking.REVIEWERS:
        return given
    return [score for score in given if score.reviewer_id == reviewer.pk]


def rounds(cohort: Cohort) -> list[SelectionRound]:
    return list(SelectionRound.objects.filter(cohort=cohort).select_related("confirmed_by"))
