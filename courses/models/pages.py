"""Pages present rows; they can be moved, copied or deleted without touching a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.models.rows import Course, Lesson, Module
from training.core.blocks import ProseStream


class CourseIndexPage(Page):
    """The catalog."""

    template = "courses/index.html"
    parent_page_types = ["core.HomePage"]
    subpage_types = ["courses.CoursePage"]

    class Meta:
        verbose_name = _("course catalog")


class CoursePage(Page):
    """A course, presented in one language."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="pages", verbose_name=_("course"))
    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("course"), FieldPanel("body")]
    template = "courses/course.html"
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]

    class Meta:
        verbose_name = _("course page")


class ModulePage(Page):
    """A module, presented in one language."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="pages", verbose_name=_("module"))
    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("module"), FieldPanel("body")]
    template = "courses/module.html"
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]

    class Meta:
        verbose_name = _("module page")


class LessonPage(Page):
    """A lesson, presented in one language."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="pages", verbose_name=_("lesson"))
    body = StreamField(ProseStream(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lesson"), FieldPanel("body")]
    template = "courses/lesson.html"
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson page")
