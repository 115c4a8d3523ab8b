"""Before something published changes: the page that says what changes and who is told."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from enrollment.models import Cohort
from enrollment.queries.concerned import concerned, is_published
from enrollment.queries.timetable_words import Change, instructors
from enrollment.views.common import tried
from training.core.requests import Request

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def asked_first(
    request: Request, cohort: Cohort, form: BaseForm, preview: Callable[[], Sequence[Change | str]]
) -> HttpResponse | None:
    """The page that asks; None once it was seen, where nobody is told, and where the act itself will refuse."""
    if not is_published(cohort) or request.POST.get("confirmed") or not form.is_valid():
        return None
    changes: list[Change | str] = []
    if tried(form, lambda: changes.extend(preview())):
        form._errors = None  # type: ignore[attr-defined]  # the act says it again, with its status
        return None
    if not changes:
        return None
    sentences = [change if isinstance(change, str) else change.sentence for change in changes]
    people: Any = instructors(change for change in changes if isinstance(change, Change))
    context = {
        "cohort": cohort,
        "sentences": sentences,
        "told": concerned(cohort, also=people),
        "fields": [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN],
    }
    return render(request, "enrollment/desk/confirm_change.html", context)
