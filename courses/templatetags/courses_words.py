"""How lessons write symbols, formulas and hazard classes."""

import re
from functools import lru_cache
from itertools import count
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.rich_text import expand_db_html

from courses.blocks import GHS
from courses.forms.calculators import CalculatorForm
from courses.queries import words as words_of
from courses.rules import drawings, equations, glossary
from courses.rules.calculators import CALCULATORS

register = template.Library()
SUBSCRIPT = re.compile(r"_\{([^{}]*)\}|_(\w+)")
ADDRESS = re.compile(r"(https?://[^\s<>\"')]+)")


@register.filter
@lru_cache(maxsize=256)
def mathml(latex: str) -> SafeString:
    """The formula drawn; one that cannot be drawn is shown as it was typed."""
    try:
        return mark_safe(equations.mathml(latex))  # noqa: S308 - built element by element from an allow-list
    except equations.NotAnEquation:
        return format_html("<code>{}</code>", latex)


@register.simple_tag
@lru_cache(maxsize=64)
def drawing_of(svg: str) -> dict[str, Any] | None:
    """The box and the shapes of a drawing; None for one that cannot be drawn."""
    try:
        shapes = drawings.markup(svg)
    except drawings.NotADrawing:
        return None
    return {"box": drawings.view_box(svg), "shapes": mark_safe(shapes)}  # noqa: S308 - written from an allow-list


@register.filter
def subscripts(symbol: str) -> SafeString:
    """`w_s` as w with a lowered s."""
    parts = SUBSCRIPT.split(symbol or "")
    pieces = [(conditional_escape(parts[0]),)]
    for braced, plain, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        pieces.append((format_html("<sub>{}</sub>{}", braced or plain, rest),))
    return format_html_join("", "{}", pieces)


@register.filter
def linked(text: str) -> SafeString:
    """Addresses inside a reference as links; everything else is plain text."""
    pieces = ADDRESS.split(text or "")
    return format_html_join(
        "", "{}", ((format_html('<a href="{0}">{0}</a>', p) if n % 2 else p,) for n, p in enumerate(pieces))
    )


@register.filter
def ghs_name(code: str) -> str:
    return str(dict(GHS).get(code, code))


@register.filter
def lines(text: str) -> list[str]:
    """A text kept one item a line, as its items."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@register.simple_tag(takes_context=True)
def calculator_form(context: Any, key: str) -> CalculatorForm | None:
    """A calculator inside a lesson; each has ids of its own, also where one stands twice on a page."""
    if key not in CALCULATORS:
        return None
    request = context.get("request")
    numbers = count(1) if request is None else request.__dict__.setdefault("calculators_shown", count(1))
    return CalculatorForm(CALCULATORS[key], place=f"-{next(numbers)}")


@register.simple_tag
def calculator_drawn(form: CalculatorForm) -> SafeString:
    """An untouched calculator: what it declares stands in the code, so it is drawn once for a place and a language."""
    return _untouched(form.calculator.key, form.number, get_language())


@lru_cache(maxsize=128)
def _untouched(key: str, number: str, language: str | None) -> SafeString:
    form = CalculatorForm(CALCULATORS[key], place=number)
    drawn = {"form": form, "calculator": form.calculator}
    return render_to_string("courses/calculators/_calculator.html", drawn)


@register.simple_tag(takes_context=True)
def text_with_terms(context: Any, value: Any) -> SafeString:
    """A piece of rich text, with the first place of each term of the glossary linked to its meaning below."""
    html = expand_db_html(value.source)
    page = context.get("page")
    if page is None or not hasattr(page, "lesson"):
        return mark_safe(html)  # noqa: S308 - the editor's rich text, kept to an allow-list when it was saved
    marked = page.__dict__.setdefault("terms_marked", set())
    return mark_safe(glossary.mark(html, words_of.of_page(page), marked=marked))  # noqa: S308 - as above


@register.simple_tag(takes_context=True)
def words_shown(context: Any) -> list[glossary.Word]:
    """What the lesson's glossary lists."""
    return words_of.of_page(context["page"])


@register.simple_tag(takes_context=True)
def machine_of(context: Any, key: str) -> Any:
    """The machine of a key, as the list of equipment describes it; None where the list has none."""
    page = context.get("page")
    return words_of.machines_of(page).get(key) if page is not None else None
