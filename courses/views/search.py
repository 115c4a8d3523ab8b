"""Search over lessons, terms and equipment."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses import permissions
from courses.queries import search as searches
from training.core.requests import Request

PAGE = 20


@require_safe
@login_not_required
def search(request: Request) -> HttpResponse:
    """`q` is what is looked for, `kind` one of the kinds or all, `page` the page of lessons."""
    text = request.GET.get("q", "").replace("\0", "")[:200]
    kind = request.GET.get("kind", "")
    language = "en" if (get_language() or "ko").startswith("en") else "ko"
    found = searches.find(
        text,
        complex=request.complex,
        readable=permissions.readable_courses(request.user, request.complex),
        language=language,
    )
    page = Paginator(found.lessons, PAGE).get_page(request.GET.get("page"))
    lessons = searches.lessons_shown(list(page.object_list), found.words) if kind in ("", "lessons") else []
    context = {
        "text": text,
        "kind": kind if kind in searches.KINDS else "",
        "found": found,
        "page_obj": page,
        "lessons": lessons,
        "terms": found.terms if kind in ("", "terms") else [],
        "equipment": found.equipment if kind in ("", "equipment") else [],
    }
    response = render(request, "courses/search.html", context)
    patch_cache_control(response, private=True)
    return response
