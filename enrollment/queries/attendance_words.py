"""Days, scans and prospects as sentences, in the reader's language (ux.md, screens 9 and 16)."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import AttendanceEvent
from enrollment.rules.attendance import Summary
from enrollment.rules.days import Cause, Day, ScheduledDay
from enrollment.states import DayStatus, EventKind
from training.core import words


def explain(day: Day) -> str:
    """A day as one line of the ledger: `09:14 입실 → 지각, 지각·조퇴·외출 3회째 → 결석 1일`."""
    return " → ".join(part for part in (_facts(day), _verdict(day), _booked(day)) if part)


def _facts(day: Day) -> str:
    if day.cause == Cause.BY_HAND:
        return {
            EventKind.MANUAL: _("marked by the instructor"),
            EventKind.CORRECTION: _("corrected by the office"),
            EventKind.RECOGNIZED: _("decided by the office"),
        }[EventKind(day.hand)]
    found = []
    if day.first_in:
        found.append(_("%(time)s in") % {"time": clock_time(day.first_in)})
    if day.last_out:
        found.append(_("%(time)s out") % {"time": clock_time(day.last_out)})
    return ", ".join([*found, *_missing(day)])


def _missing(day: Day) -> list[str]:
    if day.cause == Cause.NO_CHECK_OUT:
        return [_("no check-out") if day.closed else _("no check-out yet")]
    if day.cause == Cause.NO_CHECK_IN:
        return [_("no check-in")]
    if day.cause == Cause.NOTHING and day.closed:
        return [_("nothing recorded")]
    if day.cause == Cause.SHORT:
        return [_("too few of the day's hours")]
    return []


def _verdict(day: Day) -> str:
    if day.status == DayStatus.UPCOMING:
        return "" if _facts(day) else str(DayStatus.UPCOMING.label)
    if day.status == DayStatus.CHECKED_IN and not day.events:
        return ""
    said = [str(mark.label) for mark in day.events] or [str(DayStatus(day.status).label)]
    if day.events:
        said.append(_("%(nth)s late, early or away") % {"nth": nth(day.nth)})
    return ", ".join(said)


def counted_as(day: Day) -> str:
    """How a day counts, in a word or two, with the absence that is booked on it."""
    said = ", ".join(str(mark.label) for mark in day.events) or str(DayStatus(day.status).label)
    return f"{said} ({_booked(day)})" if day.booked else said


def _booked(day: Day) -> str:
    if not day.booked:
        return ""
    return ngettext("%(n)d absence", "%(n)d absences", day.booked) % {"n": day.booked}


def nth(number: int) -> str:
    """`3rd`, `3회째`."""
    if words.language() == "ko":
        return f"{number}회째"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def clock_time(instant: datetime) -> str:
    return f"{instant:%H:%M}"


def clock_words(event: AttendanceEvent) -> str:
    """By which clock a scan counts; empty where the device said nothing of its own."""
    if event.device_at is None:
        return ""
    if event.by_device:
        return _("Counted by the clock of the device.")
    said = f"{timezone.localtime(event.device_at):%H:%M:%S}"
    return _("Counted by our clock; the clock of the device said %(time)s.") % {"time": said}


# --- after a scan --------------------------------------------------------------------------------
def after_scan(event: AttendanceEvent, day: Day, summary: Summary, scheduled: ScheduledDay) -> list[str]:
    """What was recorded and what follows from it."""
    at = clock_time(event.at.astimezone(scheduled.starts_at.tzinfo))
    if event.kind == EventKind.IN:
        return _after_in(at, day, summary)
    if event.kind == EventKind.OUT:
        return _after_out(at, day, summary, scheduled)
    if event.kind == EventKind.AWAY:
        return [_("Out since %(time)s. Scan again when you are back.") % {"time": at}, *_count(day, summary)]
    return [_("Back at %(time)s. Check out when you leave.") % {"time": at}]


def _after_in(at: str, day: Day, summary: Summary) -> list[str]:
    if DayStatus.LATE in day.events:
        late = _("Checked in %(time)s, late (%(nth)s late, early or away).") % {"time": at, "nth": nth(day.nth)}
        return [late, *_count(day, summary), _("Check out when you leave; a day without check-out is an absence.")]
    return [
        _("Checked in %(time)s.") % {"time": at},
        _("Check out when you leave; a day without check-out is an absence."),
    ]


def _after_out(at: str, day: Day, summary: Summary, scheduled: ScheduledDay) -> list[str]:
    if day.cause == Cause.NO_CHECK_IN:
        until = scheduled.midnight.replace(hour=23, minute=59)
        return [
            _("Checked out %(time)s. There is no check-in today.") % {"time": at},
            _("Ask your instructor or the office for a correction until %(until)s.") % {"until": words.moment(until)},
        ]
    if day.cause == Cause.SHORT:
        return [
            _("Checked out %(time)s.") % {"time": at},
            _("You were here for less than %(percent)d %% of today's hours, so today is an absence.")
            % {"percent": scheduled.policy.minimum_day_percent},
        ]
    if DayStatus.LEFT_EARLY in day.events:
        early = _("Checked out %(time)s, early (%(nth)s late, early or away).") % {"time": at, "nth": nth(day.nth)}
        return [early, *_count(day, summary)]
    return [
        _("Checked out %(time)s.") % {"time": at},
        _("Today counts as: %(status)s.") % {"status": DayStatus(day.status).label},
    ]


def _count(day: Day, summary: Summary) -> list[str]:
    """How far the next converted absence is."""
    if summary.basis == "hours" or not day.events:
        return []
    if day.booked:
        return [_("That makes one absence.")]
    more = summary.per_absence - day.nth % summary.per_absence
    if more == 1:
        return [_("One more late, early or away makes one absence.")]
    return [_("%(n)d more late, early or away make one absence.") % {"n": more}]


def rate_words(summary: Summary) -> str:
    """`17 of 20 days · 85.0 %`: never a share without what it is a share of."""
    if not summary.done:
        return words.UNKNOWN
    return f"{counted_words(summary.credited, summary.done, basis=summary.basis)} · {summary.rate} %"


def counted_words(part: int, whole: int, *, basis: str) -> str:
    """`17 of 20 days`; where hours are counted `12.5 of 40 hours`, from minutes."""
    if basis == "days":
        return ngettext("%(part)d of %(whole)d day", "%(part)d of %(whole)d days", whole) % {
            "part": part,
            "whole": whole,
        }
    return _("%(part)s of %(whole)s hours") % {"part": _hours(part), "whole": _hours(whole)}


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0")


# --- prospects -----------------------------------------------------------------------------------
def prospects(summary: Summary) -> list[str]:
    """The forward view: first what is left, then what it rests on, then what would end it."""
    return [left_words(summary), standing_words(summary), *_reach_words(summary)]


def if_missed_words(day: date, then: Summary) -> str:
    """`If you miss 27 Nov: you can still miss 5 days. Best still possible: 95.0 %.`"""
    if not then.reachable:
        said = _("If you miss %(day)s, completion by attendance is out of reach.")
        return said % {"day": words.date_words(day)}
    said = ngettext(
        "If you miss %(day)s, you can miss %(n)d more day after that. Best still possible: %(rate)s %%.",
        "If you miss %(day)s, you can miss %(n)d more days after that. Best still possible: %(rate)s %%.",
        then.absences_left,
    )
    return said % {"day": words.date_words(day), "n": then.absences_left, "rate": then.best_possible}


def left_words(summary: Summary) -> str:
    if summary.done_days == summary.scheduled_days:
        return _("All training days are done.")
    if not summary.reachable:
        return _("Completion by attendance is out of reach. Speak with the office today.")
    return ngettext("You can still miss %(n)d day.", "You can still miss %(n)d days.", summary.absences_left) % {
        "n": summary.absences_left
    }


def standing_words(summary: Summary) -> str:
    facts = {
        "done": summary.done_days,
        "all": summary.scheduled_days,
        "absences": summary.absences,
        "events": summary.events,
        "per": summary.per_absence,
        "rate": f"{summary.rate} %" if summary.done else "–",
    }
    if summary.basis == "hours":
        return _("%(done)d of %(all)d days done, absences %(absences)d. Hours attended so far: %(rate)s.") % facts
    return (
        _(
            "%(done)d of %(all)d days done, absences %(absences)d, late, early or away %(events)d "
            "(%(per)d make one absence). Rate so far: %(rate)s."
        )
        % facts
    )


def _reach_words(summary: Summary) -> list[str]:
    if summary.done_days == summary.scheduled_days:
        return []
    found = [_("Best still possible: %(rate)s %%.") % {"rate": summary.best_possible}]
    if summary.unreachable_from and summary.reachable:
        found.append(
            _("If you miss every day from tomorrow, completion is out of reach from %(day)s.")
            % {"day": words.date_words(summary.unreachable_from)}
        )
    if summary.unreachable_from and not summary.reachable:
        found.append(_("It has been out of reach since %(day)s.") % {"day": words.date_words(summary.unreachable_from)})
    return found
