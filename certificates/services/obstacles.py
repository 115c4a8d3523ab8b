"""What keeps a person's paper from being made, found before a number is taken."""

import unicodedata

from django.utils.translation import gettext as _

from certificates import pdf
from certificates.states import Failure
from enrollment.models import Enrollment
from enrollment.states import EnrollmentState
from training.accounts.models import User
from training.core.paper import fonts

NEVER_THERE = frozenset({EnrollmentState.CANCELED, EnrollmentState.MOVED})


def found(enrollment: Enrollment, *, decided: bool) -> list[str]:
    """Sentences for the operator, empty where nothing stands in the way."""
    if enrollment.state != EnrollmentState.COMPLETED:
        return [
            _("Only people who completed get this. The state is: %(state)s.")
            % {"state": enrollment.get_state_display()}
        ]
    if not decided:
        return [_("No completion decision is in force. Confirm completion first.")]
    return of_person(enrollment.trainee)


def to_confirmation(enrollment: Enrollment) -> list[str]:
    """A confirmation of enrollment is for whoever is or was in the cohort; who never began has none."""
    if enrollment.state in NEVER_THERE:
        return [
            _("This enrollment does not stand. The state is: %(state)s.") % {"state": enrollment.get_state_display()}
        ]
    return of_person(enrollment.trainee)


def of_person(person: User) -> list[str]:
    """What is missing or cannot be drawn in what the paper says of a person."""
    sentences = []
    if not person.name.strip():
        sentences.append(_("The name is missing. Ask the trainee to enter it in the account."))
    if person.birth_date is None:
        sentences.append(_("The date of birth is missing. Ask the trainee to enter it in the account."))
    return sentences + _undrawable(person)


def undrawable(text: str, *, of_seal: bool = False) -> str:
    """A sentence that names what our fonts cannot draw; empty where they draw everything."""
    try:
        characters = fonts.uncut(text) if of_seal else fonts.undrawable(text)
    except pdf.RenderFailed as error:
        return str(Failure(error.trouble).label)
    if not characters:
        return ""
    return _("Our fonts cannot draw these characters: %(characters)s. Write this without them.") % {
        "characters": _named(characters)
    }


def _undrawable(person: User) -> list[str]:
    try:
        characters = fonts.undrawable(person.name + person.latin_name)
    except pdf.RenderFailed as error:
        return [str(Failure(error.trouble).label)]
    if not characters:
        return []
    return [
        _("The name holds characters that our fonts cannot draw: %(characters)s. Ask the trainee to change the name.")
        % {"characters": _named(characters)}
    ]


def _named(characters: list[str]) -> str:
    return ", ".join(f"{_visible(char)} (U+{ord(char):04X})" for char in characters)


def _visible(char: str) -> str:
    return f"“{char}”" if unicodedata.category(char)[0] not in "CMZ" else unicodedata.name(char, "–")
