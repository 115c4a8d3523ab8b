"""Papers that applicants hand in."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.seats import Application
from training.core.models import Owned, OwnedQuerySet


class DocumentQuerySet(OwnedQuerySet):
    def kept(self) -> Self:
        """Those whose file still stands."""
        return self.filter(erased_at=None)


class Document(Owned):
    """One paper of an application, re-written without what its file said about its maker.

    `path` is random and lies under PRIVATE_ROOT; `name` is what the applicant called it. Erased, the row keeps only
    that there was one.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    key = models.SlugField(_("document"))
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

    objects = DocumentQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", sha256="", path=""), name="document_erased_keeps_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A document is erased, and its row stays.")
