"""A shortfall in the words that trainee, instructor and operator all read."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.rules.completion import Shortfall


def sentence(shortfall: Shortfall) -> str:
    facts: dict[str, int | str] = {"missing": shortfall.missing, "need": shortfall.need, "have": shortfall.have}
    if shortfall.basis == "hours":
        facts = {name: hours(int(minutes)) for name, minutes in facts.items()}
    said = SAID[shortfall.kind](shortfall) % facts
    return f"{said} {_waiting(shortfall.waiting)}" if shortfall.waiting else said


def hours(minutes: int) -> str:
    """Attendance is reckoned in minutes and read in hours, with one decimal where there is a part."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


def _attendance(shortfall: Shortfall) -> str:
    if shortfall.basis == "hours":
        return _("%(missing)s more hours of attendance are needed: %(have)s of %(need)s.")
    return ngettext(
        "%(missing)d more day of attendance is needed: %(have)d of %(need)d.",
        "%(missing)d more days of attendance are needed: %(have)d of %(need)d.",
        shortfall.missing,
    )


def _lessons(shortfall: Shortfall) -> str:
    return ngettext(
        "%(missing)d lesson is still to be finished: %(have)d of %(need)d.",
        "%(missing)d lessons are still to be finished: %(have)d of %(need)d.",
        shortfall.missing,
    )


def _quizzes(shortfall: Shortfall) -> str:
    return ngettext(
        "%(missing)d quiz is still to be passed: %(have)d of %(need)d.",
        "%(missing)d quizzes are still to be passed: %(have)d of %(need)d.",
        shortfall.missing,
    )


def _skills(shortfall: Shortfall) -> str:
    return ngettext(
        "%(missing)d skill is still to be shown at the bench: %(have)d of %(need)d.",
        "%(missing)d skills are still to be shown at the bench: %(have)d of %(need)d.",
        shortfall.missing,
    )


def _papers(shortfall: Shortfall) -> str:
    return ngettext(
        "%(missing)d paper is still to be handed in: %(have)d of %(need)d.",
        "%(missing)d papers are still to be handed in: %(have)d of %(need)d.",
        shortfall.missing,
    )


def _waiting(number: int) -> str:
    return ngettext("%(n)d of them waits for an instructor.", "%(n)d of them wait for an instructor.", number) % {
        "n": number
    }


SAID = {
    "attendance": _attendance,
    "lessons": _lessons,
    "quizzes": _quizzes,
    "skills": _skills,
    "papers": _papers,
}
