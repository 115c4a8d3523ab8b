"""The pictures of questions, for those who may read the course: whoever knows its hash was shown it."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import permissions
from courses.models import QuestionFigure
from training.core.errors import Refused
from training.core.requests import Request

TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_safe
def serve(request: Request, course_id: int, sha256: str) -> FileResponse:
    """The same bytes for ever, under an address that says which; kept by the one browser it was sent to."""
    rows = QuestionFigure.objects.of(request.complex).select_related("course__complex")
    figure = get_object_or_404(rows, course=course_id, sha256=sha256)
    if not permissions.may_read_course(request.user, figure.course, request.complex):
        raise Refused(_("Only people of this course see its questions."))
    try:
        file = figure.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=TYPES[figure.kind])
    patch_cache_control(response, private=True, max_age=24 * 60 * 60, immutable=True)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
