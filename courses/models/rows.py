"""What is taught, as rows with stable keys. Records point at these, never at pages."""

from decimal import Decimal
from typing import Any, Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.core.models import Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual


def hours(verbose_name: Any) -> models.DecimalField:
    """Hours of teaching, to the half hour."""
    return models.DecimalField(verbose_name, max_digits=5, decimal_places=1, default=Decimal(0))


class Mark(models.TextChoices):
    """The shape that marks a process block (a triangle is kept for hazards)."""

    CIRCLE = "circle", _("circle")
    SQUARE = "square", _("square")
    HEXAGON = "hexagon", _("hexagon")
    DIAMOND = "diamond", _("diamond")


class Loaded(models.Model):
    """A row that curriculum files may fill: the hash of what they last put here, empty for rows made by hand."""

    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class PresentedQuerySet(OwnedQuerySet):
    def published(self) -> Self:
        """Those whose Korean page is live: what the public may know of."""
        return self.filter(pages__language="ko", pages__live=True)

    def past_draft(self) -> Self:
        """Those that are or once were published, or that no page presents: what a certificate may name."""
        drafts = self.model._default_manager.filter(
            pages__language="ko", pages__live=False, pages__first_published_at=None
        )
        return self.exclude(pk__in=drafts.order_by().values("pk"))


class Course(Loaded, Bilingual, Owned):
    """A course of training, such as practical battery cell manufacturing."""

    key = models.SlugField(_("key"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title_ko = models.CharField(_("title (Korean)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150)
    summary_ko = models.TextField(_("outcome in one sentence (Korean)"), blank=True)
    summary_en = models.TextField(_("outcome in one sentence (English)"), blank=True)
    outcomes_ko = models.TextField(_("outcomes, one a line (Korean)"), blank=True)
    outcomes_en = models.TextField(_("outcomes, one a line (English)"), blank=True)
    audience_ko = models.TextField(_("who may apply (Korean)"), blank=True)
    audience_en = models.TextField(_("who may apply (English)"), blank=True)
    authors = models.OneToOneField(
        Group, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = PresentedQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["complex", "key"], name="course_key_once")]

    def __str__(self) -> str:
        return self.text("title")


class ProcessBlock(Bilingual, models.Model):
    """One of a course's up to four stages, in order."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="blocks")
    key = models.SlugField(_("key"))
    order = models.PositiveSmallIntegerField(_("order"))
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices)
    title_ko = models.CharField(_("title (Korean)"), max_length=60)
    title_en = models.CharField(_("title (English)"), max_length=60)

    class Meta:
        verbose_name = _("process block")
        verbose_name_plural = _("process blocks")
        ordering = ["course", "order"]
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="process_block_key_once"),
            models.UniqueConstraint(fields=["course", "order"], name="process_block_order_once"),
            models.CheckConstraint(condition=Q(order__gte=1, order__lte=4), name="process_block_one_of_four"),
        ]

    def __str__(self) -> str:
        return self.text("title")


class Module(Loaded, Bilingual, Owned):
    """A subject of a course (교과목), inside one process block."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="modules")
    block = models.ForeignKey(ProcessBlock, on_delete=models.PROTECT, related_name="modules")
    key = models.SlugField(_("key"))
    order = models.PositiveSmallIntegerField(_("order"))
    title_ko = models.CharField(_("title (Korean)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150)
    summary_ko = models.TextField(_("summary (Korean)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    outcomes_ko = models.TextField(_("outcomes, one a line (Korean)"), blank=True)
    outcomes_en = models.TextField(_("outcomes, one a line (English)"), blank=True)
    outline_ko = models.TextField(_("planned lessons, one a line (Korean)"), blank=True)
    outline_en = models.TextField(_("planned lessons, one a line (English)"), blank=True)
    theory_hours = hours(_("theory hours"))
    practice_hours = hours(_("practice hours"))

    objects = PresentedQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["course", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "key"], name="module_key_once")]

    def __str__(self) -> str:
        return self.text("title")

    @property
    def hours(self) -> Decimal:
        return self.theory_hours + self.practice_hours


class Lesson(Loaded, Bilingual, Owned):
    """One lesson (차시). What a trainee studied is one of its editions."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="lessons")
    key = models.SlugField(_("key"))
    order = models.PositiveSmallIntegerField(_("order"))
    title_ko = models.CharField(_("title (Korean)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=30)
    theory_hours = hours(_("theory hours"))
    practice_hours = hours(_("practice hours"))
    is_preview = models.BooleanField(_("open to everyone"), default=False)

    objects = PresentedQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["module", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["module", "key"], name="lesson_key_once")]

    def __str__(self) -> str:
        return self.text("title")
