"""Search over lessons, terms and equipment, and the lists that its results lead to."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses import permissions
from courses.queries import search as searches
from courses.queries import shelf
from training.core.requests import Request

PAGE = 20


@require_safe
@login_not_required
def search(request: Request) -> HttpResponse:
    """`q` is what is looked for, `kind` one of the kinds or all, `page` the page of lessons."""
    text = request.GET.get("q", "").replace("\0", "")[:200].strip()
    kind = request.GET.get("kind", "")
    who: dict[str, Any] = {
        "complex": request.complex,
        "readable": permissions.readable_courses(request.user, request.complex),
    }
    language = _language()
    found = searches.find(text, language=language, **who)
    page = Paginator(found.lessons, PAGE).get_page(request.GET.get("page"))
    lessons = searches.lessons_shown(list(page.object_list), found.words, **who) if kind in ("", "lessons") else []
    context = {
        "text": text,
        "kind": kind if kind in searches.KINDS else "",
        "found": found,
        "advice": [] if found.count else searches.advice(text, language=language, **who),
        "page_obj": page,
        "lessons": lessons,
        "terms": found.terms if kind in ("", "terms") else [],
        "equipment": found.equipment if kind in ("", "equipment") else [],
    }
    return _private(render(request, "courses/search.html", context))


@require_safe
@login_not_required
def glossary(request: Request) -> HttpResponse:
    """Every term of the complex, in the reader's language."""
    return render(request, "courses/glossary.html", {"terms": shelf.terms(request.complex, language=_language())})


@require_safe
@login_not_required
def equipment(request: Request) -> HttpResponse:
    """Every machine of the complex, with the lessons that show it, of those this reader may open."""
    readable = permissions.readable_courses(request.user, request.complex)
    machines = shelf.machines(request.complex, readable=readable, language=_language())
    return _private(render(request, "courses/equipment.html", {"machines": machines}))


def _language() -> str:
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True)
    return response
