"""The operator's list of messages, and each kind's words with a sample."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from enrollment.models import Application, Enrollment, NoticeRecipient
from training.accounts.states import Language
from training.core import letters, mail
from training.core.models import Complex, MessageTemplate
from training.core.queries import deliveries
from training.core.queries import letters as letter_queries
from training.core.requests import Request

PAGE = 50


def page(complex: Complex, given: dict[str, Any], *, number: str) -> Page:
    """One page of what was sent, or is to be. Two queries and one for each filter by cohort or notice."""
    asked = deliveries.Asked(**{name: given.get(name) or "" for name in deliveries.Asked.__dataclass_fields__})
    rows = deliveries.of_complex(complex, asked)
    if cohort := given.get("cohort"):
        people = Application.objects.filter(cohort=cohort).values("applicant")
        trainees = Enrollment.objects.filter(cohort=cohort).values("trainee")
        rows = rows.filter(Q(user__in=people) | Q(user__in=trainees))
    if notice := given.get("notice"):
        rows = rows.filter(pk__in=NoticeRecipient.objects.filter(notice=notice).values("delivery"))
    return Paginator(rows, PAGE).get_page(number)


def panel(request: Request) -> dict[str, Any]:
    """What of the last two weeks did not arrive. One query."""
    return {"counts": deliveries.counts(request.complex, now=request.now)}


@dataclass(frozen=True)
class Row:
    """A kind of mail, and the operator's words for it by language, where there are any."""

    letter: letters.Letter
    versions: list[tuple[str, str, MessageTemplate | None]]  # language, its name, what stands


def kinds(complex: Complex) -> list[Row]:
    """Every kind, in the order of a person's way. One query."""
    edited = letter_queries.edited(complex)
    return [
        Row(letter, [(code, str(name), edited.get((letter.kind, code))) for code, name in Language.choices])
        for letter in letters.known()
    ]


def sample(complex: Complex, letter: letters.Letter, language: str, own: tuple[str, str] | None) -> dict[str, str]:
    """A mail of this kind as an invented person would get it."""
    with translation.override(language):
        context = letter.sample(language) | {"link": complex.address("/learn/")}
        reader = _Reader(name=context["name"], language=language)
        return mail.written(letter.kind, context, complex=complex, user=reader, own=own)


def body_of(html: str) -> SafeString:
    """What stands inside a mail's page, for a preview inside one of ours."""
    inside = html.partition("<body>")[2].partition("</body>")[0]
    return mark_safe(inside)  # noqa: S308 - drawn by our own templates, which escape what an operator wrote


class _Reader(SimpleNamespace):
    """Stands for a person in a sample."""

    def __str__(self) -> str:
        return str(self.name)
