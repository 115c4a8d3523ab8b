"""A form for a frozen dataclass: a field for each of its values, and rows for what it holds several of.

Whatever a question or a skill is made of is declared once, in its rules; its form follows from that.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.rules import frozen
from courses.rules.questions.content import Figure, Text
from training.core.errors import DomainError
from training.core.forms import SafeForm

MOST_ROWS, SPARE = 50, 2
AS_IT_STANDS = "kept"
ROWS: dict[str, Any] = {
    "choices": _("Choices"),
    "steps": _("Steps, in their right order"),
    "pairs": _("Pairs"),
    "extra": _("Further right sides that fit nothing"),
    "parameters": _("Numbers that are drawn"),
    "accepted": _("Wordings that count"),
    "levels": _("Levels, the lowest first"),
}
LABELS: dict[str, Any] = {
    "prompt": _("Question"),
    "hint": _("Hint"),
    "feedback": _("Feedback"),
    "rubric": _("What counts, for who grades it"),
    "text": _("Text"),
    "left": _("Left side"),
    "right": _("Right side"),
    "title": _("Title"),
    "task": _("What is to be done"),
    "level": _("Difficulty (1 easy to 3 hard)"),
    "source": _("Lesson it rests on (key)"),
    "fraction": _("Worth (1 everything, below 0 takes away)"),
    "value": _("Right value"),
    "unit": _("Unit"),
    "tolerance": _("Tolerance"),
    "relative": _("The tolerance is a share of the value"),
    "formula": _("Formula"),
    "name": _("Name"),
    "low": _("From"),
    "high": pgettext_lazy("bound", "To"),
    "decimals": _("Decimals"),
    "least": _("Least an instrument reads"),
    "most": _("Most an instrument reads"),
    "target": _("Target"),
    "lower": _("Lower bound"),
    "upper": _("Upper bound"),
    "needs_second": _("A second assessor has to agree"),
    "pass_level": _("Passed from level"),
    "figure": _("Figure"),
    "figure_alt": _("What is to be seen in the figure"),
    "skills": _("Skills it supports"),
    "at_most": _("Most files of an answer (1 to 5)"),
}
LANGUAGES = {"ko": _("Korean"), "en": _("English")}


@dataclass(frozen=True)
class Offered:
    """What an author may choose from: images by id, skills by key. `take` makes a figure of an image."""

    images: list[tuple[str, str]]
    skills: list[tuple[str, str]]
    take: Callable[[str, Text], Figure]


def _label(name: str, language: str = "") -> Any:
    label = LABELS.get(name, name)
    return f"{label} ({LANGUAGES[language]})" if language else label


def _several(hint: Any) -> Any:
    """The class of the rows, None for one value."""
    inside = get_args(hint)[0] if get_origin(hint) is tuple else None
    return inside if is_dataclass(inside) else None


def _is_figure(hint: Any) -> bool:
    return isinstance(hint, UnionType) and Figure in get_args(hint)


def _figure_fields(name: str, offered: Offered | None) -> dict[str, forms.Field]:
    """Which picture, and what is to be seen in it. A drawing comes with the curriculum files, and may stay."""
    choices = [("", _("– none –")), (AS_IT_STANDS, _("as it stands")), *(offered.images if offered else [])]
    chosen = forms.ChoiceField(
        label=_label(name),
        choices=choices,
        required=False,
        help_text=_("From the images of this course. The question keeps the picture as it is today."),
    )
    return {name: chosen, **_texts(f"{name}_alt", required=False)}


def _field(name: str, hint: Any, *, required: bool) -> forms.Field:
    if isinstance(hint, UnionType):
        return _field(name, get_args(hint)[0], required=False)
    if hint is bool:
        return forms.BooleanField(label=_label(name), required=False)
    if hint is int:
        return forms.IntegerField(label=_label(name), required=required)
    if hint is Decimal:
        return forms.DecimalField(label=_label(name), required=required, max_digits=30, localize=False)
    return forms.CharField(label=_label(name), required=required, max_length=300)


def _texts(name: str, *, required: bool) -> dict[str, forms.Field]:
    return {
        f"{name}_{language}" if name else language: forms.CharField(
            label=_label(name or "text", language),
            required=required and language == "ko",
            max_length=10_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        for language in LANGUAGES
    }


def _keys(name: str, offered: Offered | None, held: Any) -> forms.Field:
    """Several of what the course has; what is named but not there stays choosable."""
    known = list(offered.skills) if offered else []
    known += [(key, key) for key in held or () if key not in dict(known)]
    widget = forms.SelectMultiple(attrs={"size": 6})
    return forms.MultipleChoiceField(label=_label(name), choices=known, required=False, widget=widget)


def _form_of(wanted: Any, *, row: bool = False, offered: Offered | None = None, value: Any = None) -> type[SafeForm]:
    """The form of a class's single values; a row asks for nothing, since an empty one is no row."""
    if wanted is Text:
        return type("TextRow", (SafeForm,), _texts("", required=False))
    hints = get_type_hints(wanted)
    made: dict[str, forms.Field] = {}
    for one in fields(wanted):
        hint, required = hints[one.name], one.default is MISSING and not row
        if one.name == "key":
            made["key"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
        elif hint is Text:
            made |= _texts(one.name, required=required)
        elif _is_figure(hint):
            made |= _figure_fields(one.name, offered)
        elif hint == tuple[str, ...]:
            made[one.name] = _keys(one.name, offered, getattr(value, one.name, ()))
        elif _several(hint) is None:
            made[one.name] = _field(one.name, hint, required=required)
    return type(f"{wanted.__name__}Form", (SafeForm,), made)


def _initial(wanted: Any, value: Any) -> dict[str, Any]:
    """What the fields show of an object."""
    if wanted is Text:
        return {"ko": value.ko, "en": value.en}
    shown: dict[str, Any] = {}
    for one in fields(wanted):
        held = getattr(value, one.name)
        if isinstance(held, Text):
            shown |= {f"{one.name}_{language}": getattr(held, language) for language in LANGUAGES}
        elif isinstance(held, Figure):
            shown |= {one.name: AS_IT_STANDS} | {f"{one.name}_alt_{to}": getattr(held.alt, to) for to in LANGUAGES}
        elif isinstance(held, tuple) and all(isinstance(key, str) for key in held):
            shown[one.name] = list(held)
        elif not isinstance(held, tuple):
            shown[one.name] = format(held, "f") if isinstance(held, Decimal) else held
    return shown


def _plain(wanted: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON would hold them; what is empty is left out, so that its default stands."""
    if wanted is Text:
        return {language: given[language] for language in LANGUAGES if given.get(language)}
    hints = get_type_hints(wanted)
    found: dict[str, Any] = {}
    for one in fields(wanted):
        if hints[one.name] is Text:
            words = {language: given.get(f"{one.name}_{language}", "") for language in LANGUAGES}
            found[one.name] = {language: said for language, said in words.items() if said}
        elif one.name in given and given[one.name] not in (None, "", []) and not _is_figure(hints[one.name]):
            held = given[one.name]
            found[one.name] = format(held, "f") if isinstance(held, Decimal) else held
    return {name: value for name, value in found.items() if value != {} or _needed(wanted, name)}


def _needed(wanted: Any, name: str) -> bool:
    return next(one for one in fields(wanted) if one.name == name).default is MISSING


class FrozenForm:
    """The form and the rows of one class, as one."""

    def __init__(
        self, wanted: Any, data: QueryDict | None = None, *, value: Any = None, offered: Offered | None = None
    ) -> None:
        self.wanted, self.standing, self.offered = wanted, value, offered
        form = _form_of(wanted, offered=offered, value=value)
        self.form = form(data, initial=_initial(wanted, value) if value is not None else None)
        self.rows = {}
        for one in fields(wanted):
            inside = _several(get_type_hints(wanted)[one.name])
            if inside is not None:
                held = [] if value is None else [_initial(inside, item) for item in getattr(value, one.name)]
                self.rows[one.name] = self._rows(one.name, inside, data, held)

    def _rows(self, name: str, inside: Any, data: QueryDict | None, held: list[dict[str, Any]]) -> Any:
        kind: Any = forms.formset_factory(
            _form_of(inside, row=True, offered=self.offered),
            extra=SPARE,
            can_delete=True,
            can_order=True,
            max_num=MOST_ROWS,
            absolute_max=2 * MOST_ROWS,
        )
        rows = kind(data, prefix=name, initial=held)
        rows.title, rows.inside = ROWS.get(name, name), inside
        return rows

    @property
    def is_bound(self) -> bool:
        return self.form.is_bound

    @property
    def errors(self) -> bool:
        return bool(self.form.errors) or any(any(rows.errors) or rows.non_form_errors() for rows in self.rows.values())

    def is_valid(self) -> bool:
        """Whether there is an object; else its fault stands on the form."""
        faulty = [rows for rows in self.rows.values() if not rows.is_valid()]
        if not self.form.is_valid() or faulty:
            return False
        try:
            self.value = self._made()
        except (frozen.Misfit, DomainError) as error:
            self.form.add_error(None, str(error))
        return not self.form.errors

    def _made(self) -> Any:
        plain = _plain(self.wanted, self.form.cleaned_data) | self._figure(self.form.cleaned_data, self.standing)
        for name, rows in self.rows.items():
            before = {getattr(one, "key", ""): one for one in getattr(self.standing, name, ())}
            said = [_plain(rows.inside, row) | self._figure(row, before.get(row.get("key"))) for row in _kept(rows)]
            plain[name] = _with_keys(said, rows.inside)
        return frozen.made(self.wanted, plain, getattr(self.wanted, "KIND", ""))

    def _figure(self, given: Mapping[str, Any], before: Any) -> dict[str, Any]:
        """The figure that was chosen, as plain values; an image is taken as it is now."""
        chosen: Any = given.get("figure")
        standing: Figure | None = getattr(before, "figure", None)
        alt = Text(given.get("figure_alt_ko", ""), given.get("figure_alt_en", ""))
        if chosen == AS_IT_STANDS:
            return {"figure": frozen.plain(replace(standing, alt=alt))} if standing else {}
        return {"figure": frozen.plain(self.offered.take(chosen, alt))} if chosen and self.offered else {}


def _kept(rows: Any) -> list[dict[str, Any]]:
    """The rows that say something, in the order they were given."""
    said = [form.cleaned_data for form in rows.ordered_forms if form.has_changed() or form.initial]
    return [row for row in said if any(value for name, value in row.items() if name not in ("ORDER", "DELETE", "key"))]


def _with_keys(rows: list[dict[str, Any]], inside: Any) -> list[dict[str, Any]]:
    """A row that had no key gets one that no other has; keys never change, since answers hold them."""
    if not any(one.name == "key" for one in fields(inside)):
        return rows
    taken = {row["key"] for row in rows if row.get("key")}
    free = (key for number in range(1, 1000) if (key := f"r{number}") not in taken)
    return [row if row.get("key") else row | {"key": next(free)} for row in rows]
