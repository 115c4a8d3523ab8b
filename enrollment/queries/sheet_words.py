"""What is said about the lines of a sheet, and the sheets that can be taken away."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Application, Cohort
from enrollment.queries import applicants, desk, grades, selection
from enrollment.rules.sheets import Fault, Read
from training.accounts.models import User
from training.core import clock, words
from training.core.forms import RESIDENT_NUMBER_REFUSED
from training.core.services import sheets as files
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
    }[found.word] % {"other": found.other}


def refusal(found: Read) -> str:
    """Why nothing of a sheet is taken; empty where all of it can be."""
    if found.refused.startswith("file-"):
        return files.sentence(found.refused.removeprefix("file-"))
    if found.refused:
        return _REFUSED[found.refused]()
    if not found.faults:
        return ""
    lines = len({one.line for one in found.faults})
    return ngettext(
        "%(n)d line has to be corrected. Nothing was written; correct the file and send it again.",
        "%(n)d lines have to be corrected. Nothing was written; correct the file and send it again.",
        lines,
    ) % {"n": lines}


_REFUSED: dict[str, Callable[[], str]] = {
    "gone": lambda: _("The file is gone. Send it again."),
    "resident": lambda: str(RESIDENT_NUMBER_REFUSED),
    "headings": lambda: _("There is no row of headings. Take the template, and keep its first row."),
    "missing-email": lambda: _("The column “전자우편” is missing. Take the template, and keep its first row."),
    "missing-kind": lambda: _("The column “구분” is missing. Take the template, and keep its first row."),
    "missing-name": lambda: _("The column “이름” is missing. Take the template, and keep its first row."),
    "twice": lambda: _("A heading stands twice. Keep one column of each."),
    "empty": lambda: _("There are headings and no rows. Fill in at least one person."),
}


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
