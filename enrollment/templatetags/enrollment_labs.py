"""An instrument's week as a drawing, ranges in words, and what a skill or a session page shows of instruments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.models import Skill
from enrollment.models import Instrument, Measurand, Session
from enrollment.queries import instruments as queries
from enrollment.queries.instruments import Booked, Shown
from training.core import clock, words

register = template.Library()

LEFT, TOP, DAY, HOUR = 44, 30, 104, 20
EARLY, LATE = 8, 19  # hours that are always drawn
TONES = {"none": "plain", "valid": "ok", "soon": "warn", "overdue": "danger"}


@dataclass(frozen=True)
class Piece:
    """What of a booking or an outage falls on one day: hours from midnight, and what it says."""

    day: int
    begins: float
    ends: float
    kind: str
    said: str
    when: str


@register.simple_tag
def week_svg(shown: Shown, today: date) -> SafeString:
    """Days across, hours down; blocks are bookings, hatched ones outages. Attributes only: the policy blocks styles."""
    pieces = _pieces(shown)
    first = min([EARLY, *(int(piece.begins) for piece in pieces)])
    last = max([LATE, *(-int(-piece.ends // 1) for piece in pieces)])
    width, height = LEFT + 7 * DAY, TOP + (last - first) * HOUR + 8
    return format_html(
        '<svg class="oc-lab-week" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-labelledby="week-says" '
        'xmlns="http://www.w3.org/2000/svg"><title id="week-says">{}</title>'
        '<defs><pattern id="lab-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V6" class="oc-lab-hatch"/></pattern></defs>{}{}{}</svg>',
        width, height, width, height, _says(shown), _heads(shown.days, today, height), _hours(first, last, width),
        format_html_join("", "{}", ((_block(piece, first),) for piece in pieces)),
    )  # fmt: skip


def _says(shown: Shown) -> str:
    sentence = _(
        "%(name)s from %(first)s on: %(bookings)d bookings, %(outages)d outages. The table below has them all."
    )
    facts = {"name": shown.instrument, "first": words.date_words(shown.monday)}
    return sentence % {**facts, "bookings": len(shown.bookings), "outages": len(shown.outages)}


def _pieces(shown: Shown) -> list[Piece]:
    zone = shown.instrument.complex.zone
    week_ends = clock.start_of(shown.monday + timedelta(days=7), zone)
    found: list[Piece] = []
    for outage in shown.outages:
        found += _days(shown, outage.starts_at, outage.until or week_ends, "outage", _("out of order"))
    for booking in shown.bookings:
        found += _days(shown, booking.starts_at, booking.ends_at, "booking", str(booking.session))
    return found


def _days(shown: Shown, begins: datetime, ends: datetime, kind: str, said: str) -> Iterable[Piece]:
    """One piece for each day that an interval meets."""
    zone = shown.instrument.complex.zone
    for number, day in enumerate(shown.days):
        midnight = clock.start_of(day, zone)
        low = max((begins - midnight) / timedelta(hours=1), 0.0)
        high = min((ends - midnight) / timedelta(hours=1), 24.0)
        if low < high:
            yield Piece(number, low, high, kind, said, words.time24(begins.astimezone(zone)))


def _heads(days: list[date], today: date, height: int) -> SafeString:
    return format_html_join(
        "",
        '<rect x="{}" y="0" width="{}" height="{}" class="oc-lab-day{}"/><text x="{}" y="19">{}</text>',
        (
            (
                LEFT + n * DAY,
                DAY,
                height,
                " oc-lab-today" if day == today else "",
                LEFT + n * DAY + 6,
                words.day_words(day),
            )
            for n, day in enumerate(days)
        ),
    )


def _hours(first: int, last: int, width: int) -> SafeString:
    rows = ((TOP + (hour - first) * HOUR, hour) for hour in range(first, last + 1, 2))
    return format_html_join(
        "",
        '<path d="M{} {}H{}" class="oc-lab-line"/><text x="0" y="{}">{}</text>',
        ((LEFT, y, width, y + 4, f"{hour:02d}:00") for y, hour in rows),
    )


def _block(piece: Piece, first: int) -> SafeString:
    x, y = LEFT + piece.day * DAY + 3, TOP + (piece.begins - first) * HOUR
    height = max((piece.ends - piece.begins) * HOUR - 1, 3)
    lines: SafeString | str = ""
    if height >= HOUR - 2:
        lines = format_html('<text x="5" y="15">{}</text>', piece.said)
    if height >= 2 * HOUR - 2:
        lines += format_html('<text x="5" y="31" class="oc-lab-when">{}</text>', piece.when)
    return format_html(  # the inner drawing cuts off what is wider than its day; the table has it whole
        '<rect x="{0}" y="{1}" width="{2}" height="{3}" rx="3" fill="url(#lab-hatch)" class="oc-lab-{4}"/>'
        '<svg x="{0}" y="{1}" width="{5}" height="{3}">{6}</svg>',
        x, f"{y:.1f}", DAY - 6, f"{height:.1f}", piece.kind, DAY - 9, lines,
    )  # fmt: skip


@register.filter
def range_words(measurand: Measurand) -> str:
    """0.1–1,000 mbar · from 10 µm · up to 80 °C"""
    low, high, unit = _plain(measurand.low), _plain(measurand.high), measurand.unit
    if measurand.low is None and measurand.high is None:
        return unit or words.UNKNOWN
    if measurand.high is None:
        return (_("from %(low)s %(unit)s") % {"low": low, "unit": unit}).strip()
    if measurand.low is None:
        return (_("up to %(high)s %(unit)s") % {"high": high, "unit": unit}).strip()
    between = "–" if measurand.low >= 0 else " – "
    return f"{low}{between}{high} {unit}".strip()


def _plain(value: Decimal | None) -> str:
    """A limit without the zeros that the column adds."""
    if value is None:
        return ""
    places = max(-int(value.normalize().as_tuple().exponent), 0)
    return words.number(value, places)


@register.simple_tag
def calibration_badge(standing: str) -> dict[str, str]:
    """The tone and the word of a badge."""
    said = {
        "none": _("needs no calibration"),
        "valid": _("calibrated"),
        "soon": _("calibration due soon"),
        "overdue": _("calibration overdue"),
    }
    return {"tone": TONES[standing], "word": said[standing]}


@register.simple_tag
def booked_by(session: Session) -> list[Booked]:
    """What a session has booked."""
    return queries.of_session(session)


@register.simple_tag
def instruments_serving(skill: Skill) -> list[Instrument]:
    """The instruments in use at which a skill is shown."""
    return queries.serving(skill)


@register.filter
def of_kind(units: dict[str, list[Instrument]], key: str) -> list[Instrument]:
    """The units of one kind."""
    return units.get(key, [])


@register.simple_tag(takes_context=True)
def units_by_kind(context: template.Context) -> dict[str, list[Instrument]]:
    """The units in use of each kind of the list of equipment, by its key."""
    complex = getattr(context.get("request"), "complex", None)
    return queries.by_kind(complex) if complex else {}
