"""What was published, frozen: progress and certificates point here."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.rows import Lesson
from training.core.models import AppendOnly


class LessonEditionQuerySet(models.QuerySet["LessonEdition"]):
    def latest_of(self, lesson: Lesson, language: str) -> "LessonEdition | None":
        """What stands published now, or stood last."""
        return self.filter(lesson=lesson, language=language).order_by("-number").first()


class LessonEdition(AppendOnly):
    """One published text of a lesson in one language. Appended on publishing, never changed or purged.

    `content` is canonical JSON of what a reader saw; `sha256` is the hash of exactly those bytes.
    """

    REFUSAL = "A published edition is never {done}."

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(_("language"), max_length=2)
    number = models.PositiveIntegerField(_("edition"))
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    title = models.CharField(max_length=250)
    translates = models.CharField(_("hash of the Korean edition it translates"), max_length=64, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LessonEditionQuerySet.as_manager()

    AT_A_GLANCE: ClassVar[dict[str, str]] = {
        name: name for name in ("id", "lesson_id", "language", "number", "sha256", "title", "translates")
    }  # which text it is, without the text

    class Meta:
        verbose_name = _("lesson edition")
        verbose_name_plural = _("lesson editions")
        ordering = ["lesson", "language", "number"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "language", "number"], name="edition_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language} {self.number})"

    @classmethod
    def found(cls, row: dict[str, Any]) -> "LessonEdition":
        """An edition of which only AT_A_GLANCE was asked; the rest is asked for when it is wanted."""
        return cls.from_db(None, list(cls.AT_A_GLANCE), [row[name] for name in cls.AT_A_GLANCE])
