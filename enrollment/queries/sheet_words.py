"""What is said about the lines of a sheet, and the sheets that can be taken away."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.rules.questions import content
from enrollment.models import Application, Cohort, Enrollment, QuizAnswer
from enrollment.queries import applicants, desk, grades, selection, skills
from enrollment.rules import act_sheets, sheets
from enrollment.rules.headed import Fault
from enrollment.states import AttemptState, SheetKind
from training.accounts.models import User
from training.core import clock, words
from training.core.forms import RESIDENT_NUMBER_REFUSED
from training.core.text import masked

Rows = Iterable[list[str]]


def template_rows() -> Rows:
    """The headings, and one line that shows how it is filled in."""
    yield [_("E-mail"), _("Name"), _("Kind")] if words.language() == "en" else ["전자우편", "이름", "구분"]
    if words.language() == "en":
        yield ["hong@example.com", "HONG Gildong", "job seeker"]
    else:
        yield ["hong@example.com", "홍길동", "예비취업자"]


def fault(found: Fault) -> str:
    """One line's fault, with what to do."""
    return {
        "email": _("“%(other)s” is no mail address. Correct it."),
        "duplicate": _("This address stands on line %(other)s too. Keep one of the two."),
        "name": _("There is no name with at least one letter. Enter it."),
        "formula": _("The name begins like a formula. Enter the name as text."),
        "kind": _("“%(other)s” is no kind of applicant. Enter 재직자, 예비취업자 or 협약기업 추천."),
        "number": _("“%(other)s” is no number. Take the list anew and leave its first column as it is."),
        "again": _("This number stands on line %(other)s too. Keep one of the two."),
        "act": _(
            "“%(other)s” is no change. Enter 내보내기, 조기취업, 미참석, 제적 예고 or 기수 이동, or leave the cell empty."
        ),
        "day": _("“%(other)s” is no day. Enter it as 2026-12-01."),
        "ground": _("“%(other)s” is no ground. Enter 단위기간 결석, 총결석, 부정행위, 위해 or 기관 규정."),
        "employer": _("Enter where the person works."),
        "reason": _("Enter the reason."),
        "percent": _("“%(other)s” is no grade. Enter a whole number from 0 to 100."),
        "to": _("“%(other)s” is no cohort of this course. Enter its number."),
        "skill": _("Enter the skill as it stands in the list."),
        "taken": _("“%(other)s” is no day and time. Enter it as 2026-12-01 14:00."),
        "specimen": _("The number of the specimen is longer than 60 characters. Shorten it."),
        "long": _("A reason or employer is longer than 250 characters. Shorten it."),
    }[found.word] % {"other": found.other}


def faulty(lines: int) -> str:
    """Why nothing is taken where so many lines are wrong; empty for none."""
    if not lines:
        return ""
    return ngettext(
        "%(n)d line has to be corrected. Nothing was written; correct the file and send it again.",
        "%(n)d lines have to be corrected. Nothing was written; correct the file and send it again.",
        lines,
    ) % {"n": lines}


def refused(word: str, kind: str) -> str:
    """Why the rows of a sheet cannot be told apart at all."""
    if word.startswith("missing-"):
        name = HEADINGS[kind][word.removeprefix("missing-")][0]
        return _("The column “%(name)s” is missing. Take the template, and keep its first row.") % {"name": name}
    return _REFUSED[word]()


HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    SheetKind.APPLICANTS: sheets.HEADINGS,
    SheetKind.ROSTER: act_sheets.ROSTER,
    SheetKind.GRADES: act_sheets.GRADES,
    SheetKind.SKILLS: act_sheets.SKILLS,
}
_REFUSED: dict[str, Callable[[], str]] = {
    "gone": lambda: _("The file is gone. Send it again."),
    "resident": lambda: str(RESIDENT_NUMBER_REFUSED),
    "headings": lambda: _("There is no row of headings. Take the template, and keep its first row."),
    "twice": lambda: _("A heading stands twice. Keep one column of each."),
    "empty": lambda: _("There are headings and no rows. Fill in at least one person."),
    "nothing": lambda: _("No line asks for a change. Fill in the column for it on at least one line."),
}


def will(act: dict[str, Any]) -> str:
    """What one line will do, in words."""
    said = act["said"]
    return {
        "withdraw": _("Takes the person out of training: %(reason)s"),
        "employed": _("Records early employment since %(day)s: %(employer)s"),
        "no_show": _("Records that the person did not come, and gives up the seat"),
        "dismiss": _("Gives notice of dismissal for %(day)s: %(reason)s"),
        "grade": _("Grades the answer with %(percent)s %%"),
        "move": _("Moves the person to cohort %(to)s: %(reason)s"),
        "reading": _("Records %(value)s for “%(skill)s”"),
    }[act["kind"]] % said


def stays(rows: list[Any], kind: str) -> bool:
    """Whether what these lines write can never be taken back with them."""
    return kind != SheetKind.APPLICANTS and any(act["kind"] in act_sheets.STAYS for act in rows)


def matched(rows: list[list[str]]) -> int:
    """How many of these addresses have an account."""
    emails = [row[1] for row in rows]
    found = 0
    for start in range(0, len(emails), 500):
        found += User.objects.filter(email__in=emails[start : start + 500]).count()
    return found


# --- sheets to take away --------------------------------------------------------------------------
def applicants_rows(cohort: Cohort) -> Rows:
    """The submitted applications. Who is still scored without a name stays without one."""
    found = list(applicants.matching(cohort).select_related("applicant"))
    hidden = selection.blind(cohort, found)
    yield [_("Number"), _("Name"), _("E-mail"), _("Kind"), _("State"), _("Submitted")]
    for row in found:
        yield [str(row.pk), *_who(row, row.pk in hidden), *_standing(row, cohort)]


def _who(row: Application, is_hidden: bool) -> list[str]:
    return [masked(row.applicant.name), "–"] if is_hidden else [row.applicant.name, row.applicant.email]


def _standing(row: Application, cohort: Cohort) -> list[str]:
    day = clock.day_of(row.applied_at, cohort.complex.zone).isoformat() if row.applied_at else ""
    return [str(row.get_kind_display()), str(row.get_state_display()), day]


def roster_rows(cohort: Cohort) -> Rows:
    """Everybody who is or was in training."""
    yield [_("Number"), _("Name"), _("Name in Latin letters"), _("E-mail"), _("Phone"), _("State"), _("Ended")]
    for row in desk.roster(cohort):
        person = row.trainee
        ended = row.ended_on.isoformat() if row.ended_on else ""
        state = str(row.get_state_display())
        yield [str(row.pk), person.name, person.latin_name, person.email, person.phone, state, ended]


def results_rows(cohort: Cohort, now: object) -> Rows:
    """The gradebook."""
    return ([str(cell) for cell in row] for row in grades.table(grades.of_cohort(cohort, now=now)))  # type: ignore[arg-type]  # an instant


# --- lists to be filled in ------------------------------------------------------------------------
def roster_changes_rows(cohort: Cohort) -> Rows:
    """Everybody in training, with empty cells for who leaves."""
    yield _heads(act_sheets.ROSTER)
    people = (
        Enrollment.objects.current().filter(cohort=cohort).select_related("trainee").order_by("trainee__name", "pk")
    )
    for row in people:
        yield [str(row.pk), row.trainee.name, *[""] * (len(act_sheets.ROSTER) - 2)]


def grades_rows(cohort: Cohort) -> Rows:
    """Every answer that a person grades, the ungraded first, with its present grade."""
    number, name, percent, remark, reason = _heads(act_sheets.GRADES)
    yield [number, name, _("Quiz"), _("Question"), _("Present grade (%)"), percent, remark, reason]
    rows = QuizAnswer.objects.filter(attempt__enrollment__cohort=cohort).exclude(attempt__state=AttemptState.OPEN)
    related = "version", "attempt__quiz", "attempt__enrollment__trainee"
    for answer in rows.select_related(*related).order_by("attempt__quiz", "attempt__enrollment__trainee__name", "pk"):
        if isinstance(answer.version.said, content.BY_HAND):
            who = answer.attempt.enrollment.trainee.name
            present = "" if answer.fraction is None else f"{answer.fraction * 100:.0f}"
            yield [str(answer.pk), who, str(answer.attempt.quiz), str(answer.position), present, "", "", ""]


def skills_rows(cohort: Cohort) -> Rows:
    """Everybody in training by every skill of the course, with how they stand and an empty cell for a new reading."""
    number, name, skill, *more = _heads(act_sheets.SKILLS)
    yield [number, name, skill, _("Asked"), _("Reading now"), *more]
    listed = skills.asked(cohort.course_id)
    people = list(
        Enrollment.objects.current().filter(cohort=cohort).select_related("trainee").order_by("trainee__name", "pk")
    )
    shown = skills.of_people([person.pk for person in people], listed)
    limits = {one.pk: getattr(skills.standing_version(one).said, "asked", "") for one in listed}
    for person in people:
        for one in shown[person.pk]:
            now = skills.reading(one.counting) if one.counting else ""
            yield [str(person.pk), person.trainee.name, str(one.skill), limits[one.skill.pk], now, *[""] * len(more)]


def _heads(table: dict[str, tuple[str, ...]]) -> list[str]:
    """In the reader's language; both are read."""
    return [names[-1 if words.language() == "en" else 0].capitalize() for names in table.values()]
