"""Claims as sentences, in the reader's language."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Claim
from enrollment.rules import claims as rules
from enrollment.rules.attendance import Schedule
from enrollment.rules.claims import Asked, Effect, Fault
from enrollment.rules.recognition import Recognition
from enrollment.states import ClaimReason, ClaimState, DayStatus
from training.core import words

FIELDS = {
    Fault.REASON: "reason",
    Fault.BACKWARDS: "last_on",
    Fault.TOO_LONG: "last_on",
    Fault.ONE_DAY: "last_on",
    Fault.NO_TRAINING: "first_on",
    Fault.AHEAD: "first_on",
}


def standing(claim: Claim) -> str:
    """What the claimant reads first: how it stands and what comes next."""
    if claim.state == ClaimState.PENDING:
        return _(
            "It waits for a second person, who decides. We mail you the decision; until then the day stays as it is."
        )
    if claim.state == ClaimState.ACCEPTED:
        return _("It is accepted, and the day counts as asked.")
    if claim.state == ClaimState.REJECTED:
        return _("It is rejected, and the day stays as it is: %(why)s") % {"why": claim.decision_reason}
    return _("It was taken back. Nothing changed.")


def fault(found: Fault, plan: Schedule, asked: Asked) -> str:
    """Why a claim is not taken, with the one thing that can be done."""
    listed = rules.recognition_on(plan, asked.first_on)
    sentences = {
        Fault.REASON: _("Choose a reason from the list."),
        Fault.BACKWARDS: _("The last day lies before the first. Turn them round."),
        Fault.NO_TRAINING: _("There is no training on these days. Choose days of your timetable."),
        Fault.ONE_DAY: _("A correction is about one day. File one for each day."),
        Fault.AHEAD: _("This day is still to come. For a day to come ask for a recognized absence."),
        Fault.SHORT_COURSE: _(
            "Absences are recognized only in courses of %(n)d training days and more (§34②2). Speak with the office."
        )
        % {"n": listed.least_days},
        Fault.TOO_LONG: _("For this reason at most %(n)d days on end are recognized. Choose an earlier last day.")
        % {"n": listed.most_days(asked.reason) or rules.MOST_DAYS},
        Fault.ILLNESS_USED_UP: _(
            "For illness at most %(n)d days of this course are recognized, %(percent)d %% of all. Choose fewer days."
        )
        % {"n": rules.illness_days(plan, listed), "percent": listed.illness_percent},
        Fault.NO_LEAVE: _(
            "Leave is for courses of %(n)d months and more. Choose another reason or speak with the office."
        )
        % {"n": listed.leave_months},
        Fault.LEAVE_USED_UP: _("You have had the day of leave of this unit period. Choose a day of another one."),
    }
    return sentences[found]


def limit(reason: str, plan: Schedule, listed: Recognition) -> str:
    """How many days one reason gives: beside the choice."""
    label = ClaimReason(reason).label
    if reason == ClaimReason.ILLNESS:
        n = rules.illness_days(plan, listed)
        return ngettext(
            "%(label)s: %(n)d day in this course", "%(label)s: %(n)d days in this course", n
        ) % {"label": label, "n": n}  # fmt: skip
    if reason == ClaimReason.LEAVE:
        return _("%(label)s: 1 day in each unit period") % {"label": label}
    if n := listed.most_days(reason):
        said = ngettext("%(label)s: up to %(n)d day on end", "%(label)s: up to %(n)d days on end", n)
        return said % {"label": label, "n": n}
    return _("%(label)s: as many days as needed") % {"label": label}


def deadline_passed(first_on: date) -> str:
    """What a trainee reads who comes too late."""
    return _(
        "This could be sent until the end of %(day)s. Ask the office: an operator may still file it for you, with a reason."
    ) % {"day": words.date_words(rules.last_day_to_file(first_on))}


def effect(found: Effect) -> list[str]:
    """What accepting would do: each day with both values, then what the whole comes to."""
    lines = [_day(*day) for day in found.days]
    before, after = found.before, found.after
    if not found.changes:
        return [*lines, _("Accepting changes nothing.")]
    return [
        *lines,
        _("Absences %(before)d → %(after)d. Rate so far %(rate)s %% → %(then)s %%.")
        % {"before": before.absences, "after": after.absences, "rate": before.rate, "then": after.rate},
    ]


def _day(day: date, before: DayStatus, after: DayStatus) -> str:
    said = _("%(day)s: now %(before)s, if accepted %(after)s.")
    return said % {"day": words.date_words(day), "before": DayStatus(before).label, "after": DayStatus(after).label}
