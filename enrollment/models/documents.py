"""Papers that applicants hand in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.private_files import PrivateFile
from enrollment.models.seats import Application


class Document(PrivateFile):
    """One paper of an application, re-written without what its file said about its maker.

    `path` is random and lies under PRIVATE_ROOT; `name` is what the applicant called it. Erased, the row keeps only
    that there was one.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    key = models.SlugField(_("document"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", sha256="", path=""), name="document_erased_keeps_nothing"
            ),
        ]
