"""What a paper of one kind says and how it looks."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from certificates.states import Border, DesignKind, Ink
from training.core.models import AppendOnly, Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual

MOST_MONTHS = 600


class DesignQuerySet(OwnedQuerySet):
    def in_use(self) -> Self:
        """The version of each kind that the next paper is made by."""
        later = Design.objects.filter(complex=OuterRef("complex"), kind=OuterRef("kind"))
        newest = later.order_by("-version").values("version")[:1]
        return self.filter(version=models.Subquery(newest))


class Design(Bilingual, AppendOnly, Owned):
    """One version of a paper's words, look and validity. Every change is the next version; none is ever changed.

    The latest version of a kind is the one in use. A certificate freezes what its version said (services/freezing), so
    that a paper can be read again without these rows.
    """

    REFUSAL = "A version of a design is never {done}; make the next one."

    kind = models.CharField(_("kind"), max_length=15, choices=DesignKind.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    title_ko = models.CharField(_("title (Korean)"), max_length=60)
    title_en = models.CharField(_("title (English)"), max_length=60)
    body_ko = models.TextField(_("sentence (Korean)"), max_length=400)
    body_en = models.TextField(_("sentence (English)"), max_length=400)
    signatory_ko = models.CharField(
        _("signatory (Korean)"),
        max_length=100,
        help_text=_("The position alone, such as 원장: the issuer's name stands before it."),
    )
    signatory_en = models.CharField(_("signatory (English)"), max_length=100)
    seal = models.CharField(_("letters of the seal"), max_length=9, help_text=_("Up to nine, drawn in columns."))
    second_ko = models.CharField(
        _("second signatory (Korean)"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("Organization and position as they stand on the paper. Empty where one signs alone."),
    )
    second_en = models.CharField(_("second signatory (English)"), max_length=100, blank=True, default="")
    second_seal = models.CharField(
        _("letters of the second seal"),
        max_length=9,
        blank=True,
        default="",
        help_text=_("Empty where the second signatory has no seal."),
    )
    border = models.CharField(_("border"), max_length=10, choices=Border.choices, default=Border.WOVEN)
    ink = models.CharField(_("color"), max_length=10, choices=Ink.choices, default=Ink.BLUE)
    shows_birth_date = models.BooleanField(_("show the date of birth"), default=True)
    shows_latin_name = models.BooleanField(_("show the name in Latin letters"), default=True)
    shows_period = models.BooleanField(_("show the period"), default=True)
    shows_hours = models.BooleanField(_("show the hours"), default=True)
    shows_skills = models.BooleanField(_("show the skills that were passed, on the second page"), default=False)
    shows_modules = models.BooleanField(_("second page of modules and hours"), default=True)
    validity_months = models.PositiveSmallIntegerField(
        _("valid for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        help_text=_("Empty where it does not expire."),
    )
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    equals = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The earlier version that this one goes back to."),
    )

    objects = DesignQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["complex", "kind", "version"], name="design_version_once"),
            models.CheckConstraint(
                condition=Q(validity_months=None) | Q(validity_months__gte=1), name="design_valid_at_least_a_month"
            ),
            models.CheckConstraint(
                condition=Q(second_ko="", second_en="", second_seal="") | ~Q(second_ko="") & ~Q(second_en=""),
                name="design_second_signatory_together",
            ),
            models.CheckConstraint(condition=Q(equals=None) | ~Q(equals=F("id")), name="design_goes_back_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.text('title')} v{self.version}"
