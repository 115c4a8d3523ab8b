"""What a photo or paper that somebody handed in is, whatever it belongs to."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.core.models import Owned, OwnedQuerySet


class PrivateFileQuerySet(OwnedQuerySet):
    def kept(self) -> Self:
        """Those whose file still stands, in the order in which they came."""
        return self.filter(erased_at=None).order_by("pk")


class PrivateFile(Owned):
    """One photo or PDF, re-written without what its file said about its maker.

    `path` is random and lies under PRIVATE_ROOT; `name` is what the person called it. Erased, the row keeps only that
    there was one.
    """

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

    objects = PrivateFileQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A private file is erased, and its row stays.")
