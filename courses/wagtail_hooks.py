"""Where courses hang into Wagtail: the doors to pages and documents, and the authors' tools."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from courses.views import doors


@hooks.register("before_serve_page", order=1)
def ask_before_serving(page: Any, request: HttpRequest, *args: Any) -> HttpResponse | None:
    return doors.page(page, request)


@hooks.register("before_serve_document", order=1)
def ask_before_document(document: Any, request: HttpRequest) -> HttpResponse | None:
    return doors.document(document, request)
