"""A lesson's files: films, captions and documents, served only to those who may read the lesson."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex

from courses import permissions
from courses.models import Lesson
from courses.rules import films, ranges
from training.core.requests import Request

PIECE = 64 * 1024


@require_safe
@login_not_required
def serve(request: Request, lesson_id: int, document_id: int) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """206 for a range, 416 beyond the end; 403 for who may not read the lesson, a stranger is asked to sign in."""
    lesson = get_object_or_404(
        Lesson.objects.of(request.complex).select_related("module__course"),
        pk=lesson_id,
    )
    may_author = permissions.may_author(request.user, lesson.module.course)
    if not may_author and not permissions.may_read(request.user, lesson, request.complex):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return render(request, "courses/locked_document.html", {"course": lesson.module.course}, status=403)
    document = get_object_or_404(get_document_model(), pk=document_id)
    if not _shown_in(lesson, document, drafts=may_author):
        raise Http404
    return _answer(request, document)


def _shown_in(lesson: Lesson, document: Any, *, drafts: bool) -> bool:
    """Whether a page of this lesson points at the document; what is not published shows nothing but to its authors."""
    pages = [str(pk) for pk in lesson.pages.filter(live__in=(True, not drafts)).values_list("pk", flat=True)]
    return bool(ReferenceIndex.get_references_to(document).filter(object_id__in=pages).exists())


def _answer(request: Request, document: Any) -> HttpResponse | StreamingHttpResponse | FileResponse:
    file: BinaryIO = document.file.storage.open(document.file.name)
    kind = films.kind(file.read(64))
    size: int = document.file.size
    file.seek(0)
    try:
        wanted = ranges.asked(request.headers.get("Range", ""), size) if kind else None
    except ranges.Unsatisfiable:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response: Any
    if wanted is None:
        response = FileResponse(file, as_attachment=not kind, filename=document.filename)
        response["Content-Length"] = str(size)
    else:
        first, last = wanted
        response = StreamingHttpResponse(_pieces(file, first, last), status=206)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
    response["Content-Type"] = kind or "application/octet-stream"
    if kind:
        response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _pieces(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
