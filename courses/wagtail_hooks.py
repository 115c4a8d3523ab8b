"""Where courses hang into Wagtail: the doors to pages and documents, and the authors' tools."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from courses import adapters, permissions
from courses.models import Course, CoursePage, Module, ModulePage
from courses.queries import reach
from courses.views import doors
from courses.viewsets import Curriculum, DeleteWords, curriculum
from training.core.requests import Request

adapters.narrow_filters()
adapters.tell_of_comments()


@hooks.register("before_serve_page", order=1)
def ask_before_serving(page: Any, request: Request, *args: Any) -> HttpResponse | None:
    return doors.page(page, request)


@hooks.register("before_serve_document", order=1)
def ask_before_document(document: Any, request: Request) -> HttpResponse | None:
    return doors.document(document, request)


@hooks.register("before_copy_page")
def ask_before_copying(request: Request, page: Any) -> None:
    """Whoever may copy a page reads all of it, drafts too: only its own authors may."""
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied(_("Only those who may edit this page can copy it."))


@hooks.register("construct_page_chooser_queryset")
def only_linkable(pages: Any, request: Request) -> Any:
    """Choosers offer the own pages, and what is published in this complex."""
    return pages.filter(pk__in=reach.linkable(request.user, request.complex).order_by().values("pk"))


hooks.register("register_bulk_action", DeleteWords)


@hooks.register("register_admin_viewset")
def rows() -> Curriculum:
    return curriculum


class OfAuthors(MenuItem):
    """Shown to whoever writes at least one course of the complex."""

    def is_shown(self, request: Request) -> bool:
        courses = Course.objects.of(request.complex).select_related("complex")
        return any(permissions.may_author(request.user, course) for course in courses)


@hooks.register("register_admin_menu_item")
def add_module_item() -> OfAuthors:
    return OfAuthors(gettext_lazy("Add module"), reverse_lazy("courses:add_module_where"), icon_name="plus", order=150)


@hooks.register("register_admin_menu_item")
def translations_item() -> OfAuthors:
    return OfAuthors(gettext_lazy("Translations"), reverse_lazy("courses:translations"), icon_name="globe", order=260)


@hooks.register("register_admin_menu_item")
def bank_item() -> OfAuthors:
    return OfAuthors(
        gettext_lazy("Questions and skills"), reverse_lazy("courses:bank_where"), icon_name="help", order=255
    )


class ReviewItem(MenuItem):
    def is_shown(self, request: Request) -> bool:
        return permissions.may_switch_review(request.user, request.complex)


@hooks.register("register_settings_menu_item")
def review_item() -> ReviewItem:
    return ReviewItem(
        gettext_lazy("Review of lessons"), reverse_lazy("courses:review_rule"), icon_name="tasks", order=100
    )


@hooks.register("register_page_header_buttons")
def add_below(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside a course “Add module”, beside a module “Add lesson”: rows and pages in one step."""
    row = getattr(page, page.row_field) if isinstance(page, CoursePage | ModulePage) else None
    if isinstance(row, Course) and permissions.may_author(user, row):
        yield Button(_("Add module"), reverse("courses:add_module", args=[row.pk]), icon_name="plus", priority=5)
    if isinstance(row, Module) and permissions.may_author(user, row.course):
        yield Button(_("Add lesson"), reverse("courses:add_lesson", args=[row.pk]), icon_name="plus", priority=5)
