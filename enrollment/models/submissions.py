"""The photos and papers with which a question was answered."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.quizzes import QuizAnswer
from training.core.models import Owned, OwnedQuerySet


class AnswerFileQuerySet(OwnedQuerySet):
    def kept(self) -> Self:
        """Those whose file still stands, in the order in which they came."""
        return self.filter(erased_at=None).order_by("pk")


class AnswerFile(Owned):
    """One photo or PDF of an answer, re-written without what its file said about its maker; under PRIVATE_ROOT.

    The same file sent twice is one. Erased, the row keeps only that there was one.
    """

    answer = models.ForeignKey(QuizAnswer, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("file name"), max_length=150)
    kind = models.CharField(_("file type"), max_length=4, choices=[("pdf", "PDF"), ("jpeg", "JPEG"), ("png", "PNG")])
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(_("uploaded"))
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AnswerFileQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "sha256"], condition=Q(erased_at=None), name="answer_file_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", sha256="", path="", size=0),
                name="answer_file_erased_keeps_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_picture(self) -> bool:
        return self.kind != "pdf"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A file is erased, and its row stays.")
