"""What a report counts, and the one rule by which it rounds. Pure.

Every figure is reckoned from whole amounts (`Amounts`) and rounded once, at the end: half up, to one decimal
(국민내일배움카드 운영규정 §36 rounds the rate of attendance so, and we round everything so). Of nothing there is no rate:
“–”, never 0 %.

Whoever changes what a figure counts, or how it is rounded, raises `RULE_VERSION`: a report that was submitted says by
which version it was reckoned, and a later reckoning names the change as its reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RULE_VERSION = 1

Amounts = Mapping[str, int | Fraction]  # by name; what is missing is nothing
Value = int | str | None  # a count, a rounded figure as text (canonical JSON holds no fractions), or unknown

ALL = frozenset({"total", "complexes", "periods", "courses", "organizations"})
NOT_BY_ORGANIZATION = ALL - {"organizations"}
NOT_BY_COURSE = ALL - {"courses"}


def tenths(part: int | Fraction, whole: int | Fraction = 1) -> str | None:
    """A quotient with one decimal, the second rounded half up; None of nothing. Exact: no binary fractions."""
    if whole == 0:
        return None
    count = (Fraction(part) / Fraction(whole) * 20 + 1) // 2  # so many tenths, a half going up
    return f"{count // 10}.{count % 10}"


def percent(part: int, whole: int) -> str | None:
    """504 of 532 is 94.7."""
    return tenths(100 * part, whole)


@dataclass(frozen=True)
class Figure:
    """One figure: what it is called, what it counts in a sentence, and which rows it rests on.

    `sources` are kinds of rows (`training.consortium.queries.reports.rows`), `known_of` what it can be broken down by.
    """

    key: str
    section: str
    label: Any
    says: Any
    sources: tuple[str, ...]
    known_of: frozenset[str]
    unit: str
    value: Callable[[Amounts], Value]


SECTIONS = {
    "people": pgettext_lazy("report", "People in training"),
    "hours": pgettext_lazy("report", "Hours, satisfaction and skills"),
    "jobs": pgettext_lazy("report", "After the training"),
    "sponsors": pgettext_lazy("report", "Sponsors and demand"),
    "partners": pgettext_lazy("report", "Agreements and joint projects"),
}
FIGURES: dict[str, Figure] = {}


def _figure(
    section: str, label: Any, says: Any, *sources: str, of: frozenset[str] = ALL, unit: str = ""
) -> Callable[[Callable[[Amounts], Value]], Callable[[Amounts], Value]]:
    def declare(value: Callable[[Amounts], Value]) -> Callable[[Amounts], Value]:
        FIGURES[value.__name__] = Figure(value.__name__, section, label, says, sources, of, unit, value)
        return value

    return declare


def known(*breakdowns: str) -> list[Figure]:
    """The figures that can be given by each of these, in order."""
    return [figure for figure in FIGURES.values() if figure.known_of >= set(breakdowns)]


def values(amounts: Amounts, figures: Iterable[Figure]) -> dict[str, Value]:
    return {figure.key: figure.value(amounts) for figure in figures}


def _count(amounts: Amounts, name: str) -> int:
    return int(amounts.get(name, 0))


def _hours(amounts: Amounts, name: str) -> str | None:
    return tenths(amounts.get(name, 0), 3600)


# --- people in training -----------------------------------------------------------------------------
@_figure(
    "people", pgettext_lazy("report", "Cohorts"),
    _("Cohorts that took place and whose last day lies in the period. All figures of training are those of these cohorts."),
    "cohorts", of=NOT_BY_ORGANIZATION,
)  # fmt: skip
def cohorts(a: Amounts) -> Value:
    """Cohorts running, ended or settled, by their last day (종강일): the day from which 수료보고 is due (§38①)."""
    return _count(a, "cohorts")


@_figure(
    "people", pgettext_lazy("report", "Applied"), _("Applications that were handed in, whatever came of them."),
    "cohorts", "applications",
)  # fmt: skip
def applied(a: Amounts) -> Value:
    """신청인원 (HRD-Net totTrpCnt)."""
    return _count(a, "applied")


@_figure(
    "people", pgettext_lazy("report", "Enrolled"),
    _("People who were given a place, without those moved to another cohort, who count there."),
    "cohorts", "enrollments",
)  # fmt: skip
def enrolled(a: Amounts) -> Value:
    """등록인원: enrollments but those moved away or canceled with the cohort."""
    return _count(a, "enrolled")


@_figure(
    "people", pgettext_lazy("report", "Started"),
    _("People enrolled, without those who withdrew while the roster was still open (수강철회) and those who never came."),
    "cohorts", "enrollments",
)  # fmt: skip
def started(a: Amounts) -> Value:
    """수강인원 (HRD-Net totParMks): 수강철회, inside the roster's window, counts as never begun (§38①)."""
    return _count(a, "started")


@_figure(
    "people", pgettext_lazy("report", "No result yet"),
    _("People who started and about whom nothing is decided, or whose decision was opened again."),
    "cohorts", "enrollments",
)  # fmt: skip
def in_training(a: Amounts) -> Value:
    """훈련중: no outcome of §38① stands."""
    return _count(a, "in_training")


@_figure(
    "people", pgettext_lazy("report", "Completed"), _("People about whom a decision of completion (수료) stands."),
    "cohorts", "enrollments", "decisions",
)  # fmt: skip
def completed(a: Amounts) -> Value:
    """수료인원 (HRD-Net finiCnt): frozen decisions that nobody opened again."""
    return _count(a, "completed")


@_figure(
    "people", pgettext_lazy("report", "Employed early"),
    _("People who took up work before they could complete (조기취업). They started and did not complete."),
    "cohorts", "enrollments",
)  # fmt: skip
def early_employed(a: Amounts) -> Value:
    """조기취업 (§38①); shown beside completions, never among them."""
    return _count(a, "early_employed")


@_figure(
    "people", pgettext_lazy("report", "Completion rate"),
    _("Completed of those who started and have a result, in percent with one decimal, rounded half up. 504 of 532 is 94.7 %."),
    "cohorts", "enrollments", "decisions", unit="%",
)  # fmt: skip
def completion_rate(a: Amounts) -> Value:
    """수료율: finiCnt of totParMks, without those still in training, so that a running cohort is no failure."""
    return percent(_count(a, "completed"), _count(a, "started") - _count(a, "in_training"))


# --- hours, satisfaction, skills --------------------------------------------------------------------
@_figure(
    "hours", pgettext_lazy("report", "Theory hours"), _("Hours of theory that these cohorts were taught."),
    "cohorts", "sessions", of=NOT_BY_ORGANIZATION,
)  # fmt: skip
def theory_hours(a: Amounts) -> Value:
    """이론: sessions of the timetable that are over."""
    return _hours(a, "theory_seconds")


@_figure(
    "hours", pgettext_lazy("report", "Practice hours"), _("Hours of practice that these cohorts were taught."),
    "cohorts", "sessions", of=NOT_BY_ORGANIZATION,
)  # fmt: skip
def practice_hours(a: Amounts) -> Value:
    """실습: the same, of sessions marked as practice."""
    return _hours(a, "practice_seconds")


@_figure(
    "hours", pgettext_lazy("report", "Hours attended"),
    _(
        "Hours of all people together, as their decisions froze them: of a course counted by days, each credited day is "
        "an even share of its hours."
    ),
    "cohorts", "enrollments", "decisions", "sessions",
)  # fmt: skip
def attended_hours(a: Amounts) -> Value:
    """출석 연시간: credited of scheduled days or minutes (§34, §38①1가), by decisions that stand. Theory and practice are
    not told apart, since a day is credited as one."""
    return _hours(a, "attended_seconds")


@_figure(
    "hours", pgettext_lazy("report", "Surveys answered"),
    _("Answers to “satisfied as a whole”, of surveys that are closed and that five people or more answered. Others are left out."),
    "cohorts", "surveys", of=NOT_BY_ORGANIZATION,
)  # fmt: skip
def answers(a: Amounts) -> Value:
    """만족도 응답 (§33②); fewer than five are never shown (enrollment.rules.surveys.LEAST)."""
    return _count(a, "answers")


@_figure(
    "hours", pgettext_lazy("report", "Satisfied"), _("Of these, how many said 4 or 5 of 5."),
    "cohorts", "surveys", of=NOT_BY_ORGANIZATION, unit="%",
)  # fmt: skip
def satisfied(a: Amounts) -> Value:
    """만족 비율."""
    return percent(_count(a, "satisfied"), _count(a, "answers"))


@_figure(
    "hours", pgettext_lazy("report", "Satisfaction"), _("The mean of these answers, from 1 to 5."),
    "cohorts", "surveys", of=NOT_BY_ORGANIZATION,
)  # fmt: skip
def satisfaction(a: Amounts) -> Value:
    """만족도, 5점 만점."""
    return tenths(_count(a, "points"), _count(a, "answers"))


@_figure(
    "hours", pgettext_lazy("report", "Skills reached"),
    _("How often a person reached a skill’s target at the bench; where a second assessor is needed, with their agreement."),
    "cohorts", "enrollments", "skills",
)  # fmt: skip
def skills_reached(a: Amounts) -> Value:
    """숙련목표 도달: each person and skill once, by readings that were not corrected since."""
    return _count(a, "skills")


# --- after the training -----------------------------------------------------------------------------
@_figure(
    "jobs", pgettext_lazy("report", "Agreed to say"),
    _(
        "People who completed and agreed to say what became of them, of cohorts that ended six months ago or earlier. "
        "Cohorts of which fewer than five agreed are left out."
    ),
    "cohorts", "jobs", of=NOT_BY_ORGANIZATION,
)  # fmt: skip
def agreed_to_say(a: Amounts) -> Value:
    """취업 조사 동의: the ground of every rate here (training.consortium.rules.outcomes)."""
    return _count(a, "agreed")


@_figure(
    "jobs", pgettext_lazy("report", "Employed in the field"), _("Of these, people employed in the field of their training."),
    "cohorts", "jobs", of=NOT_BY_ORGANIZATION,
)  # fmt: skip
def employed_in_field(a: Amounts) -> Value:
    """관련 분야 취업."""
    return _count(a, "in_field")


@_figure(
    "jobs", pgettext_lazy("report", "Employed elsewhere"), _("Of these, people employed in another field."),
    "cohorts", "jobs", of=NOT_BY_ORGANIZATION,
)  # fmt: skip
def employed_elsewhere(a: Amounts) -> Value:
    """다른 분야 취업."""
    return _count(a, "elsewhere")


@_figure(
    "jobs", pgettext_lazy("report", "Employment rate"),
    _("Employed in this or another field, of those who agreed to say. Who has not answered counts as not employed."),
    "cohorts", "jobs", of=NOT_BY_ORGANIZATION, unit="%",
)  # fmt: skip
def employment_rate(a: Amounts) -> Value:
    """취업률."""
    return percent(_count(a, "in_field") + _count(a, "elsewhere"), _count(a, "agreed"))


# --- sponsors and demand ----------------------------------------------------------------------------
@_figure(
    "sponsors", pgettext_lazy("report", "Seats agreed"), _("Seats kept for employers by agreements that were not withdrawn."),
    "cohorts", "seats",
)  # fmt: skip
def seats_agreed(a: Amounts) -> Value:
    """협약 좌석."""
    return _count(a, "seats_agreed")


@_figure(
    "sponsors", pgettext_lazy("report", "Seats used"), _("Of these, seats that the employers’ people took."),
    "cohorts", "seats",
)  # fmt: skip
def seats_used(a: Amounts) -> Value:
    """협약 좌석 중 사용."""
    return _count(a, "seats_used")


@_figure(
    "sponsors", pgettext_lazy("report", "Sponsored people"), _("People who started and were sent by an employer."),
    "cohorts", "enrollments",
)  # fmt: skip
def sponsored(a: Amounts) -> Value:
    """협약기업 추천 수강인원."""
    return _count(a, "sponsored")


@_figure(
    "sponsors", pgettext_lazy("report", "Demands"), _("Demands for training stated in the period and not taken back."),
    "demands",
)  # fmt: skip
def demands(a: Amounts) -> Value:
    """훈련 수요, by the day on which it was stated."""
    return _count(a, "demands")


@_figure(
    "sponsors", pgettext_lazy("report", "People asked for"), _("How many people these demands are for."), "demands"
)
def people_asked_for(a: Amounts) -> Value:
    """수요 인원."""
    return _count(a, "people_asked_for")


@_figure(
    "sponsors", pgettext_lazy("report", "Demands answered"),
    _("Of these demands, those answered in words, declined, or with a cohort planned."), "demands",
)  # fmt: skip
def demands_answered(a: Amounts) -> Value:
    """회신."""
    return _count(a, "demands_answered")


@_figure(
    "sponsors", pgettext_lazy("report", "Answered in time"),
    _("Of these demands, how many were answered before their deadline."), "demands", unit="%",
)  # fmt: skip
def answered_in_time(a: Amounts) -> Value:
    """기한 내 회신 비율; the deadline is half-open, as everywhere."""
    return percent(_count(a, "answered_in_time"), _count(a, "demands"))


# --- agreements and joint projects ------------------------------------------------------------------
@_figure(
    "partners", pgettext_lazy("report", "Agreements in force"),
    _("Agreements with organizations in force on the last day of the period."), "agreements", of=NOT_BY_COURSE,
)  # fmt: skip
def agreements(a: Amounts) -> Value:
    """협약: a state on a day, so periods do not add up to the whole."""
    return _count(a, "agreements")


def _projects(state: str, label: Any) -> None:
    """공동 프로젝트, by state: a project counts in every period in which it lasts, with the state it has now."""
    says = _(
        "Joint projects in this state now that last in the period; those without days yet, by the day they were noted."
    )
    name = f"projects_{state}"
    FIGURES[name] = Figure(name, "partners", label, says, ("projects",), ALL, "", lambda a: _count(a, name))


_projects("idea", pgettext_lazy("report", "Projects: ideas"))
_projects("proposed", pgettext_lazy("report", "Projects: proposed"))
_projects("approved", pgettext_lazy("report", "Projects: approved"))
_projects("running", pgettext_lazy("report", "Projects: running"))
_projects("done", pgettext_lazy("report", "Projects: done"))
