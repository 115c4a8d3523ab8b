"""How a stored paper is answered: never run, never cached, never under a name that a browser could misread."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from enrollment.models import PrivateFile

TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


def answer_with(document: PrivateFile, content: bytes) -> HttpResponse:
    """A download: what a stranger sent is not drawn inside our own pages."""
    response = HttpResponse(content, content_type=TYPES[document.kind])
    response.headers["Content-Disposition"] = content_disposition_header(True, document.name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
