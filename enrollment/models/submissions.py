"""The photos and papers with which a question was answered."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.private_files import PrivateFile
from enrollment.models.quizzes import QuizAnswer


class AnswerFile(PrivateFile):
    """One photo or PDF of an answer, re-written without what its file said about its maker; under PRIVATE_ROOT.

    The same file sent twice is one. Erased, the row keeps only that there was one.
    """

    answer = models.ForeignKey(QuizAnswer, on_delete=models.PROTECT, related_name="files")

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

    @property
    def is_picture(self) -> bool:
        return self.kind != "pdf"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A file is erased, and its row stays.")
