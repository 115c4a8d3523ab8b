"""A sheet that an operator brings in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Cohort
from enrollment.states import SHEET_TRANSITIONS, SheetKind, SheetState
from training.core.models import Owned


class SheetImport(Owned):
    """One file: read in the background, shown line by line, then written as a whole or not at all.

    `rows` stand here only between reading and the decision, `made` are the drafts whose people are still to be told, and
    `wrote` is what taking it back needs, for as long as it can be.
    """

    TRANSITIONS = SHEET_TRANSITIONS

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sheets")
    kind = models.CharField(_("kind"), max_length=10, choices=SheetKind.choices, default=SheetKind.APPLICANTS)
    state = models.CharField(_("state"), max_length=10, choices=SheetState.choices, default=SheetState.READING)
    name = models.CharField(_("file name"), max_length=150)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    facts = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    refusal = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    made = models.JSONField(default=list)
    told = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    invited = models.PositiveIntegerField(default=0)
    wrote = models.JSONField(default=list, db_default=[])
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("sheet brought in")
        verbose_name_plural = _("sheets brought in")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SheetState.UNDONE, undone_at__isnull=False, undone_by__isnull=False)
                | ~Q(state=SheetState.UNDONE) & Q(undone_at=None, undone_by=None),
                name="sheet_undone_together",
            ),
        ]

    def __str__(self) -> str:
        return self.name
