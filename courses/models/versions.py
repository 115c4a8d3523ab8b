"""What a row said from one edit to the next."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from training.core.models import AppendOnly


class VersionQuerySet(models.QuerySet[Any]):
    def newest_of(self, rows: Iterable[Any]) -> Self:
        """The version that stands, of each of these rows."""
        of = self.model.OF
        of_same = self.model._default_manager.filter(**{of: OuterRef(of)}).order_by("-number")
        return self.filter(**{f"{of}__in": list(rows)}, number=Subquery(of_same.values("number")[:1]))


class Version(AppendOnly):
    """Appended, never changed or deleted: what was answered or recorded points here.

    `content` is canonical JSON; `sha256` is the hash of exactly those bytes. `OF` names the key to its row.
    """

    OF: ClassVar[str]

    number = models.PositiveIntegerField(_("version"))
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
