"""What the records of access say: to the person they are about, and to who reviews a month."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from training.accounts.models import AccessRecord, AccessReview, User
from training.accounts.rules import access as rules
from training.accounts.states import Evidence
from training.core.clock import day_of, start_of
from training.core.models import Complex

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One member of staff in a month, and what stands out."""

    person: User
    tally: rules.Tally
    unusual: list[str]


@dataclass(frozen=True)
class Month:
    """The records of one month, by who made them."""

    first: date
    lines: list[Line]
    records: int
    review: AccessReview | None
    is_over: bool

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"


def month_of(written: str, complex: Complex, *, now: datetime) -> date:
    """The first day of `2026-11`; of the present month where nothing readable is written."""
    present = day_of(now, complex.zone).replace(day=1)
    try:
        first = date.fromisoformat(f"{written}-01").replace(day=1)
    except ValueError:
        return present
    return first if 2000 <= first.year < 3000 else present


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def of_month(complex: Complex, first: date) -> Any:
    """The records of a month in the complex's zone."""
    begins, ends = start_of(first, complex.zone), start_of(next_month(first), complex.zone)
    return AccessRecord.objects.of(complex).filter(at__gte=begins, at__lt=ends)


def report(complex: Complex, first: date, *, now: datetime) -> Month:
    """Three queries, whatever the number of people and records."""
    rows = of_month(complex, first).order_by().annotate(n=Count("seen"))
    looks = [
        rules.Look(actor, at.astimezone(complex.zone), taken, reason, n)
        for actor, at, taken, reason, n in rows.values_list("actor_id", "at", "taken", "reason", "n")
    ]
    tallies = rules.tally(looks)
    people = User.objects.in_bulk([one.actor for one in tallies])
    return Month(
        first=first,
        lines=[Line(people[one.actor], one, _unusual(one, tallies)) for one in tallies],
        records=len(looks),
        review=AccessReview.objects.of(complex).filter(month=first).select_related("reviewed_by").first(),
        is_over=start_of(next_month(first), complex.zone) <= now,
    )


def _unusual(one: rules.Tally, tallies: list[rules.Tally]) -> list[str]:
    words = {
        "many": _("more than three times as much as the middle one"),
        "night": _("mostly at night"),
        "weekend": _("mostly at weekends"),
    }
    return [words[key] for key in rules.unusual(one, tallies)]


def rows(month: Month) -> list[list[str]]:
    """The report as a table for a file."""
    heads = [
        _("Person"), _("Records"), _("Downloads"), _("People concerned"), _("At night"), _("At weekends"),
        _("Without a reason (looks)"), _("Reason in own words"), _("What stands out"),
    ]  # fmt: skip
    return [heads] + [
        [line.person.get_full_name(), *map(str, _figures(line.tally)), "; ".join(line.unusual)] for line in month.lines
    ]


def _figures(one: rules.Tally) -> tuple[int, ...]:
    return (one.looks, one.taken, one.people, one.at_night, one.on_weekend, one.without_reason, one.own_words)


def listed(complex: Complex, first: date, *, actor: int, page: str) -> Page[Any]:
    """One person's records of a month, the latest first."""
    found = of_month(complex, first).filter(actor=actor).annotate(n=Count("seen")).order_by("-at", "-pk")
    return Paginator(found, PAGE).get_page(page)


def unreviewed(complex: Complex, *, now: datetime) -> list[date]:
    """The months that are over, hold records and wait for a review, the oldest first; at most two years back."""
    present = day_of(now, complex.zone).replace(day=1)
    held = AccessRecord.objects.of(complex).filter(at__lt=start_of(present, complex.zone)).order_by()
    months = {day.date() for day in held.datetimes("at", "month", tzinfo=complex.zone)}
    done = set(AccessReview.objects.of(complex).values_list("month", flat=True))
    return sorted(months - done)[-24:]


def of_person(person: User, complex: Complex, *, page: str = "1") -> Page[Any]:
    """Who looked at or took a person's data, the latest first; each with the words for what it was."""
    found = AccessRecord.objects.of(complex).about(person).select_related("actor")
    return Paginator(found, PAGE).get_page(page)


def kinds() -> dict[str, str]:
    return {str(value): str(label) for value, label in Evidence.choices}
