"""Courses, modules and lessons as rows in Wagtail's admin: for the leads of the complex, and never another's."""

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui import tables
from wagtail.admin.views import generic
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from courses.models import Course, Equipment, Lesson, LessonPage, Module, Term
from courses.queries import shown
from training.accounts.permissions import is_lead
from training.core.requests import Request


class OfThisComplex:
    """Only leads and administrators of the host's complex come in, and they find only its rows."""

    model: Any
    request: Request
    kwargs: dict[str, Any]

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_superuser or is_lead(request.user, request.complex)):
            raise PermissionDenied(_("Only the curriculum leads of this complex can change these."))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin of views
        return answer

    def get_base_queryset(self) -> QuerySet:
        found: QuerySet = super().get_base_queryset()  # type: ignore[misc]  # a mixin of views
        return found.filter(complex=self.request.complex)

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        return get_object_or_404(self.model.objects.of(self.request.complex), pk=unquote(str(self.kwargs["pk"])))


class RowsView(OfThisComplex, generic.IndexView):
    pass


class RowView(OfThisComplex, generic.EditView):
    pass


class NoRowDeleted(generic.DeleteView):
    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise PermissionDenied(_("Records point at these. Unpublish the page instead."))


class NoRowAlone(generic.CreateView):
    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise PermissionDenied(_("A row is made together with its pages: use “Add module”."))


class RowHistoryView(OfThisComplex, history.HistoryView):
    def get_base_queryset(self) -> QuerySet:
        found: QuerySet = history.HistoryView.get_base_queryset(self)
        return found


class RowUsageView(OfThisComplex, usage.UsageView):
    def get_base_queryset(self) -> QuerySet:
        found: QuerySet = usage.UsageView.get_base_queryset(self)
        return found


class RowViewSet(ModelViewSet):
    index_view_class = RowsView
    edit_view_class = RowView
    add_view_class = NoRowAlone
    delete_view_class = NoRowDeleted
    history_view_class = RowHistoryView
    usage_view_class = RowUsageView
    copy_view_enabled = False
    icon = "list-ul"


def both(*names: str) -> list[str]:
    return [f"{name}_{language}" for name in names for language in ("ko", "en")]


class CourseViewSet(RowViewSet):
    model = Course
    url_prefix = "rows/courses"
    form_fields = ["order", *both("summary", "outcomes", "audience")]
    list_display = ["__str__", "key", "order"]


class ModuleViewSet(RowViewSet):
    model = Module
    url_prefix = "rows/modules"
    form_fields = ["order", "theory_hours", "practice_hours", *both("summary", "outcomes", "outline")]
    list_display = ["__str__", "key", "course", "order", "theory_hours", "practice_hours"]


class LessonViewSet(RowViewSet):
    model = Lesson
    url_prefix = "rows/lessons"
    form_fields = ["order", "minutes", "theory_hours", "practice_hours", "is_preview"]
    list_display = ["__str__", "key", "module", "order", "minutes", "is_preview"]


class AddWord(generic.CreateView):
    """A new entry belongs to the complex of the host."""

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_superuser or is_lead(request.user, request.complex)):
            raise PermissionDenied(_("Only the curriculum leads of this complex can change these."))
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)
        form.instance.complex = self.request.complex
        return form


class WordUsageView(RowUsageView):
    """The lessons that show it, as published."""

    def get_queryset(self) -> Any:
        return shown.pages_with(self.object)

    @cached_property
    def columns(self) -> list[tables.Column]:
        return [
            tables.TitleColumn("title", label=_("Lesson"), get_url=_editor_of),
            tables.Column("language", label=_("Language")),
            tables.Column("lesson__module", label=_("Module"), accessor=lambda page: page.lesson.module),
        ]

    def get_table(self, object_list: Any, **kwargs: Any) -> tables.Table:
        return super(usage.UsageView, self).get_table(object_list, **kwargs)


def _editor_of(page: LessonPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class WordDelete(OfThisComplex, generic.DeleteView):
    @property
    def confirmation_message(self) -> str:
        count = shown.pages_with(self.object).count()
        return ngettext(
            "%(count)s lesson shows this and would show nothing in its place. Delete it?",
            "%(count)s lessons show this and would show nothing in its place. Delete it?",
            count,
        ) % {"count": count}


class WordsView(RowsView):
    """With a box before each, for an act on several."""

    template_name = "courses/cms/words.html"

    @cached_property
    def columns(self) -> list[tables.BaseColumn]:
        return [tables.BulkActionsCheckboxColumn("bulk_actions", obj_type="word"), *super().columns]


class DeleteWords(BulkAction):
    """Several words or machines at once: those of this complex that no lesson shows. The others are named and stay."""

    display_name = gettext_lazy("Delete")
    action_type = "delete"
    aria_label = gettext_lazy("Delete what is chosen")
    template_name = "courses/cms/words_delete.html"
    classes: ClassVar[set[str]] = {"serious"}
    models: ClassVar[list[Any]] = [Term, Equipment]
    request: Request
    model: Any

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_superuser or is_lead(request.user, request.complex)):
            raise PermissionDenied(_("Only the curriculum leads of this complex can change these."))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> QuerySet:
        found: QuerySet = self.model.objects.of(self.request.complex).values_list("pk", flat=True)
        return found

    def check_perm(self, obj: Term | Equipment) -> bool:
        return obj.complex_id == self.request.complex.pk and not shown.pages_with(obj).exists()

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        """Another complex's are not even named."""
        words, refused = super().get_actionable_objects()
        mine = [word for word in refused["items_with_no_access"] if word.complex_id == self.request.complex.pk]
        return words, {"items_with_no_access": mine}

    def get_execution_context(self) -> dict[str, Any]:
        return {"by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Any], *, by: Any, **kwargs: Any) -> tuple[int, int]:
        for word in objects:
            log(word, "wagtail.delete", user=by, deleted=True)
            word.delete()
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext("%(count)s deleted.", "%(count)s deleted.", num_parent_objects) % {"count": num_parent_objects}


class WordViewSet(RowViewSet):
    """Entries that no record points at: editions keep what they said."""

    index_view_class = WordsView
    add_view_class = AddWord
    delete_view_class = WordDelete
    usage_view_class = WordUsageView


class TermViewSet(WordViewSet):
    model = Term
    url_prefix = "rows/terms"
    form_fields = ["key", *both("term", "definition")]
    list_display = ["term_ko", "term_en", "key"]
    search_fields = None


class EquipmentViewSet(WordViewSet):
    model = Equipment
    url_prefix = "rows/equipment"
    form_fields = ["key", *both("name", "purpose", "safety")]
    list_display = ["name_ko", "name_en", "key"]
    search_fields = None


class Curriculum(ViewSetGroup):
    """Titles stand in the pages; what only the rows hold is edited here."""

    menu_label = gettext_lazy("Curriculum")
    menu_icon = "list-ul"
    menu_order = 250
    items = (
        CourseViewSet("course_rows"),
        ModuleViewSet("module_rows"),
        LessonViewSet("lesson_rows"),
        TermViewSet("terms"),
        EquipmentViewSet("equipment"),
    )


curriculum = Curriculum()
